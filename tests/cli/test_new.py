"""`afterword new`: from a name to a draft that is valid, or nothing at all."""

from __future__ import annotations

import json
import os
import re
import resource
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from afterword.body.render import render_body
from afterword.problems import Severity
from afterword.workspace import project
from small import contents, run
from small import library as small_library
from support import examples, only_new

KINDS = ("deal", "campaign", "launch", "project")
SETS = {"six-questions": "went_well", "good-bad-ugly": "ugly", "campaign": "setup"}
FULL = {
    "deal": ("--outcome", "lost", "--account", "Northlight Retail", "--competitor", "Ledgerwise"),
    "campaign": ("--outcome", "missed", "--market", "kz", "--goal", "conversion", "--kpi", "Orders=400"),
    "launch": ("--outcome", "hit", "--market", "DE", "--goal", "awareness", "--series", "Back to School"),
    "project": ("--outcome", "stopped", "--owner", "Tomas Berg"),
}
COMMON = ("--starts", "2026-01", "--ends", "2026-03-31", "--keeper", "Priya Nair", "--team", "sales", "--tag", "price")
LOST = """---
# Needed before this can be published: write a value, and take the # away.
name: The Frozen Funnel
kind: deal
status: draft
schema_version: 2
# summary: Say in two or three sentences what happened and why it matters. It is the library entry, and often all that \
anybody reads.
# ends: When the deal closed or the campaign stopped. The postmortem falls due a few days later. (2026-03-31)
due: 2026-11-29
# keeper: Who prepares, runs and writes up the postmortem. Best somebody who did not own the deal.
outcome: lost
deal: {account: Northlight Retail}
# causes: [{cause: Security questions went unanswered for six weeks., evidence: reporting}]
# learnings:
#   differently: The one thing you would change.
---

## The Good

<!-- What went well and is worth keeping. -->

## The Bad

<!-- What went wrong and can be mended. -->

## The Ugly

<!-- What nobody likes to talk about. -->
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the example library."""
    return examples(tmp_path)


def test_a_surprise_loss_takes_one_command(library: Path) -> None:
    """The draft holds what was said, the day it is due, and what publishing will need, in the schema's words."""
    command = ("new", "deal", "The Frozen Funnel", "--outcome", "lost", "--account", "Northlight Retail")
    done = run(library, "afterword", *command, "--sections", "good-bad-ugly", "--as-of", "2026-11-22")
    assert (done.returncode, done.stdout) == (0, "postmortems/2026/the-frozen-funnel.md\n")
    assert done.stderr.startswith("The postmortem is due on 2026-11-29.\n")
    assert only_new(library) == {"postmortems/2026/the-frozen-funnel.md": LOST.encode()}


def test_the_draft_becomes_a_published_loss_in_fifteen_lines(library: Path) -> None:
    """What stands as comments is all that is missing: once written there, nothing is wrong, and the rest is short."""
    flags = ("--account", "Northlight Retail", "--ends", "2026-03-31", "--keeper", "Priya Nair", "--tag", "renewal")
    command = ("new", "deal", "The Frozen Funnel", "--outcome", "lost", *flags, "--sections", "good-bad-ugly")
    path = library / run(library, "afterword", *command).stdout.strip()
    text = path.read_text(encoding="utf-8").replace("status: draft", "status: published")
    summary = "Our security answers took six weeks, and Northlight chose a rival. We lost on silence."
    text = re.sub("# summary: .*", f"summary: {summary}", text)
    text = re.sub("<!-- .* -->", "- Forty-one questions.", text)
    text = re.sub("# Needed.*\n", "", text).replace("# causes", "causes").replace("# learnings", "learnings")
    text = text.replace("#   differently", "  differently")
    path.write_text(text, encoding="utf-8")
    done = run(library, "afterword", "check", str(path))
    assert done.stdout == "1 file checked: no problems.\n"
    assert len(text.split("---\n")[1].splitlines()) - 1 <= 15


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_has_no_error_and_shows_no_prompt(tmp_path: Path, kind: str, lang: str) -> None:
    """Of every kind, in every set of sections, with much said or nothing, in both languages."""
    library = small_library(tmp_path / "library")
    for number, sections in enumerate(SETS):
        flags = (*FULL[kind], *COMMON) if number else ()
        name = f"{['Имя', 'Name'][lang == 'en']} {number}"
        assert (
            run(library, "afterword", "new", kind, name, *flags, "--sections", sections, "--lang", lang).returncode == 0
        )
    found = project.load_project(library)
    assert [p for p in found.problems if p.severity is Severity.ERROR] == []
    drafts = [record for record in found.library.records if record.name[-1] in "012" and record.status == "draft"]
    assert [role in record.body.roles for record, role in zip(drafts, SETS.values(), strict=False)] == [True] * 3
    for record in drafts:
        assert record.body.filled_roles == frozenset()
        assert "<!--" not in render_body(record.body, lambda _: None)
        assert render_body(record.body, lambda _: None).count("\n\n<h2") == len(record.body.headings) - 1
    assert drafts[1].tags == ["pricing"]  # a synonym was given


def test_a_field_that_a_team_requires_is_asked_for(library: Path) -> None:
    """Whatever the team's schema needs for publishing stands among the comments, at its place."""
    path = library / "schema" / "postmortem.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["region"] = {"title": "Region", "description": "Which of our regions.", "type": "string"}
    schema["allOf"].append({"if": {"properties": {"status": {"const": "published"}}}, "then": {"required": ["region"]}})
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert run(library, "afterword", "new", "project", "The Long Move").returncode == 0
    text = next(iter(contents(library / "postmortems" / str(date.today().year)).values())).decode()  # noqa: DTZ011
    assert "\n# region: Which of our regions.\n---\n" in text


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("wal-mart  GERMANY", "name-taken"),
        ("Wal‑Mart Germany", "slug-taken"),
        ("Wаl-Mart Germany", "name-lookalike"),
        ("!?…", "name-unusable"),
        ("x" * 300, "schema-length"),
        ("", "schema-length"),
        ("a\x07b", "file-control-character"),
        (os.fsdecode(b"a\xffb"), "file-not-utf8"),
    ],
)
def test_a_name_that_cannot_be_is_refused(library: Path, name: str, code: str) -> None:
    """In the words of the check, before anything is written."""
    done = run(library, "afterword", "new", "deal", name, "--as-of", "1970-01-01")
    assert done.returncode == 1
    assert done.stderr.startswith(f"error[{code}]: ")
    assert only_new(library) == {}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../etc/passwd", "etc-passwd.md"),
        ("/tmp/x", "tmp-x.md"),  # noqa: S108 - no file is opened
        ("🧊🧊", "ice-cube-ice-cube.md"),
        ("README", "readme-2.md"),
        ('- a: [b] {c} # "d" | e', "a-b-c-d-e.md"),
        ("NO", "no.md"),
        ("JCPenney (Fair & Square) – 2", "jcpenney-fair-square-2.md"),
    ],
)
def test_any_other_name_is_kept_to_the_letter(library: Path, name: str, file: str) -> None:
    """Its file has a plain name in the folder of its year."""
    done = run(library, "afterword", "new", "deal", "--ends", "2031-05", "--", name)
    assert (done.returncode, done.stdout) == (0, f"postmortems/2031/{file}\n")
    assert name in [record.name for record in project.load_project(library).library.records]


def test_a_file_that_is_there_is_never_overwritten(library: Path) -> None:
    """A record that moved on to another name keeps its file."""
    old = library / "postmortems" / "2006" / "wal-mart-germany.md"
    old.write_text(
        old.read_text(encoding="utf-8").replace("name: Wal-Mart Germany", "name: Moved On"), encoding="utf-8"
    )
    for link in (*library.glob("briefs/*.md"), *library.glob("postmortems/**/*.md"), *library.glob("docs/**/*.md")):
        link.write_text(link.read_text(encoding="utf-8").replace("Wal-Mart Germany", "Moved On"), encoding="utf-8")
    before = old.read_bytes()
    done = run(library, "afterword", "new", "deal", "Wal-Mart Germany", "--ends", "2006-12-31")
    assert done.stdout == "postmortems/2006/wal-mart-germany-2.md\n"
    assert old.read_bytes() == before


def test_a_campaign_in_several_markets_is_one_series(library: Path) -> None:
    """One record a market, the set-up in each, and each pair contrasted once."""
    markets = ("--market", "US", "--market", "RU", "--market", "KZ", "--goal", "conversion", "--product", "Tea")
    done = run(library, "afterword", "new", "campaign", "Bold Tea", *markets, "--kpi", "Orders=400", *COMMON)
    assert done.stdout.count("\n") == 3
    found = {
        record.name: record for record in project.load_project(library).library.records if record.series == "Bold Tea"
    }
    assert {name: list(record.markets) for name, record in found.items()} == {
        "Bold Tea, Kazakhstan": ["KZ"],
        "Bold Tea, Russia": ["RU"],
        "Bold Tea, United States": ["US"],
    }
    assert [(record.data["product"], list(record.kpis)) for record in found.values()] == [
        ("Tea", [{"name": "Orders", "planned": 400}])
    ] * 3
    pairs = [(name, relation["name"]) for name, record in found.items() for relation in record.relations]
    assert sorted(pairs) == [
        ("Bold Tea, Russia", "Bold Tea, Kazakhstan"),
        ("Bold Tea, United States", "Bold Tea, Kazakhstan"),
        ("Bold Tea, United States", "Bold Tea, Russia"),
    ]


def test_one_market_that_cannot_be_written_keeps_all_away(library: Path) -> None:
    """All records of a series, or none."""
    done = run(library, "afterword", "new", "campaign", "Bold Tea", "--market", "US", "--market", "ZZ")
    assert (done.returncode, only_new(library)) == (1, {})


def test_a_brief_says_what_was_planned(library: Path) -> None:
    """Its fields carry over, its title is linked, and planned asks no more than what it has."""
    brief = ("--from-brief", "district records tender", "--status", "planned")
    assert run(library, "afterword", "new", "deal", "The Long Tender", *brief).returncode == 0
    record = project.load_project(library).library.by_name["the long tender"][0]
    assert (record.brief, record.due, record.status) == ("[[District records tender]]", "2027-07-07", "planned")
    assert record.keeper == "A colleague who does not own the bid"
    assert len(record.kpis) == len(record.data["assumptions"]) == 2
    assert record.data["deal"] == {"account": "A group of districts, as one public buyer"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "KIND and NAME must be given here"),
        (("deal",), "NAME must be given here"),
        (("deal", "A", "--sections", "five"), "there is no set 'five', but six-questions, good-bad-ugly, campaign"),
        (("deal", "A", "--from-brief", "None"), "no brief is called `None`. There are: District records tender; New"),
        (("deal", "A", "--status", "planned", "--due", "2031-01-01"), "Any postmortem but a draft needs `keeper`."),
    ],
)
def test_what_is_missing_is_said_where_nobody_can_be_asked(
    library: Path, arguments: tuple[str, ...], says: str
) -> None:
    """With code 2, and nothing waits for an answer."""
    done = run(library, "afterword", "new", *arguments)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    assert only_new(library) == {}


def test_a_full_disk_leaves_nothing(library: Path) -> None:
    """No half file and no empty folder."""
    full = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (100, 100))
    done = run(library, "afterword", "new", "campaign", "A", "--market", "US", "--market", "RU", preexec=full)
    assert done.returncode == 2
    assert done.stderr == f"afterword: {library} could not be written: File too large. Nothing was changed.\n"
    assert only_new(library) == {}
    assert not (library / "postmortems" / str(date.today().year)).exists()  # noqa: DTZ011


def test_a_folder_that_leads_outside_is_not_written_to(library: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link among the folders is not followed."""
    outside = tmp_path_factory.mktemp("outside")
    (library / "postmortems" / "2031").symlink_to(outside)
    assert run(library, "afterword", "new", "deal", "A", "--ends", "2031").returncode == 2
    assert list(outside.iterdir()) == []

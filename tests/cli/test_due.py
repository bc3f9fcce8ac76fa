"""No postmortem is forgotten: what is owed shows before its day, on its day, and after it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.structure.files import Files
from playwright.sync_api import Page as Tab

from afterword import pages
from afterword.analysis.deadlines import due_date, list_held_late, list_overdue_actions, list_owed
from afterword.cli import afterword
from afterword.frontmatter import source
from afterword.library.library import Library, LibraryContext
from afterword.library.projection import Projection
from afterword.mkdocs_plugin import navigation_menu
from afterword.pages.page import Page, Site
from afterword.records.record import Record
from afterword.records.record_reader import read_record
from afterword.schema.audience import Audience
from afterword.workspace import definitions
from afterword.workspace.library_layout import BRIEFS, POSTMORTEMS
from support import ROOT

SCHEMAS, VOCABULARY = definitions.load_definitions(ROOT)
TODAY = date(2026, 7, 2)


def record(name: str, *lines: str, kind: str = "deal", status: str = "draft") -> str:
    """A record with more lines of front matter."""
    return "\n".join(("---", f"name: {name}", f"kind: {kind}", f"status: {status}", *lines, "---", ""))


def published(name: str, *lines: str) -> str:
    """A published deal with more lines of front matter."""
    rest = (
        "outcome: lost", "keeper: Priya Nair", "deal: {account: Northlight Clinics}", "summary: They chose another.",
        "causes: [{cause: Silence, evidence: reporting}]", "learnings: {differently: Answer}",
    )  # fmt: skip
    return record(name, *lines, *rest, status="published")


def brief(title: str, day: str, *lines: str, status: str = "approved") -> str:
    """A brief of a deal that plans its postmortem for a day."""
    plan = f"postmortem: {{due: {day}, keeper: Ada Okafor}}"
    front = (f"title: {title}", "kind: deal", f"status: {status}", "owner: Tomas Berg", plan, *lines)
    return "\n".join(("---", *front, "---", ""))


def library(*texts: str, audience: Audience = Audience.INTERNAL) -> Projection:
    """A library of these records and briefs, as an audience sees it; files are numbered from 0."""
    found: dict[str, list[Record]] = {POSTMORTEMS: [], BRIEFS: []}
    for number, text in enumerate(texts):
        kind = BRIEFS if text.startswith("---\ntitle") else POSTMORTEMS
        read, problems = source.decode_source(f"{kind}/{number}.md", text.encode())
        assert read is not None, problems
        each, problems = read_record(read, SCHEMAS[kind], VOCABULARY)
        assert each is not None, problems
        found[kind].append(each)
    around = LibraryContext(briefs=found[BRIEFS])
    return Library(found[POSTMORTEMS], SCHEMAS[POSTMORTEMS], VOCABULARY, around).project(audience)


def told(*texts: str) -> list[tuple[str, str, str, int]]:
    """Name, state, day and days left of what is owed, in order."""
    return [(row.title, row.state, str(row.due), row.days(TODAY)) for row in list_owed(library(*texts), TODAY)]


@pytest.mark.parametrize(
    ("lines", "kind", "state", "day"),
    [
        (["ends: 2026-06-25"], "deal", "due", "2026-07-02"),
        (["ends: 2026-06-24"], "deal", "overdue", "2026-07-01"),
        (["ends: 2026-06-30"], "campaign", "due", "2026-07-03"),
        (["ends: 2026-06-28"], "campaign", "overdue", "2026-07-01"),
        (["ends: 2026-07-02", "due: 2026-09-01"], "deal", "due", "2026-09-01"),
        (["ends: 2026-Q3", "due: 2026-07-09"], "deal", "due", "2026-07-09"),
        (["ends: 2026-Q3", "due: 2026-07-10"], "deal", "planned", "2026-07-10"),
        (["ends: 2026-Q3"], "deal", "planned", "2026-10-07"),
        (["ends: 9999-12-25"], "deal", "planned", "9999-12-31"),
        (["outcome: lost"], "deal", "due", "None"),
        (["starts: 2026-05-01"], "deal", "planned", "None"),
    ],
)
def test_a_record_is_planned_then_due_then_overdue(lines: list[str], kind: str, state: str, day: str) -> None:
    """Due by its own day, else a week after a deal and three days after a campaign; the day itself is in time."""
    found = list_owed(library(record("The Frozen Funnel", *lines, kind=kind)), TODAY)
    assert [(row.state, str(row.due)) for row in found] == [(state, day)]


def test_what_presses_most_comes_first() -> None:
    """Overdue, due, planned; each by day, and what has no day last."""
    assert told(
        record("Some day"),
        record("Later", "due: 2026-12-01"),
        record("Now", "due: 2026-07-02"),
        record("Long ago", "due: 2026-05-01"),
        record("Lately", "due: 2026-07-01"),
    ) == [
        ("Long ago", "overdue", "2026-05-01", -62),
        ("Lately", "overdue", "2026-07-01", -1),
        ("Now", "due", "2026-07-02", 0),
        ("Later", "planned", "2026-12-01", 152),
        ("Some day", "planned", "None", 0),
    ]


def test_what_is_published_or_retold_from_public_sources_owes_nothing() -> None:
    """A published one is done; the story of others has a day only if it is given one."""
    retold = record("Old story", "origin: public", "ends: '1985'")
    assert told(published("Done", "ends: 2026-03-31"), retold) == []
    assert told(record("New story", "origin: public", "due: 2026-07-01")) == [
        ("New story", "overdue", "2026-07-01", -1)
    ]


@pytest.mark.parametrize(
    ("status", "state"), [("draft", []), ("approved", ["planned"]), ("running", ["planned"]), ("closed", ["due"])]
)
def test_a_brief_owes_the_postmortem_it_plans_from_its_approval(status: str, state: list[str]) -> None:
    """Its day and keeper are the plan's; it is due as soon as the plan is closed."""
    found = list_owed(library(brief("Renewal", "2026-09-18", status=status)), TODAY)
    assert [row.state for row in found] == state
    assert {(row.title, row.keeper, row.entry.path) for row in found} <= {("Renewal", "Ada Okafor", "briefs/0.md")}


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("'[[renewal]]'", ["R"]),
        ("'[[Renewal|the plan]]'", ["R"]),
        ("Renewal", ["R"]),
        ("briefs/0.md", ["R"]),
        ("../briefs/0.md", ["R"]),
        ("'[[Another]]'", ["Renewal", "R"]),
        ("https://example.org/briefs/0.md", ["Renewal", "R"]),
    ],
)
def test_a_brief_with_a_record_owes_it_no_more(link: str, names: list[str]) -> None:
    """From then on the record does; a web address may be any brief's, so it answers for none of these."""
    texts = brief("Renewal", "2026-09-18"), record("R", f"brief: {link}", "due: 2026-09-20")
    assert [name for name, *_ in told(*texts)] == names


def test_what_was_held_after_its_day_is_late_for_ever() -> None:
    """Counted from the day it was due; newest first; one that was held in time or has no date is not there."""
    found = list_held_late(
        library(
            published("In time", "ends: 2026-03-31", "met_on: 2026-04-07"),
            published("A day", "ends: 2026-03-31", "met_on: 2026-04-08"),
            published("A month", "due: 2026-05-01", "ends: 2026-03-31", "met_on: 2026-06-01"),
            published("Unsaid", "ends: 2026-03-31"),
            record("Draft", "ends: 2026-03-31", "met_on: 2026-04-08"),
        )
    )
    assert [(late.entry.name, late.days) for late in found] == [("A month", 31), ("A day", 1)]


def test_a_deadline_can_be_asked_for_one_record() -> None:
    """The day of one record, for whoever else needs it."""
    (entry,) = library(record("Loose end", "ends: 2026-02")).entries
    assert due_date(entry, SCHEMAS[POSTMORTEMS]) == date(2026, 3, 7)


ACTIONS = (
    "actions:", "  - {action: Write answers, owner: Ada Okafor, due: 2026-06-01}", "  - {action: Ask, due: 2026-07-02}",
    "  - {action: Done, due: 2026-05-01, done: true}", "  - {action: First, due: 2026-03-01}",
)  # fmt: skip


def test_actions_past_their_day_are_gathered_from_all_records() -> None:
    """Open ones only, the oldest first, each with its record."""
    found = list_overdue_actions(library(record("A", *ACTIONS), published("B", "ends: '2026'")), TODAY)
    assert [(entry.name, action.action) for entry, action in found] == [("A", "First"), ("A", "Write answers")]


# -------------------------------------------------------------------------------------------------------- the command


@pytest.fixture
def afterword_due(tmp_path: Path) -> Callable[..., Result]:
    """`afterword due` in a library of these texts, as of the second of July."""
    shutil.copytree(ROOT / "schema", tmp_path / "schema")

    def run(texts: Sequence[str], *arguments: str) -> Result:
        for number, text in enumerate(texts):
            kind = BRIEFS if text.startswith("---\ntitle") else POSTMORTEMS
            (tmp_path / kind).mkdir(exist_ok=True)
            (tmp_path / kind / f"{number}.md").write_text(text, encoding="utf-8")
        return CliRunner().invoke(
            afterword,
            ["due", "--root", str(tmp_path), "--as-of", TODAY.isoformat(), *arguments],
            catch_exceptions=False,
        )

    return run


LATE = published("The Cold Start", "ends: 2026-03-31", "met_on: 2026-04-20")
TEXTS = (brief("Renewal {0}", "2026-09-18"), record("The Frozen Funnel", "ends: 2026-06-01", "keeper: Li Na"), LATE)


def test_a_pipe_gets_plain_columns(afterword_due: Callable[..., Result]) -> None:
    """Overdue first, with the days and the file; what was held late below; no colour, and nothing fails unasked."""
    done = afterword_due(TEXTS)
    assert done.exit_code == 0
    assert done.stdout == (
        "As of 2026-07-02 2 postmortems are owed.\n\n"
        "state    by          days          postmortem         kind  keeper      file\n"
        "overdue  2026-06-08  24 days late  The Frozen Funnel  deal  Li Na       postmortems/1.md\n"
        "planned  2026-09-18  in 78 days    Renewal {0}        deal  Ada Okafor  briefs/0.md\n"
        "\nHeld late:\n\n"
        "days          by          held        postmortem      keeper      file\n"
        "13 days late  2026-04-07  2026-04-20  The Cold Start  Priya Nair  postmortems/2.md\n"
    )


def test_json_is_for_programs(afterword_due: Callable[..., Result]) -> None:
    """The same with fixed keys; a keeper, in whatever case, sees what is theirs."""
    done = afterword_due(TEXTS, "--format", "json", "--keeper", "li na")
    assert json.loads(done.stdout) == {
        "as_of": "2026-07-02",
        "owed": [
            {
                "state": "overdue",
                "due": "2026-06-08",
                "days": -24,
                "name": "The Frozen Funnel",
                "kind": "deal",
                "keeper": "Li Na",
                "held": None,
                "file": "postmortems/1.md",
            }
        ],
        "held_late": [],
    }


def test_a_misspelt_keeper_is_no_good_news(afterword_due: Callable[..., Result]) -> None:
    """Who keeps nothing at all is said to, with the nearest keeper; who only owes nothing is not."""
    said = "No postmortem has the keeper `Lina`. Did you mean `Li Na`?\n"
    assert [afterword_due(TEXTS, "--keeper", name).stderr for name in ("Lina", "Priya Nair")] == [said, ""]


@pytest.mark.parametrize(
    ("day", "fail_on", "code"),
    [("2026-07-01", "overdue", 1), ("2026-07-02", "overdue", 0), ("2026-07-02", "due", 1), ("2026-12-01", "due", 0)],
)
def test_it_fails_only_on_what_it_was_asked_to(
    afterword_due: Callable[..., Result], day: str, fail_on: str, code: int
) -> None:
    """Overdue is due too; held late is past mending and fails nothing."""
    assert afterword_due([record("A", f"due: {day}"), LATE], "--fail-on", fail_on).exit_code == code


def test_nothing_owed_is_said(afterword_due: Callable[..., Result]) -> None:
    """In the reader's language; a file with errors is not counted as in order, and named on standard error."""
    assert afterword_due([]).stdout == "As of 2026-07-02 no postmortem is owed.\n"
    assert afterword_due([], "--lang", "ru").stdout == "На 2026-07-02 незаконченных постмортемов нет.\n"
    done = afterword_due([record("A", "due: soon")])
    assert done.stdout == "As of 2026-07-02 no postmortem is owed.\n"
    assert done.stderr == "1 file has errors and is not looked at: see `afterword check`.\n"


# ----------------------------------------------------------------------------------------------------------- the page


def built(*texts: str, audience: Audience = Audience.INTERNAL) -> dict[str, Page]:
    """The pages of a library by their address."""
    site = Site(library(*texts, audience=audience), TODAY, languages=("en", "ru"))
    return {page.url: page for page in pages.build_pages(site)}


def test_the_page_lists_what_is_owed_overdue_and_to_be_seen_again(page: Tab) -> None:
    """Each with its day and who has it; the record is one click away; a brief, which has no page, is named."""
    again = published("The Old Rule", "ends: 2025-03", "review_by: 2026-06-30")
    held = record("The Held One", "due: 2026-07-05", "met_on: 2026-07-01", *ACTIONS)
    page.set_content(built(*TEXTS, again, held)["due/"].html)
    text = [" ".join(each.split()) for each in page.locator("h2, section li, article h3").all_inner_texts()]
    assert text == [
        "Postmortems owed",
        "Overdue The Frozen Funnel Deal Draft 8 June 2026: 24 days late Li Na postmortems/1.md",
        "Due now The Held One Deal Draft 5 July 2026: in 3 days held on 1 July 2026 postmortems/4.md",
        "Planned Renewal {0} Deal Brief 18 September 2026: in 78 days Ada Okafor briefs/0.md",
        "Actions overdue",
        "Open First overdue since 1 March 2026 from The Held One",
        "Open Write answers Ada Okafor overdue since 1 June 2026 from The Held One",
        "To look at again",
        "The Old Rule ▼ Lost",
        "Held late",
        "The Cold Start 13 days late due 7 April 2026 held on 20 April 2026 Priya Nair",
    ]
    assert page.get_by_text("As of 2 July 2026").count() == 1


def test_the_page_is_for_the_team() -> None:
    """In both languages; nobody else has it, and a navigation that was written for the team loses it."""
    assert {"due/", "ru/due/"} <= built(*TEXTS).keys()
    assert [url for url in built(*TEXTS, audience=Audience.PUBLIC) if "due" in url] == []
    nav = ["index.md", {"Due": "due/index.md"}, {"More": ["due/index.md", "teams/index.md"]}]
    assert navigation_menu.drop_missing(nav, Files([])) == ["index.md", {"More": ["teams/index.md"]}]


def test_an_empty_page_says_what_would_stand_there(page: Tab) -> None:
    """Nobody has to guess whether the list is empty or broken."""
    page.set_content(built(published("Done", "ends: 2026-03-31"))["due/"].html)
    assert page.locator("h2").count() == 0
    assert "Nothing is due." in page.locator("body").inner_text()

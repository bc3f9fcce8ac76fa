"""What is not for its readers is in no file of a site: no field of another audience, no byte of a broken record."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from afterword.checks.rule_catalogue import CONFIGURABLE_CODES
from afterword.schema.audience import Audience
from commands import run_here
from whole import COMMANDS, POSTMORTEM, build, everything, filled, library, written

# --------------------------------------------------------------------------------------------------------- audiences


@dataclass(slots=True)
class Canaries:
    """A value of its own for every field; `spellings` are the ways in which a page may write each."""

    spellings: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def leaf(self, path: tuple[str, ...], kind: str) -> Any:
        """The value of a field."""
        number = 100 + len(self.spellings)
        if kind == "number":
            value = 40_000_000 + number * 1_009
            self.spellings[path] = (str(value), f"{value:,}")
            return value
        if kind == "date":
            self.spellings[path] = (f"{1500 + number}-03-04", f"4 march {1500 + number}")
            return f"{1500 + number}-03-04"
        self.spellings[path] = (f"zq{number}zq",)
        return f"https://zq{number}zq.example.org/" if path[-1] == "url" else f"zq{number}zq"


def audience_of(path: tuple[str, ...]) -> Audience:
    """Who may see a field: the least open of it and of everything around it."""
    path = tuple("*" if step == "key" else step for step in path)
    known = {one.path: one.audience for one in POSTMORTEM.fields}
    around = [known[path[:end]] for end in range(1, len(path) + 1) if path[:end] in known]
    return min(around, key=list(Audience).index)


NOT_TOLD = {
    "schema_version",  # for tools
    "kpis.*.source", "causes.*.source", "guardrails.*.source",  # shown as the number of a source that the record lists
    "causes.*.facts.*",  # shown as the facts that have these ids
    "kpis.*.metric", "kpis.*.sample", "kpis.*.days_to_result",  # the table of KPIs has no place for them yet
}  # fmt: skip
"""Fields that are not on the page in so many letters."""

HIDDEN = {
    "2026/hidden.md": "visibility: internal\nstatus: published\n",
    "2026/draft.md": "visibility: public\nstatus: draft\n",
}


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Canaries]:
    """A library with a record that says something of its own in every field, and two that nobody outside may see."""
    canaries = Canaries()
    data = filled(POSTMORTEM.raw, canaries.leaf)
    body = "## zqbodyzq\n\n- zqitemzq [[Hidden zqnamezq|zqlinkzq]] [[Draft zqnamezq]]\n"
    records = {"2026/zqfilezq.md": written(data, body, comment="zqcommentzq")}
    for path, more in HIDDEN.items():
        name = path[5:-3].capitalize()
        records[path] = (
            f"---\nname: {name} zqnamezq\naliases: [{name} zqaliaszq]\nkind: deal\n{more}tags: [zqtagzq]\n"
            "markets: [KZ]\nsummary: zqsummaryzq\nseries: zqserieszq\nkeeper: x\nends: 2026-01-02\noutcome: lost\n"
            "deal: {account: zqaccountzq}\n"
            f"causes: [{{cause: x, evidence: data}}]\nlearnings: {{again: a, differently: b}}\n---\n\nzqtextzq\n"
        )
    root = library(tmp_path_factory.mktemp("canaries") / "library", records, off=sorted(CONFIGURABLE_CODES))
    return root, canaries


@pytest.fixture(scope="module", params=list(Audience), ids=str)
def published(
    request: pytest.FixtureRequest, canaries: tuple[Path, Canaries], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Audience, dict[str, str]]:
    """The site of that library for an audience, search index and all, file by file."""
    out = tmp_path_factory.mktemp("site") / "site"
    command = ("afterword", "build", "--audience", request.param, "--out", str(out))
    done = run_here(canaries[0], *command, environment=os.environ)
    assert done.returncode == 0, done.stderr
    found = dict(everything(out))
    assert [name for name in found if name.startswith("pagefind/") and "/fragment/" in name]
    return request.param, found


def test_an_audience_sees_nothing_that_is_not_for_it(
    published: tuple[Audience, dict[str, str]], canaries: tuple[Path, Canaries]
) -> None:
    """What is for the team or for partners is in no file of a site for others: no page, no list, no search index."""
    audience, files = published
    secret = {path: ways for path, ways in canaries[1].spellings.items() if not audience.can_see(audience_of(path))}
    assert len(secret) > {"internal": -1, "partner": 60, "public": 70}[audience]
    leaks = [
        (path, name)
        for path, ways in secret.items()
        for name, text in files.items()
        if any(way in text for way in ways)
    ]
    assert leaks == []


def test_an_audience_sees_what_is_for_it(
    published: tuple[Audience, dict[str, str]], canaries: tuple[Path, Canaries]
) -> None:
    """Every field that an audience may see is on the record's page."""
    audience, files = published
    page = "".join(text for name, text in files.items() if name.startswith("names/zq"))
    assert page
    open_to = {path: ways for path, ways in canaries[1].spellings.items() if audience.can_see(audience_of(path))}
    assert len(open_to) > {"internal": 90, "partner": 25, "public": 12}[audience]
    missing = {".".join(path) for path, ways in open_to.items() if not any(way in page for way in ways)}
    assert missing <= NOT_TOLD


def test_bodies_comments_and_hidden_records_stay_inside(published: tuple[Audience, dict[str, str]]) -> None:
    """Bodies, comments, drafts and records of a narrower circle leave no trace on a site for others, not a link."""
    audience, files = published
    words = ["zqcommentzq"]
    if audience is not Audience.INTERNAL:
        words += [
            "zqfilezq",
            "zqbodyzq",
            "zqitemzq",
            "zqlinkzq",
            "zqnamezq",
            "zqaliaszq",
            "zqtagzq",
            "zqsummaryzq",
            "zqserieszq",
            "zqaccountzq",
            "zqtextzq",
            "kazakhstan",
        ]
    assert [(word, name) for word in words for name, text in files.items() if word in text + name] == []
    assert any("zqbodyzq" in text for text in files.values()) == (audience is Audience.INTERNAL)


# ----------------------------------------------------------------------------------------- records that are broken

SOUND = """---
name: The Frozen Funnel
kind: deal
status: draft
---

We waited.
"""
DRAFT = "---\nname: Canary zq0001zq\nkind: deal\nstatus: draft\n"
BROKEN = {
    "bad YAML": "---\nname: Canary zq0001zq\nsummary: zq0002zq: zq0003zq\n---\n\nzq0004zq\n",
    "never closed": "---\nname: Canary zq0001zq\nkind: deal\n\nzq0004zq\n",
    "no front matter": "# Canary zq0001zq\n\nzq0004zq\n",
    "a value that is none": "---\nname: Canary zq0001zq\nkind: zq0002zq\nstatus: draft\n---\n\nzq0004zq\n",
    "a field that is none": f"{DRAFT}zq0002zq: zq0003zq\n---\n\nzq0004zq\n",
    "a merge conflict": f"{DRAFT}---\n\n<<<<<<< HEAD\nzq0003zq\n=======\nzq0004zq\n>>>>>>> zq0005zq\n",
    "a dangling link": f"{DRAFT}---\n\n[[zq0002zq]] zq0004zq\n",
    "not UTF-8": f"{DRAFT}---\n\nzq0004zq \udcff\n",
    "nested too deep": f"---\nname: Canary zq0001zq\nsummary: {'[' * 40} zq0002zq {']' * 40}\n---\n\nzq0004zq\n",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of one sound record, and its site beside it."""
    folder = tmp_path_factory.mktemp("sound")
    root = library(folder / "library", {"2026/sound.md": SOUND})
    assert build(root, folder / "site", "afterword build").returncode == 0
    return folder


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_record_publishes_no_byte(command: str, text: str, sound: Path, tmp_path: Path) -> None:
    """A record that cannot be read, or has errors, fails the build, and nothing of it is anywhere in the output."""
    root = shutil.copytree(sound / "library", tmp_path / "library")
    out = tmp_path / "site"
    if command == "afterword build":
        shutil.copytree(sound / "site", out)
    old = dict(everything(out))
    (root / "postmortems" / "2026" / "broken.md").write_bytes(text.encode(errors="surrogateescape"))
    done = build(root, out, command)
    assert done.returncode == 1, done.stderr
    assert "postmortems/2026/broken.md" in done.stderr
    assert "Traceback" not in done.stderr
    now = dict(everything(tmp_path / "site"))
    assert [name for name, content in now.items() if "canary" in content or "zq000" in content] == []
    if command == "afterword build":
        assert now == old
        assert "the frozen funnel" in now["names/the-frozen-funnel/index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) in (["library", "site"], ["library"])

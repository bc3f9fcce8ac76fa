"""How a postmortem was held: in time or late, with targets that stayed or moved, as strictly as a team wants it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from afterword import pages
from afterword.library.library import Library, LibraryContext
from afterword.publish import site_input
from afterword.records.former_versions import FetchedVersions, VersionHistory
from afterword.schema.audience import Audience
from afterword.workspace import project
from repositories import afterword, empty, git
from support import ROOT, Case, everything

PLAN = """---
name: The Rubber Ruler
kind: campaign
status: draft
starts: {starts}
kpis:
  - name: Orders
    metric: conversions
    planned: {planned}
{more}---
"""
TOLD = """execution:
  plan_changes:
    - {planned: "Orders: 300", did: "orders: 200", why: The warehouse closed for a week.}
"""
FILE = "postmortems/rubber-ruler.md"
CODE = "plan-changed-after-start"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """An empty library in a repository."""
    return empty(tmp_path / "library")


def commit(root: Path, on: str, planned: object, starts: str = "2026-08-10", more: str = "") -> None:
    """Writes the plan of the one record there is, and commits it on a day."""
    file = next((root / "postmortems").glob("*.md"), root / FILE)
    file.write_text(PLAN.format(starts=starts, planned=planned, more=more), encoding="utf-8")
    git(root, "add", "-A", on=on)
    git(root, "commit", "-qm", "Plan", on=on)


def told(root: Path, today: str = "2026-10-01") -> list[str]:
    """What is reported of changed plans as of a day: line and message."""
    found = project.load_project(root, today=date.fromisoformat(today)).problems
    assert {problem.code for problem in found} <= {CODE}
    return [f"{problem.span.line}: {problem.message}" for problem in found]


# -------------------------------------------------------------------------------------------- plans and git's history


def test_a_target_that_was_changed_after_the_start_says_what_it_was_and_until_when(library: Path) -> None:
    """Of several changes the first one after the start is named; what came before the start was still planning."""
    commit(library, "2026-07-01", 500)
    commit(library, "2026-08-01", 300)
    commit(library, "2026-08-20", 250)
    commit(library, "2026-09-20", 200)
    assert told(library) == ["9: This was 300 at the start, until it was changed on 2026-08-20."]
    assert told(library, "2026-08-10") == []


@pytest.mark.parametrize(
    ("plans", "starts"),
    [
        ([("2026-07-01", 500), ("2026-08-10", 300)], "2026-08-10"),  # on the day itself
        ([("2026-08-20", 300), ("2026-08-25", 200)], "2026-08-10"),  # not yet written down at the start
        ([("2026-08-20", 300), ("2026-08-31", 200)], "2026-08"),  # August had not ended
        ([("2026-08-01", 300), ("2026-08-20", 200), ("2026-09-01", "300.0")], "2026-08-10"),  # and back
    ],
)
def test_what_was_planned_by_the_end_of_the_day_of_the_start_is_the_plan(
    library: Path, plans: Sequence[tuple[str, object]], starts: str
) -> None:
    """A day counts as a whole, so does a month where the day is not known, and a plan that came later was none."""
    for day, planned in plans:
        commit(library, day, planned, starts)
    assert told(library) == []


def test_a_target_is_followed_through_the_renaming_of_its_file(library: Path) -> None:
    """The history of a file goes on under its new name, and does not begin anew."""
    commit(library, "2026-07-01", 300)
    git(library, "mv", FILE, "postmortems/ruler.md")
    git(library, "commit", "-qm", "Move", on="2026-08-15")
    assert told(library) == []
    commit(library, "2026-08-20", 200)
    assert told(library) == ["9: This was 300 at the start, until it was changed on 2026-08-20."]


def test_a_change_that_is_told_is_not_reported(library: Path) -> None:
    """Once `plan_changes` names the KPI, everybody can see it."""
    commit(library, "2026-08-01", 300)
    commit(library, "2026-08-20", 200, more=TOLD)
    assert told(library) == []
    commit(library, "2026-08-21", 200, more=TOLD.replace("Orders", "Visits").replace("orders", "visits"))
    assert told(library) == ["9: This was 300 at the start, until it was changed on 2026-08-20."]


def test_where_nobody_knows_what_was_planned_nobody_is_told_that_it_was_changed(library: Path, tmp_path: Path) -> None:
    """A version that holds no plan says nothing. A shallow clone does not pass for one without changes."""
    (library / FILE).write_text("---\nkpis: [5, {planned: 1}, {name: [x], planned: 1}]\n---\n", encoding="utf-8")
    git(library, "add", "-A")
    git(library, "commit", "-qm", "Broken")
    commit(library, "2026-08-20", 200)
    assert told(library) == []
    (library / FILE).unlink()
    commit(library, "2026-08-21", 300)
    git(tmp_path, "clone", "-q", "--depth", "1", library.as_uri(), "shallow")
    (problem,) = project.load_project(tmp_path / "shallow", today=date(2026, 10, 1)).problems
    assert (problem.code, problem.span.line) == ("history-incomplete", 9)


def test_git_is_asked_only_where_a_plan_could_have_been_changed(library: Path) -> None:
    """One campaign of our own that has begun is enough, and it is asked once for all of them."""
    asked = []

    def fetch() -> FetchedVersions:
        asked.append(1)
        return (), None

    found = project.load_project(ROOT).library
    public = [record for record in found.records if record.is_public]
    for records, times in ((public, 0), (found.records, 1)):
        around = LibraryContext(briefs=found.briefs, history=VersionHistory(fetch))
        list(everything(Library(records, found.schema, found.vocabulary, around), {}))
        assert len(asked) == times


# ------------------------------------------------------------------------------------------------------------- briefs


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("briefs/autumn.md", "briefs/autumn.md"),
        ("./briefs/autumn.md", "briefs/autumn.md"),
        ("../../briefs/autumn.md", "briefs/autumn.md"),
        ('"[[AUTUMN  2026]]"', "briefs/autumn.md"),
        ('"[[Autumn 2026|our plan]]"', "briefs/autumn.md"),
        ("Autumn 2026", "briefs/autumn.md"),
        ('"[[Spring]]"', None),
        ("Winter", None),
        ("https://example.org/briefs/autumn.md", None),
    ],
)
def test_a_record_names_its_brief_by_path_or_title(library: Path, said: str, found: str | None) -> None:
    """From the root or from the record; a title that two briefs have names neither, and an address none of ours."""
    (library / "briefs").mkdir()
    for file, title in (("autumn", "Autumn 2026"), ("spring", "Spring"), ("spring-again", "Spring")):
        text = f"---\ntitle: {title}\nkind: campaign\nstatus: draft\n---\n"
        (library / "briefs" / f"{file}.md").write_text(text, encoding="utf-8")
    (library / "postmortems" / "2026").mkdir()
    (library / "postmortems" / "2026" / "a.md").write_text(
        f"---\nname: A\nkind: campaign\nstatus: draft\nbrief: {said}\n---\n", encoding="utf-8"
    )
    loaded = project.load_project(library).library
    brief = loaded.find_brief(loaded.records[0])
    assert (brief.path if brief else None) == found
    assert loaded.by_brief == ({found: [loaded.records[0]]} if found else {})


# -------------------------------------------------------------------------------------------------------------- facts


def test_a_page_shows_below_a_cause_what_it_rests_on(library: Path) -> None:
    """The facts in words, and which of them are contested; to others than the team nothing of them."""
    record = (ROOT / "postmortems" / "2000" / "blockbuster-declines-netflix.md").read_text("utf-8")
    (library / FILE).write_text(record.replace("[[", "").replace("]]", ""), encoding="utf-8")
    found = project.load_project(library)
    shown = {
        audience: "".join(page.html for page in pages.build_pages(site_input.make_site(found, audience, ["en"])))
        for audience in (Audience.INTERNAL, Audience.PUBLIC)
    }
    fact = 'Rests on: Netflix lost US$57 million in 2000. <span class="aw-disputed">contested</span>'
    assert fact in shown[Audience.INTERNAL]
    assert "Rests on" not in shown[Audience.PUBLIC]


# ------------------------------------------------------------------------------------------- a team's wish, and a day


def test_a_team_makes_the_input_of_another_market_mandatory(tmp_path: Path) -> None:
    """As a warning it lets the check pass; one line of the schema makes it an error, which does not."""
    root = Case("one-voice", "bad").library(tmp_path / "library")
    said = "Missing among the `participants`: a partner from another market, an analyst."
    done = afterword(root, "check")
    assert (done.returncode, f"warning[one-voice]: {said}" in done.stdout) == (0, True)
    path = root / "schema" / "postmortem.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**schema, "x-severity": {"one-voice": "error"}}), encoding="utf-8")
    done = afterword(root, "check")
    assert (done.returncode, f"error[one-voice]: {said}" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("code", "case", "last"),
    [
        ("overdue", "bad", "2026-04-07"),
        ("overdue", "planned", "2026-04-10"),
        ("overdue", "brief", "2026-09-18"),
        ("action-overdue", "bad", "2026-05-15"),
        ("review-past", "bad", "2026-04-01"),
    ],
)
def test_what_is_late_is_judged_by_the_day_that_is_named(code: str, case: str, last: str, tmp_path: Path) -> None:
    """On the day itself there is still time; from the next one on it is late, whatever today is."""
    root = Case(code, case).library(tmp_path / "library")
    assert f"warning[{code}]" not in afterword(root, "check", "--as-of", last).stdout
    day_after = date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()
    assert f"warning[{code}]" in afterword(root, "check", "--as-of", day_after).stdout


def test_the_example_library_practises_what_is_asked() -> None:
    """As of the day it was last worked on, nothing is reported of it."""
    found = project.load_project(ROOT, today=date(2026, 12, 1))
    assert [f"{problem.file}: {problem.message}" for problem in found.problems] == []

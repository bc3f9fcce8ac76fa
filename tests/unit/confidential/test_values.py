"""How confidential values are found in texts, and that ordinary words are left alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from afterword.problems import Unusable
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.workspace import project
from whole import build, library

RECORD = """---
name: {name}
kind: deal
status: published
schema_version: 2
ends: 2026-03-31
outcome: lost
keeper: Wanda Quill
deal: {{account: Bellmoor Clinics, amount: 84000, currency: EUR}}
external_id: OPP-20417
{more}summary: {summary}
causes: [{{cause: Slow answers, evidence: data}}]
learnings: {{differently: Answer sooner}}
---

## The Good

- One.
"""


PUBLIC_CASE = "visibility: public\norigin: public\nsources: [{id: a, title: A report, url: https://example.org}]\n"


def leaks(root: Path, audience: Audience = Audience.PUBLIC) -> list[tuple[str, str]]:
    """File and words of everything that an edition would give away."""
    problems = project.load_project(root).make_edition(audience).problems
    found = (problem for problem in problems if problem.code == "private-value-shown")
    assert all(problem.severity == "error" for problem in problems if problem.code == "private-value-shown")
    return [(problem.file, str(problem.message.values["text"])) for problem in found]


def test_everything_that_an_edition_prints_is_searched(tmp_path: Path) -> None:
    """Fields, other records, translations, pages, names of files, settings and vocabulary."""
    shown = RECORD.format(
        name="The Long Wait", more="visibility: public\ntags: [bellmoor-churn]\n", summary="By Quill, OPP-20417."
    )
    draft = "---\nname: A draft\nkind: deal\nstatus: draft\ndeal: {account: Kestrel}\n---\n"
    root = library(tmp_path / "library", {"shown.md": shown, "draft.md": draft}, off=["private-value-shown"])
    mark = project.load_project(root).sources["postmortems/shown.md"].digest
    translation = f"---\nname: Долгое ожидание\nsummary: С Беллмуром и брифом Zorvex.\nmade_from: '{mark}'\n---\n"
    (root / "postmortems" / "shown.ru.md").write_text(translation, encoding="utf-8")
    (root / "briefs").mkdir()
    (root / "briefs" / "plan.md").write_text(
        "---\ntitle: P\nkind: deal\nstatus: draft\naccount: Zorvex\n---\n", "utf-8"
    )
    (root / "docs" / "thanks.md").write_text("# Kestrel\n", encoding="utf-8")
    (root / "docs" / "bellmoor.txt").write_text("", encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: Kestrel and we\n", encoding="utf-8")
    with (root / "schema" / "vocabulary.yml").open("a", encoding="utf-8") as vocabulary:
        vocabulary.write("industries:\n  bellmoor: {title: {en: Clinics}}  # not the comment about Kestrel\n")
    assert leaks(root) == [
        ("docs/bellmoor.txt", "bellmoor"),
        ("docs/thanks.md", "Kestrel"),
        ("mkdocs.yml", "Kestrel"),
        ("postmortems/shown.md", "bellmoor"),
        ("postmortems/shown.md", "Quill"),
        ("postmortems/shown.md", "OPP-20417"),
        ("postmortems/shown.ru.md", "Беллмуром"),
        ("postmortems/shown.ru.md", "Zorvex"),
        ("schema/vocabulary.yml", "bellmoor"),
    ]
    assert leaks(root, Audience.INTERNAL) == [] != leaks(root, Audience.PARTNER)


def test_an_amount_is_that_of_its_own_record(tmp_path: Path) -> None:
    """Another record may say the same sum by chance, unless it names the record whose sum it is."""
    records = {
        "own.md": RECORD.format(name="The Long Wait", more="visibility: public\n", summary="They had 84.000 for it."),
        "named.md": RECORD.format(name="B", more="visibility: public\n", summary="Like [[The Long Wait]], $84k."),
        "chance.md": RECORD.format(name="C", more="visibility: public\n", summary="We sold 84k boxes."),
    }
    records["named.md"] = records["named.md"].replace("84000", "23000")
    records["chance.md"] = records["chance.md"].replace("84000", "51000")
    assert [file for file, _ in leaks(library(tmp_path / "library", records))] == [
        "postmortems/named.md",
        "postmortems/own.md",
    ]


def test_a_case_from_public_sources_keeps_nothing(tmp_path: Path) -> None:
    """Its customer may be named; but what another record keeps may not."""
    case = RECORD.format(name="A case", more=PUBLIC_CASE, summary="Bellmoor went away.")
    root = library(tmp_path / "library", {"case.md": case})
    assert leaks(root) == []
    inside = RECORD.format(name="Ours", more="", summary="Nothing.")
    (root / "postmortems" / "ours.md").write_text(inside, encoding="utf-8")
    assert leaks(root) == [("postmortems/case.md", "Bellmoor")]


def test_a_field_of_a_team_keeps_its_values_by_the_same_key(tmp_path: Path) -> None:
    """`x-confidential` on a field of its own, a list too, is all that it takes."""
    more = "visibility: public\nagencies: [Bright Kumquat]\n"
    root = library(tmp_path / "library", {"a.md": RECORD.format(name="A", more=more, summary="Kumquat helped.")})
    path = root / "schema" / "postmortem.schema.json"
    raw = json.loads(path.read_text("utf-8"))
    raw["properties"]["agencies"] = {"type": "array", "items": {"type": "string", "x-confidential": "name"}}
    path.write_text(json.dumps(raw), "utf-8")
    assert leaks(root) == [("postmortems/a.md", "Kumquat")]
    raw["properties"]["agencies"]["items"]["x-confidential"] = "secret"
    path.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(Unusable, match="x-confidential of `agencies`: 'secret' is none of name, code, amount"):
        project.load_project(root)


def test_a_schema_that_marks_nothing_is_told(tmp_path: Path) -> None:
    """A team's schema from before `x-confidential` would let everything pass in silence."""
    text = RECORD.format(name="A", more="visibility: public\n", summary="Bellmoor went away.")
    root = library(tmp_path / "library", {"a.md": text})
    path = root / "schema" / "postmortem.schema.json"
    path.write_text(re.sub(r'"x-confidential": "\w+",? ?', "", path.read_text("utf-8")).replace(", }", "}"), "utf-8")
    for loaded in (project.load_project(root), project.load_project(root).make_edition(Audience.PUBLIC)):
        found = [problem for problem in loaded.problems if problem.code == "private-value-shown"]
        assert [(problem.file, problem.severity) for problem in found] == [("schema/postmortem.schema.json", "warning")]
    (root / "postmortems" / "a.md").write_text(text.replace("visibility: public\n", ""), "utf-8")
    assert not any(problem.code == "private-value-shown" for problem in project.load_project(root).problems)


def test_nothing_is_searched_where_nobody_outside_reads(tmp_path: Path) -> None:
    """A library without a record for outsiders has no warning, whatever it says."""
    root = library(tmp_path / "library", {"a.md": RECORD.format(name="A", more="", summary="Bellmoor went away.")})
    assert [
        problem.code for problem in project.load_project(root).problems if problem.code == "private-value-shown"
    ] == []


@pytest.mark.parametrize("command", ["mkdocs build", "afterword build"])
def test_a_build_for_outsiders_publishes_nothing_that_gives_a_value_away(tmp_path: Path, command: str) -> None:
    """It ends with 1 and the place, even where a team has switched the warning off; the old site stays as it was."""
    text = RECORD.format(name="A", more="visibility: public\n", summary="Bellmoor went away. It was sudden.")
    root = library(tmp_path / "library", {"a.md": text}, off=["private-value-shown"], audience="public")
    (tmp_path / "site").mkdir()
    done = build(root, tmp_path / "site", command)
    assert done.returncode == 1
    assert "postmortems/a.md:12:10: error[private-value-shown]: `Bellmoor` is in the public edition" in done.stderr
    assert list((tmp_path / "site").iterdir()) == []


def test_the_schema_marks_what_it_keeps() -> None:
    """No confidential field of the shipped schema is open to the public."""
    text = (Path(__file__).parents[3] / "schema" / "postmortem.schema.json").read_text("utf-8")
    schema = Schema(text, "postmortem.schema.json")
    marked = [field for field in schema.fields if field.confidential]
    assert len(marked) > 15
    assert Audience.PUBLIC not in {schema.audience_of(field.path) for field in marked}

"""Nothing is said twice: what a text lists under a heading that stands for a field counts as if it stood there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afterword import pages
from afterword.frontmatter import source
from afterword.library.library import Library
from afterword.pages.page import Site
from afterword.problems import Problem, Severity
from afterword.records.record_reader import read_record
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import SectionRole
from afterword.workspace import definitions, project
from afterword.workspace.library_layout import POSTMORTEMS
from support import ROOT, everything

SCHEMAS, VOCABULARY = definitions.load_definitions(ROOT)
POSTMORTEM = SCHEMAS[POSTMORTEMS]
FILE = "postmortems/a.md"

DEAL = "outcome: lost\ndeal: {account: Northlight Clinics}\ncauses: [{cause: Silence, evidence: reporting}]"
CAMPAIGN = "starts: 2026-01\noutcome: hit\nmarkets: [KZ]\ngoal: conversion\ncauses: [{cause: Timing, evidence: data}]\n"
VOICES = (
    "participants: [{name: A, role: executor}, {name: B, role: partner, market: UZ}, {name: C, role: analyst}]\n"
    "kpis: [{name: Orders, planned: 3, actual: 4, why: It ran in a launch window.}]"
)
KINDS = {
    "deal": DEAL,
    "campaign": CAMPAIGN + VOICES,
    "launch": CAMPAIGN + VOICES,
    "project": "outcome: stopped\ncauses: [{cause: Silence, evidence: reporting}]",
}
FRONT = (
    "---\nname: The Frozen Funnel\nkind: {kind}\nlang: {lang}\nstatus: published\nschema_version: 2\n"
    "visibility: public\nkeeper: Priya Nair\nends: 2026-03\n"
)
SUMMARY = {
    "en": "We were silent for six weeks. They chose a rival.",
    "ru": "Мы молчали шесть недель. Клиент выбрал другого.",
}
LEARNINGS = ("again", "differently", "wrong_assumption", "insight")
SETS = sorted({name for role in VOCABULARY.roles.values() for name in role.sets})


def library(text: str, schema: Schema = POSTMORTEM) -> tuple[Library, list[Problem]]:
    """A library of one file, and all that is wrong with it."""
    read, _ = source.decode_source(FILE, text.encode())
    assert read is not None
    record, problems = read_record(read, schema, VOCABULARY)
    assert record is not None
    found = Library([record], schema, VOCABULARY)
    return found, [*problems, *everything(found, {})]


def page(found: Library, audience: Audience = Audience.INTERNAL) -> str:
    """The page of the only record."""
    site = Site(found.project(audience), date(2026, 7, 2), languages=["en", "ru"])
    return next(page.html for page in pages.build_pages(site) if page.url == "names/the-frozen-funnel/")


def at(data: Mapping[str, Any], name: str) -> Any:
    """The value of a field, as `learnings.again`."""
    for key in name.split("."):
        data = data.get(key, {})
    return data


def texts(value: Any) -> list[str]:
    """What entries say, whatever their one part is called."""
    return [next(iter(row.values())) if isinstance(row, dict) else row for row in value]


def draft(body: str, *lines: str) -> str:
    """A draft of a deal with more lines of front matter, and a body."""
    return "\n".join(("---", "name: The Frozen Funnel", "kind: deal", "status: draft", *lines, "---", "", body))


# --------------------------------------------------------------------------------------- every set, kind and language


def section(role: SectionRole, lang: str) -> str:
    """A section that says what its role is for, in one line or two, beneath the first heading the vocabulary has."""
    if role.field == "summary":
        return f"## {role.localized_heading(lang)}\n\n{SUMMARY[lang]}\n"
    if role.key == "learnings":
        parts = [VOCABULARY.roles[key] for key in LEARNINGS]
        return f"## {role.localized_heading(lang)}\n\n" + "".join(
            f"### {p.localized_heading(lang)}\n\nОдно: {p.key}.\n\n" for p in parts
        )
    return f"## {role.localized_heading(lang)}\n\n- Первое, {role.key}.\n- Второе, {role.key}.\n"


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SETS)
def test_every_set_works_for_every_kind_in_both_languages(name: str, kind: str, lang: str) -> None:
    """A published record says each thing once, in a field or below a heading: no problem, and on its page once."""
    roles = [role for role in VOCABULARY.roles.values() if name in role.sets]
    body = "\n".join(section(role, lang) for role in roles)
    front = [FRONT.format(kind=kind, lang=lang) + KINDS[kind]]
    if not any(role.field == "summary" for role in roles):
        front.append(f"summary: {SUMMARY[lang]}")
        front.append("learnings: {again: A, differently: B, wrong_assumption: C, insight: D}")
    found, problems = library("\n".join((*front, "---", "", body)))
    assert problems == []
    (record,) = found.records
    for role in (role for role in roles if role.field and role.field != "summary"):
        said = [f"Первое, {role.key}.", f"Второе, {role.key}."]
        assert texts(at(record.data, role.field or "")) == said
    assert record.summary == SUMMARY[lang]
    shown = page(found)
    assert shown.count(SUMMARY[lang]) == 1
    told = shown.partition("</header>")[2]  # the card above it repeats what to do next time
    for line in body.splitlines():
        if line.startswith(("- ", "Одно")):
            assert told.count(line.removeprefix("- ")) == 1, line


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("key", [key for key, role in VOCABULARY.roles.items() if role.field])
def test_each_heading_of_a_role_fills_its_field(key: str, lang: str) -> None:
    """Every spelling that the vocabulary knows, in either language."""
    role = VOCABULARY.roles[key]
    for heading in role.headings[lang]:
        found, problems = library(draft(f"## {heading}\n\n- One thing. Another.\n"))
        assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
        value = at(found.records[0].data, role.field or "")
        assert value == "One thing. Another." or texts(value) == ["One thing. Another."], heading


# ------------------------------------------------------------------------------------------------ fields and items


def test_what_a_field_says_is_not_collected_again() -> None:
    """In whatever case and spacing; what the list says more comes behind it."""
    found, _ = library(
        draft(
            "## Underestimated\n\n- the  Review\n- The price\n- the price\n",
            "underestimated: [{what: The review, found: six weeks}]",
        )
    )
    assert found.records[0].data["underestimated"] == [
        {"what": "The review", "found": "six weeks"},
        {"what": "The price"},
    ]


def test_a_ticked_box_says_that_an_action_is_done() -> None:
    """And in a field whose entries cannot be true, it says nothing."""
    found, _ = library(draft("## Actions\n\n- [x] Call\n- [ ] Write\n\n## Stop\n\n- [x] Guessing\n"))
    data = found.records[0].data
    assert (data["actions"], data["stop_doing"]) == (
        [{"action": "Call", "done": True}, {"action": "Write"}],
        ["Guessing"],
    )


@pytest.mark.parametrize(
    ("below", "said", "left"),
    [
        ("Answer *at once*.\nAlways.\n", "Answer at once. Always.", ""),
        ("- Answer\n- Call\n", "Answer", "- Call"),
        ("1. Answer\n\n   at once\n", "Answer at once", ""),
        ("- Answer\n\n  > As they said.\n", "Answer As they said.", "As they said."),
        ("- Answer\n  - in two days\n- Call\n", "Answer", "in two days"),
        ("Answer as [agreed](https://example.org).\n", "Answer as agreed.", '<a href="https://example.org">'),
        ("See [[The Frozen Funnel]].\n", "See The Frozen Funnel.", '<a href="./">'),
        ("<!-- one thing -->\n\nAnswer.\n\n> As they said.\n", "Answer.", "As they said."),
        ("### First\n\nAnswer.\n", None, "Answer."),
        ("| a |\n|---|\n", None, "a"),
        ("", None, "Do differently"),
    ],
)
def test_a_field_of_one_text_takes_the_first_paragraph_or_item(below: str, said: str | None, left: str) -> None:
    """Directly below the heading, as plain text. What else stands there stays in the story, with its heading."""
    found, _ = library(draft(f"## Learnings\n\n### Do differently\n\n{below}"))
    assert found.records[0].data.get("learnings") == ({"differently": said} if said else None)
    shown = page(found)
    assert ("Do differently</h4>" in shown) is bool(left)
    assert (said or left) in shown
    assert left.removeprefix("- ") in shown


def test_a_field_of_one_text_that_is_filled_stays_what_it_is() -> None:
    """Then the section is a part of the story like any other."""
    found, _ = library(draft("## Do again\n\nCall first.\n", "learnings: {again: Write first}"))
    assert found.records[0].data["learnings"] == {"again": "Write first"}
    assert "<p>Call first.</p>" in page(found)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("stop_doing: Guessing", "## Stop\n\n- Calling\n"),
        ("learnings: Call first", "## Do again\n\n- Calling\n"),
    ],
)
def test_a_field_of_the_wrong_kind_is_the_only_mistake(line: str, body: str) -> None:
    """What cannot hold the items does not; the author is told of the field alone."""
    _, problems = library(draft(body, line))
    assert [(problem.code, problem.span.line) for problem in problems] == [("schema-type", 5)]


def test_an_item_stands_only_for_what_one_thing_says() -> None:
    """A team that wants an owner for each action wants it from lists too: they stay text."""
    raw = json.loads((ROOT / "schema" / "postmortem.schema.json").read_text("utf-8"))
    raw["properties"]["actions"]["items"]["required"].append("owner")
    raw["properties"]["surprises"]["items"]["enum"] = ["price"]
    found, problems = library(
        draft("## Actions\n\n- Call\n\n## Surprises\n\n- price\n"), Schema(json.dumps(raw), "postmortem.schema.json")
    )
    assert (problems, found.records[0].data.keys() & {"actions", "surprises"}) == ([], set())


# ---------------------------------------------------------------------------------------------------------- who sees


@pytest.mark.parametrize(
    ("bodies", "audience", "seen"),
    [
        ("internal", Audience.INTERNAL, {"summary", "sources", "stop_doing", "learnings"}),
        ("internal", Audience.PARTNER, set()),
        ("internal", Audience.PUBLIC, set()),
        ("partner", Audience.PARTNER, {"summary", "sources"}),
        ("partner", Audience.PUBLIC, set()),
    ],
)
def test_what_a_body_says_is_for_those_who_may_read_it(bodies: str, audience: Audience, seen: set[str]) -> None:
    """A public field is not public when it stands in a body that is not; and the field's own audience counts too."""
    raw = {**POSTMORTEM.raw, "x-body-audience": bodies}
    text = FRONT.format(kind="deal", lang="en") + DEAL + "\n---\n\n"
    text += f"## In short\n\n{SUMMARY['en']}\n\n## Do again\n\n- Ask\n\n"
    text += "## Sources\n\n- The debrief\n\n## Stop\n\n- Guessing\n"
    found, problems = library(text, Schema(json.dumps(raw), "postmortem.schema.json"))
    assert [problem.code for problem in problems] == ["sections-missing"]
    (entry,) = found.project(audience).entries
    assert entry.data.keys() & {"summary", "sources", "stop_doing", "learnings"} == seen
    head, _, told = page(found, audience).partition("</header>")
    readers = {Audience.INTERNAL} | ({Audience.PARTNER} if bodies == "partner" else set())
    for said in ("The debrief", "Guessing", "Ask"):
        assert told.count(said) == (audience in readers), said
    assert head.count(SUMMARY["en"]) == (audience in readers)
    assert head.count("Ask") == ("learnings" in seen)  # the card above it says what to do next time


def test_a_translation_may_have_its_library_entry_in_its_text(tmp_path: Path) -> None:
    """Its summary is for lists and stands at the top of its page, once."""
    (tmp_path / "postmortems").mkdir()
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    (tmp_path / "postmortems" / "a.md").write_text(draft("Text.\n"), encoding="utf-8")
    text = f"---\nname: Воронка\nmade_from: abcdefabcdef\n---\n\n## Коротко\n\n{SUMMARY['ru']}\n\n## Хорошо\n\nИ это.\n"
    (tmp_path / "postmortems" / "a.ru.md").write_text(text, encoding="utf-8")
    found = project.load_project(tmp_path)
    assert [problem.code for problem in found.problems] == ["translation-stale"]
    site = Site(found.library.project(Audience.INTERNAL), date(2026, 7, 2), languages=["en", "ru"])
    shown = next(page.html for page in pages.build_pages(site) if page.url == "ru/names/the-frozen-funnel/")
    assert (shown.count(SUMMARY["ru"]), shown.count("И это."), shown.count("Коротко")) == (1, 1, 0)

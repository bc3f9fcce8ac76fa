"""What the schema forbids is found, whole and at its place; what a team adds to it works without code."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from afterword import pages
from afterword.frontmatter import source
from afterword.library.library import Library
from afterword.pages import facets, record, reference
from afterword.pages.page import Site
from afterword.problems import Problem, Unusable
from afterword.records import record_reader
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.workspace import definitions
from checked_schemas import POSTMORTEM
from corpora import ROOT

VOCABULARY = definitions.load_definitions(ROOT)[-1]


HANGING = """
import json
from afterword.schema.schema import Schema
raw = {"type": "object", "properties": {"name": {"type": "string", "pattern": "^(a+)+$", "x-audience": "public"}}}
found = Schema(json.dumps(raw), "schema").find_violations({"name": "a" * 40 + "b"})
print(json.dumps([[finding.rule.code, finding.path] for finding in found]))
"""


def test_a_teams_pattern_cannot_make_the_check_hang() -> None:
    """An expression that takes a backtracking engine years is answered at once, with its finding."""
    done = subprocess.run(
        [sys.executable, "-c", HANGING], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [["schema-pattern", ["name"]]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "postmortem.schema.json"),
        ("[]", "postmortem.schema.json"),
        ('{"type": "object"}', "properties"),
        ('{"properties": {"name": {"type": "txt"}}}', "txt"),
        ('{"properties": {"name": {"pattern": "("}}}', "("),
        ('{"properties": {"name": {"x-audience": "everybody"}}}', "everybody"),
        ('{"properties": {}, "x-body-audience": "nobody"}', "nobody"),
        ('{"properties": {}, "x-severity": {"tag-unknown": "warn"}}', "warn"),
        ('{"properties": {"a": {"enum": ["b"], "x-labels": {"c": "C"}}}}', "x-labels of `a`: 'c' is not a value of"),
        ('{"properties": {"a": {"enum": ["b"], "x-labels": {"b": 1}}}}', "x-labels of `a` holds values with a label"),
        ('{"properties": {"a": {"enum": ["b"], "x-labels": ["b"]}}}', "x-labels of `a` holds values with a label"),
        ('{"properties": {"a": {"x-labels": {"b": "B"}}}}', "x-labels of `a`: 'b' is not a value of this field"),
        ('{"properties": {"name": {"$ref": "#/$defs/nothing"}}}', "nothing"),
    ],
)
def test_a_broken_schema_says_so(text: str, says: str) -> None:
    """A schema that cannot be used names its file and its fault, and is never a traceback."""
    with pytest.raises(Unusable, match=r"postmortem\.schema\.json") as error:
        Schema(text, "postmortem.schema.json")
    assert says in str(error.value)


# ------------------------------------------------------------------------------------------------- a team's own field

DEAL_DESK = {
    "title": "Deal desk",
    "description": "The desk that priced it.",
    "type": "string",
    "enum": ["berlin", "almaty", "none-at-all"],
    "examples": ["berlin"],
    "x-audience": "public",
    "x-facet": True,
    "x-vocabulary": "desks",
}
DEAL = """---
name: The Frozen Funnel
kind: deal
status: published
deal_desk: {desk}
schema_version: 2
visibility: public
---

## What went well?

- Nothing yet.
"""


def teams(field: str = "deal_desk", node: Mapping[str, Any] = DEAL_DESK) -> Schema:
    """The project's schema with one more field, and nothing that is required."""
    raw = copy.deepcopy(dict(POSTMORTEM.raw))
    raw["properties"] = {**raw["properties"], field: node}
    raw.pop("allOf", None)
    return Schema(json.dumps(raw), "postmortem.schema.json")


def site(schema: Schema, *texts: str, audience: Audience = Audience.INTERNAL) -> Site:
    """A site of records, all of which can be read."""
    records = []
    for number, text in enumerate(texts):
        read, _ = source.decode_source(f"postmortems/{number}.md", text.encode())
        assert read is not None
        found, problems = record_reader.read_record(read, schema, VOCABULARY)
        assert problems == []
        assert found is not None
        records.append(found)
    return Site(Library(records, schema, VOCABULARY).project(audience), date(2026, 1, 2))


def problems_of(text: str, schema: Schema) -> list[Problem]:
    """What is wrong with one record's front matter."""
    read, _ = source.decode_source("postmortems/0.md", text.encode())
    assert read is not None
    return record_reader.read_record(read, schema, VOCABULARY)[1]


def test_a_teams_field_is_validated() -> None:
    """A misspelt value of a field that only the team's schema knows gets its did-you-mean."""
    (problem,) = problems_of(DEAL.format(desk="berlni"), teams())
    assert (problem.code, problem.span.line) == ("schema-enum", 5)
    assert str(problem.hint).startswith("Did you mean `berlin`?")


def test_a_misspelt_name_of_a_teams_field_is_recognised() -> None:
    """The name of such a field is suggested like that of any other."""
    (problem,) = problems_of(DEAL.format(desk="berlin").replace("deal_desk", "dealdesk"), teams())
    assert (problem.code, problem.span.line) == ("schema-unknown-key", 5)
    assert str(problem.hint) == "Did you mean `deal_desk`?"


@pytest.mark.parametrize("audience", list(Audience))
def test_a_teams_field_is_shown_filtered_and_documented(audience: Audience) -> None:
    """It stands on the record's page and among the filters of search, and the field reference explains it."""
    built = site(teams(), DEAL.format(desk="none-at-all"), audience=audience)
    page = record.build_record_page(built, built.library.entries[0])
    assert "<dt>Deal desk</dt><dd>none at all</dd>" in page.html
    (found,) = [facet for facet in facets.collect_facets(built) if facet.key == "deal_desk"]
    assert (facets.facet_title(built, found), found.sorted_values, found.cells) == (
        "Deal desk",
        ["none-at-all"],
        [("none-at-all",)],
    )
    assert (
        "<code>deal_desk</code> <span>Deal desk</span></dt>\n<dd>The desk that priced it."
        in reference.build_fields_page(built).html
    )
    assert "One of: berlin, almaty, none-at-all" in reference.build_fields_page(built).html


def test_a_teams_internal_field_is_for_the_team() -> None:
    """A field that does not say who may see it is neither shown to the public nor explained to it."""
    node = {key: value for key, value in DEAL_DESK.items() if key != "x-audience"}
    built = site(teams(node=node), DEAL.format(desk="almaty"), audience=Audience.PUBLIC)
    html = "".join(page.html for page in pages.build_pages(built))
    assert "Frozen Funnel" in html
    assert "almaty" not in html
    assert "deal_desk" not in html


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("outcome", "outcome: postponed"),
        ("kind", "kind: postponed"),
        ("status", "status: postponed"),
    ],
)
def test_a_teams_own_value_is_shown_as_a_word(field: str, line: str) -> None:
    """A word that a team adds to an enumeration of ours is on the pages, as it reads."""
    raw = copy.deepcopy(dict(POSTMORTEM.raw))
    raw["properties"][field]["enum"].append("postponed")
    raw.pop("allOf", None)
    lines = {"name": "name: Snow", "kind": "kind: deal", "status": "status: published", field: line}
    built = site(Schema(json.dumps(raw), "postmortem.schema.json"), "---\n" + "\n".join(lines.values()) + "\n---\n")
    html = {page.url: page.html for page in pages.build_pages(built)}
    seen = html["names/snow/"].replace('data-value="postponed"', "").replace("aw-outcome--postponed", "")
    assert "postponed" in seen
    assert "postponed" in html["library/"].replace("aw-outcome--postponed", "")


@pytest.mark.parametrize(
    "yaml",
    [
        "causes:\n  - cause: The price\n    evidence: rumour\n    gap: planning",
        "causes:\n  - cause: The price\n    gap: weather\n    evidence: data",
        "kpis:\n  - name: Reach\n    gap: weather",
        "relations:\n  - type: mirrors\n    name: Snow",
    ],
)
def test_a_teams_own_value_inside_a_list_is_shown_as_a_word(yaml: str) -> None:
    """The same holds for grades of evidence, kinds of gap and relations: a build does not fail on a team's own."""
    word = next(word for word in ("rumour", "weather", "mirrors") if word in yaml)
    raw = copy.deepcopy(dict(POSTMORTEM.raw))
    for list_name, key in (("causes", "evidence"), ("causes", "gap"), ("kpis", "gap"), ("relations", "type")):
        raw["properties"][list_name]["items"]["properties"][key]["enum"].append(word)
    raw.pop("allOf", None)
    text = f"---\nname: Snow\nkind: deal\nstatus: published\n{yaml}\n---\n"
    built = site(Schema(json.dumps(raw), "postmortem.schema.json"), text)
    html = next(page.html for page in pages.build_pages(built) if page.url == "names/snow/")
    assert word in html.replace(f'data-value="{word}"', "")

"""A team owns its schema and vocabulary: whatever it writes there works, or one line says what is wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from afterword.checks.rule_catalogue import CONFIGURABLE_CODES, RULES
from afterword.problems import Severity, Unusable
from afterword.workspace import project
from commands import run_here
from support import Case

RECORD = """---
name: The Frozen Funnel
kind: deal
status: published
tags: [pricing]
terms: {pricing: 5}
---

## The Good

- The demo on their own data.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library with the project's own schema and one record, a sound draft."""
    return Case("schema-required", "good").library(tmp_path / "library")


def told(root: Path) -> str:
    """The line that says why a library cannot be used; empty when it can."""
    line = ""
    try:
        project.load_project(root)
    except Unusable as error:
        line = str(error)
    assert "\n" not in line
    return line


# --------------------------------------------------------------------------------------------------- the vocabulary

TERM = "tags:\n  pricing:\n    "
ROLE = "roles:\n  good:\n    "


@pytest.mark.parametrize(
    ("vocabulary", "says"),
    [
        ("tags:\n", "1:6: `tags` is empty."),
        ("tags: [a]\n", "1:7: `tags` must be a group of `key: value` lines, but it is a list."),
        ("tags: 5\n", "1:7: `tags` must be a group of `key: value` lines, but it is the number `5`."),
        ("tags:\n  pricing:\n", "2:11: `tags.pricing` is empty."),
        ("tags:\n  5:\n    title: {en: Five}\n", "2:3: The key `5` is not text."),
        (TERM + "unit: EUR\n", "2:3: `tags.pricing.title` is missing."),
        (TERM + "title: {en: 5}\n", "3:17: `tags.pricing.title.en` must be text, but it is the number `5`."),
        (
            TERM + "title: {en: A}\n    synonyms: 5\n",
            "4:15: `tags.pricing.synonyms` must be a list, but it is the number `5`.",
        ),
        (
            TERM + "title: {en: A}\n    synonyms: word\n",
            "4:15: `tags.pricing.synonyms` must be a list, but it is the text `word`.",
        ),
        (TERM + "title: {en: A}\n    better: more\n", "4:13: `tags.pricing.better` cannot be `more`."),
        (TERM + "title: {en: A}\n    colour: red\n", "4:5: `colour` is not a field of `tags.pricing`."),
        ("roles:\n", "1:7: `roles` is empty."),
        ("roles: []\n", "1:8: `roles` must be a group of `key: value` lines, but it is a list."),
        (ROLE + "set: good-bad-ugly\n", "2:3: `roles.good.headings` is missing."),
        (ROLE + "headings: {en: 5}\n", "3:20: `roles.good.headings.en` must be a list, but it is the number `5`."),
        (ROLE + "headings: {en: []}\n", "3:20: `roles.good.headings.en` has too few entries (0); it needs at least 1."),
        (
            ROLE + "headings: {en: [A]}\n    set: 5\n",
            "4:10: `roles.good.set` must be text or a list, but it is the number `5`.",
        ),
        ("", "1:1: Between the --- lines there are no `key: value` lines."),
        ("- tags\n", "1:1: Between the --- lines there are no `key: value` lines."),
        ("tags: {}\ntags: {}\n", "2:1: `tags` is already written in line 1."),
        ("tags: " + "[" * 5_000, "1:14: This is nested more than 8 levels deep."),
        ("tags:\n\tpricing: 5\n", "2:1: A tab stands at the start of this line; YAML is indented with spaces."),
    ],
)
def test_a_broken_vocabulary_says_where(root: Path, vocabulary: str, says: str) -> None:
    """What has not the shape of a vocabulary is named with its file, line and column."""
    (root / "schema" / "vocabulary.yml").write_text(vocabulary, encoding="utf-8")
    assert told(root) == f"schema/vocabulary.yml:{says}"


@pytest.mark.parametrize(
    "vocabulary",
    [
        "tags: {}\n",
        "\ufefftags: {}\n",
        TERM + "title: {no: Pris}\n",
        TERM + "title: {en: A}\n    synonyms: []\n    description: {en: B}\n",
        ROLE + "headings: {en: [The Good]}\n",
        ROLE + "headings: {tg: [The Good]}\n    set: [a, b]\n    field: ~\n",
    ],
)
def test_an_unusual_vocabulary_works(root: Path, vocabulary: str) -> None:
    """Lists may be empty, titles and headings in one language, whichever it is."""
    (root / "schema" / "vocabulary.yml").write_text(vocabulary, encoding="utf-8")
    (root / "postmortems" / "published.md").write_text(RECORD, encoding="utf-8")
    assert told(root) == ""


# ------------------------------------------------------------------------------------------------------- the schema


def schema(more: Mapping[str, Any] | None = None, **fields: object) -> str:
    """A small schema of records with some fields more, and more beside the fields."""
    text = {"type": "string"}
    properties = {"name": text, "kind": text, "status": text, **fields}
    return json.dumps({"type": "object", "properties": properties, **(more or {})})


WORD = {"$ref": "#/$defs/word"}
NO_PLACE = "`$ref`: '#word' is no place in this file, such as '#/$defs/money'"
ENDLESS = "`tags` holds fields in fields without end; a `$ref` may lead back to what it stands in"
NO_LIST = "`tags` must be a group of `key: value` lines, but it is the number `5`."
NO_GROUP = 'x-severity holds codes with their severity, such as {"summary-length": "warning"}'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"type": "object"}', "a schema of front matter has `properties`"),
        ('{"properties": []}', "a schema of front matter has `properties`"),
        ("[]", "a schema of front matter has `properties`"),
        ("true", "a schema of front matter has `properties`"),
        (
            schema({"$schema": "http://json-schema.org/draft-07/schema#"}),
            "`$schema` is not https://json-schema.org/draft/2020-12/schema",
        ),
        (schema({"x-severity": ["a"]}), NO_GROUP),
        (schema({"x-severity": None}), NO_GROUP),
        (
            schema({"x-severity": {"tag-unknown": "loud"}}),
            "x-severity of `tag-unknown`: 'loud' is none of error, warning, off",
        ),
        (
            schema({"x-severity": {"tag-unknown": ["off"]}}),
            "x-severity of `tag-unknown`: ['off'] is none of error, warning, off",
        ),
        (schema({"x-body-audience": "everyone"}), "x-body-audience: 'everyone' is none of internal, partner, public"),
        (
            schema(tags={"x-audience": "everyone"}),
            "x-audience of `tags`: 'everyone' is none of internal, partner, public",
        ),
        (
            schema(tags={"items": {"properties": {"name": {"x-audience": 5}}}}),
            "x-audience of `tags.*.name`: 5 is none of internal, partner, public",
        ),
        (schema(tags={"$ref": "#"}), ENDLESS),
        (schema({"$defs": {"word": {"properties": {"again": WORD}}}}, tags=WORD), ENDLESS),
        (schema({"$defs": {"word": {"$anchor": "word"}}}, tags={"$ref": "#word"}), NO_PLACE),
        (schema({"$defs": {"word": {"$anchor": "word"}}, "allOf": [{"$ref": "#word"}]}), NO_PLACE),
    ],
)
def test_a_broken_schema_says_what_is_wrong(root: Path, text: str, says: str) -> None:
    """What a schema of front matter cannot be is named with its file and field, in one line."""
    (root / "schema" / "postmortem.schema.json").write_text(text, encoding="utf-8")
    assert told(root) == f"postmortem.schema.json: {says}"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{", "line 1 column 2"),
        ("", "line 1 column 1"),
        ('{"properties": {"name": ' + '{"items": ' * 5_000 + "{}" + "}" * 5_001 + "}", "nested too deep"),
        ('{"properties": {"name": {"minLength": NaN}}}', "NaN is not a number in JSON"),
        ('{"properties": {"name": {}, "name": {}}}', "the key 'name' stands twice"),
        ('{"properties": {"name": {"minLength": ' + "9" * 5_000 + "}}}", "has 5,000 digits"),
        (schema(name={"type": "txt"}), "txt"),
        (schema(name={"pattern": "("}), '"("'),
        (schema(name={"examples": 5}), "5 is not"),
        (schema(tags=WORD), "/$defs/word"),
        (schema(tags={"$ref": 5}), "5 is not"),
        (schema(tags={"$ref": "https://127.0.0.1:1/x.json"}), "https://127.0.0.1:1/x.json is another file"),
        (schema(tags={"$ref": "file:///etc/hostname"}), "file:///etc/hostname is another file"),
        (schema(tags={"$ref": "other.json"}), "other.json"),
        (schema({"properties": None}), "properties"),
    ],
)
def test_what_is_no_json_schema_says_so(root: Path, text: str, names: str) -> None:
    """The engines' own words are kept to one line; nothing else is read or fetched for a schema."""
    (root / "schema" / "brief.schema.json").write_text(text, encoding="utf-8")
    line = told(root)
    assert line.startswith("brief.schema.json: ")
    assert names in line


@pytest.mark.parametrize(
    "text",
    [
        schema(tags=True),
        schema(tags={"type": "array", "items": True}),
        schema(tags={"type": "array", "items": False}),
        schema(tags={"prefixItems": [{"const": "pricing"}]}),
        schema(tags={"$ref": "#/properties/tags"}),
        schema({"$defs": {"word": {"items": WORD}}}, tags=WORD),
        schema({"$defs": {"word": True}}, tags=WORD),
        schema({"$defs": {"a/b": {"items": {"x-vocabulary": "tags"}}}}, tags={"$ref": "#/$defs/a~1b"}),
        schema({"allOf": [{"type": "object", "title": "All"}]}, terms={"$ref": "#/allOf/0"}),
        schema(terms={"propertyNames": True}),
        schema(terms={"propertyNames": {"x-vocabulary": "tags"}}),
        schema(terms={"additionalProperties": {"x-audience": "public"}}),
        schema({"allOf": [{"x-when": 5, "required": ["owner"]}]}),
        schema({"minProperties": 9, "dependentRequired": {"name": ["owner"]}}),
        schema({"not": {"required": ["name"]}}),
        schema({"unevaluatedProperties": False}),
        schema({"if": True, "then": False}),
        schema(name={"type": ["number", "null"]}),
        schema(tags=False),
        '{"properties": {}}',
    ],
)
def test_an_unusual_schema_works(root: Path, text: str) -> None:
    """Whatever else JSON Schema allows is taken, and what breaks it is a problem in its record."""
    (root / "schema" / "postmortem.schema.json").write_text(text, encoding="utf-8")
    (root / "postmortems" / "published.md").write_text(RECORD, encoding="utf-8")
    assert told(root) == ""


# --------------------------------------------------------------------------------------------------- the severities


def graded(root: Path, name: str, severities: Mapping[str, str]) -> None:
    """Writes a team's severities into a schema of a library."""
    path = root / "schema" / name
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "x-severity": severities}), encoding="utf-8")


@pytest.mark.parametrize("name", ["postmortem.schema.json", "brief.schema.json"])
def test_only_what_leaves_a_record_readable_can_be_changed(root: Path, name: str) -> None:
    """A code that keeps a file from being a record, and one that is none, is refused and told which there are."""
    codes = ", ".join(sorted(CONFIGURABLE_CODES))
    for code in [*sorted(set(RULES) - CONFIGURABLE_CODES), "no-such-code"]:
        graded(root, name, {code: "warning", "tag-unknown": "off"})
        assert told(root) == f"{name}: x-severity cannot change [{code!r}]; only these: {codes}"


@pytest.mark.parametrize("code", sorted(CONFIGURABLE_CODES))
def test_a_team_changes_a_severity(code: str, tmp_path: Path) -> None:
    """What a team calls a warning is one, and what it turns off is not reported; nothing else changes."""
    root = Case(code, "bad").library(tmp_path / "library")
    found = [problem for problem in project.load_project(root).problems if problem.code == code]
    others = [problem for problem in project.load_project(root).problems if problem.code != code]
    assert found
    for severity in (Severity.ERROR, Severity.WARNING):
        graded(root, "postmortem.schema.json", {code: severity})
        problems = project.load_project(root).problems
        assert [problem.severity for problem in problems if problem.code == code] == [severity] * len(found)
    graded(root, "postmortem.schema.json", {code: Severity.OFF})
    assert [problem.sort_key for problem in project.load_project(root).problems] == [
        problem.sort_key for problem in others
    ]


# -------------------------------------------------------------------------------------------------- the command line


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("vocabulary.yml", "tags: 5\n", f"schema/vocabulary.yml:1:7: {NO_LIST}"),
        (
            "postmortem.schema.json",
            '{"type": "object"}',
            "postmortem.schema.json: a schema of front matter has `properties`",
        ),
        ("brief.schema.json", schema({"x-severity": ["a"]}), f"brief.schema.json: {NO_GROUP}"),
    ],
)
def test_the_command_ends_with_2_and_one_line(root: Path, name: str, text: str, says: str) -> None:
    """A library that cannot be used ends every command with 2, a line on standard error, and no traceback."""
    (root / "schema" / name).write_text(text, encoding="utf-8")
    done = run_here(root, "afterword", "check", environment=os.environ)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"afterword: {says}\n")

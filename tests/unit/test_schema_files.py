"""The schema files keep their own promises: they are the only definition of every field."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).parents[2] / "schema"
SCHEMAS = {kind: json.loads((SCHEMA / f"{kind}.schema.json").read_text("utf-8")) for kind in ("postmortem", "brief")}
VOCABULARY = yaml.safe_load((SCHEMA / "vocabulary.yml").read_text("utf-8"))
OPENNESS = {"internal": 0, "partner": 1, "public": 2}


def resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """The subschema with the definition it refers to, its own words first."""
    if "$ref" not in schema:
        return schema
    definition: dict[str, Any] = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return definition | schema


def fields(schema: dict[str, Any], root: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field at every level below a schema, as its path and its subschema."""
    schema = resolved(schema, root)
    for name, field in schema.get("properties", {}).items():
        yield f"{path}{name}", field
        yield from fields(field, root, f"{path}{name}.")
    if isinstance(schema.get("additionalProperties"), dict):
        yield f"{path}*", schema["additionalProperties"]
    if isinstance(schema.get("items"), dict):
        yield from fields(schema["items"], root, f"{path.removesuffix('.')}[].")


def subschemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a schema file that is not a mere list of properties."""
    if isinstance(node, list):
        for part in node:
            yield from subschemas(part)
    if isinstance(node, dict):
        yield node
        for key, part in node.items():
            yield from subschemas(list(part.values()) if key in ("properties", "$defs") else part)


FIELDS = [
    pytest.param(root, path, field, id=f"{kind}:{path}")
    for kind, root in SCHEMAS.items()
    for path, field in fields(root, root)
]
both = pytest.mark.parametrize("root", SCHEMAS.values(), ids=SCHEMAS.keys())
every_field = pytest.mark.parametrize(("root", "path", "field"), FIELDS)
every_list = pytest.mark.parametrize("terms", VOCABULARY.values(), ids=VOCABULARY.keys())


def vocabulary_uses(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each (list, term) that a value draws from a team's vocabulary."""
    schema = resolved(schema, root)
    if isinstance(value, str) and "x-vocabulary" in schema:
        yield schema["x-vocabulary"], value
    if isinstance(value, list) and "items" in schema:
        for item in value:
            yield from vocabulary_uses(item, schema["items"], root)
    if isinstance(value, dict):
        for key, part in value.items():
            yield from vocabulary_uses(key, schema.get("propertyNames", {}), root)
            yield from vocabulary_uses(part, schema.get("properties", {}).get(key, {}), root)


@both
def test_schema_is_valid(root: dict[str, Any]) -> None:
    """Each schema is itself valid JSON Schema, draft 2020-12."""
    Draft202012Validator.check_schema(root)


@both
def test_root_says_its_version_and_audience(root: dict[str, Any]) -> None:
    """Each schema names its version, who may read bodies, and where a team overrides severities."""
    version = 2 if root["$id"] == "postmortem.schema.json" else 1
    assert (root["x-version"], root["x-body-audience"], root["x-severity"]) == (version, "internal", {})
    assert root["additionalProperties"] is False


@every_field
def test_field_explains_itself(root: dict[str, Any], path: str, field: dict[str, Any]) -> None:
    """Every field says in plain words what it is, shows an example, and says who may see it."""
    assert field["title"]
    assert field["description"].endswith(".")
    assert field["examples"]
    assert field["x-audience"] in OPENNESS
    assert isinstance(field["x-facet"], bool)
    assert "type" in resolved(field, root)


@every_field
def test_every_value_has_a_label(root: dict[str, Any], path: str, field: dict[str, Any]) -> None:
    """Every value of an enumeration has a label in the schema, and every relation one for the other record too."""
    for part in (field, field.get("items", {})):
        if "enum" in part:
            assert list(part["x-labels"]) == part["enum"]
    if path == "relations[].type":
        assert list(field["x-inverse-labels"]) == field["enum"]


@every_field
def test_examples_are_valid(root: dict[str, Any], path: str, field: dict[str, Any]) -> None:
    """Every example could be pasted into a record as it stands."""
    validator = Draft202012Validator({"$defs": root["$defs"], **field})
    for example in field["examples"]:
        assert [error.message for error in validator.iter_errors(example)] == []
        for name, term in vocabulary_uses(example, field, root):
            assert term in VOCABULARY[name]


@every_field
def test_child_is_no_more_open_than_its_parent(root: dict[str, Any], path: str, field: dict[str, Any]) -> None:
    """Nobody may see a part of something that they may not see."""
    for name, child in fields(field, root):
        assert OPENNESS[child["x-audience"]] <= OPENNESS[field["x-audience"]], name


@every_field
def test_closed_objects(root: dict[str, Any], path: str, field: dict[str, Any]) -> None:
    """A misspelt key is never taken silently, at any level."""
    for part in subschemas(resolved(field, root)):
        if part.get("type") == "object":
            assert "additionalProperties" in part


@both
def test_order_names_every_root_field_once(root: dict[str, Any]) -> None:
    """The field reference shows every field, in one place."""
    listed = [name for group in root["x-order"] for name in group["fields"]]
    assert sorted(listed) == sorted(root["properties"])


@both
def test_patterns_speak_plainly(root: dict[str, Any]) -> None:
    """Whoever breaks a pattern is told so in words, never shown the pattern."""
    for part in subschemas(root):
        if "pattern" in part:
            assert part["x-pattern-says"].startswith("is not ")
        if "contains" in part:
            assert part["contains"]["x-contains-says"].startswith("no ")


@both
def test_conditionals_say_when(root: dict[str, Any]) -> None:
    """Every rule that depends on another field says in words for whom it holds."""
    for rule in root["allOf"]:
        assert set(rule) == {"x-when", "if", "then"}
        assert set(rule["if"]["required"]) >= set(rule["if"]["properties"])


@both
def test_dates_are_marked(root: dict[str, Any]) -> None:
    """Every date says that it is one, so that days which do not exist can be found."""
    for _, field in fields(root, root):
        if field.get("$ref") in ("#/$defs/day", "#/$defs/date") or "-[0-9]{2}" in field.get("pattern", ""):
            assert field["x-date"] is True


@both
def test_vocabulary_lists_exist(root: dict[str, Any]) -> None:
    """A field draws only on lists that the vocabulary has."""
    used = {part["x-vocabulary"] for part in subschemas(root) if "x-vocabulary" in part}
    assert used <= set(VOCABULARY) - {"roles"}


@every_list
def test_terms_have_titles_in_both_languages(terms: dict[str, Any]) -> None:
    """Every term can be shown in English and in Russian."""
    for key, term in terms.items():
        assert isinstance(key, str)
        assert set(term["title"]) == {"en", "ru"}
        assert all(isinstance(title, str) and title for title in term["title"].values())


@every_list
def test_every_spelling_means_one_term(terms: dict[str, Any]) -> None:
    """However somebody writes a word, it means one term of its list and no other."""
    meaning: dict[str, str] = {}
    for key, term in terms.items():
        for word in {key, *term["title"].values(), *term.get("synonyms", [])}:
            assert meaning.setdefault(word.casefold(), key) == key, word


def test_metrics_say_unit_and_direction() -> None:
    """Every metric says what it is counted in and which way is better."""
    for term in VOCABULARY["metrics"].values():
        assert term["unit"]
        assert term["better"] in ("higher", "lower")


def test_every_heading_means_one_role() -> None:
    """A heading is understood in one way only, whatever its closing punctuation."""
    meaning: dict[str, str] = {}
    for key, role in VOCABULARY["roles"].items():
        assert role["headings"]["en"]
        assert role["headings"]["ru"]
        for heading in role["headings"]["en"] + role["headings"]["ru"]:
            assert meaning.setdefault(heading.casefold().strip(" ?!:.…"), key) == key, heading


def test_role_fields_take_list_items() -> None:
    """A list item of a section becomes the one part that its field requires; what says the same is a field."""
    root = SCHEMAS["postmortem"]
    for role in VOCABULARY["roles"].values():
        assert set(role.get("said_by", ())) <= set(root["properties"])
        if role["field"] is None:
            continue
        field = root
        for key in role["field"].split("."):
            field = field["properties"][key]
        items = resolved(field.get("items", {"type": "string"}), root)
        assert items["type"] == "string" or len(items["required"]) == 1


# The status table: a complete minimal record for each row, kept as small as the table allows.

CAMPAIGN_PLAN = {"markets": ["KZ"], "goal": "conversion", "kpis": [{"name": "Orders", "planned": 300}]}
CAMPAIGN_END = {
    "starts": "2026-01-12",
    "ends": "2026-03-31",
    "outcome": "missed",
    "markets": ["KZ"],
    "goal": "conversion",
    "kpis": [{"name": "Orders", "planned": 300, "actual": 140}],
}
FOUR = {
    "again": "The offer.",
    "differently": "The timing.",
    "wrong_assumption": "That August is early enough.",
    "insight": "Boxes are bought in July.",
}
DEAL_END = {"ends": "2026-03-31", "outcome": "lost", "deal": {"account": "Northlight"}}
PROJECT_END = {"ends": "2026-03-31", "outcome": "hit"}
SUMMARY = {"summary": "We lost on silence. The product was better."}
CAUSE = {"causes": [{"cause": "Six weeks without an answer.", "evidence": "reporting"}]}
ONE = {"learnings": {"differently": "Answer within two days."}}
TABLE: dict[tuple[str, str], dict[str, Any]] = {
    ("planned", "deal"): {"due": "2026-04-07"},
    ("planned", "campaign"): {"due": "2026-04-03", **CAMPAIGN_PLAN},
    ("planned", "launch"): {"due": "2026-04-03", **CAMPAIGN_PLAN},
    ("planned", "project"): {"due": "2026-04-03"},
    ("draft", "deal"): {},
    ("draft", "campaign"): {},
    ("draft", "launch"): {},
    ("draft", "project"): {},
    ("review", "deal"): DEAL_END,
    ("review", "campaign"): CAMPAIGN_END,
    ("review", "launch"): CAMPAIGN_END,
    ("review", "project"): PROJECT_END,
    ("published", "deal"): {**DEAL_END, **SUMMARY, **CAUSE, **ONE},
    ("published", "campaign"): {**CAMPAIGN_END, **SUMMARY, "learnings": FOUR},
    ("published", "launch"): {**CAMPAIGN_END, **SUMMARY, "learnings": FOUR},
    ("published", "project"): {**PROJECT_END, **SUMMARY, **CAUSE, **ONE},
}


def minimal(status: str, kind: str, origin: str | None) -> dict[str, Any]:
    """The smallest record that a status, kind and origin allow."""
    record = {
        "name": "The Frozen Funnel",
        "kind": kind,
        "status": status,
        **copy.deepcopy(TABLE[status, kind]),
    }
    if origin == "public":
        record["origin"] = origin
        if status != "draft":
            record["sources"] = [{"title": "Trade press"}]
        if record.get("learnings") == FOUR:
            record["learnings"] = {"differently": FOUR["differently"]}
    else:
        if origin:
            record["origin"] = origin
        if status != "draft":
            record["keeper"] = "Priya Nair"
    return record


def without_one(node: Any) -> Iterator[tuple[str, Any]]:
    """Copies of a record that lack one key or list item each, at any depth, with what is missing."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        less = copy.deepcopy(node)
        del less[key]
        yield str(key), less
        for path, part in without_one(node[key]):
            changed = copy.deepcopy(node)
            changed[key] = part
            yield f"{key}.{path}", changed


every_row = pytest.mark.parametrize(
    ("status", "kind", "origin"),
    [(*row, origin) for row in TABLE for origin in (None, "internal", "public")],
)
RECORD = Draft202012Validator(SCHEMAS["postmortem"])


@every_row
def test_minimal_record_is_enough(status: str, kind: str, origin: str | None) -> None:
    """Nobody is asked for more than the status table says."""
    record = minimal(status, kind, origin)
    assert [error.message for error in RECORD.iter_errors(record)] == []


@every_row
def test_nothing_of_a_minimal_record_is_missing(status: str, kind: str, origin: str | None) -> None:
    """Each thing the status table asks for is asked for: without it the record is not valid."""
    for path, less in without_one(minimal(status, kind, origin)):
        if path == "origin" and (origin == "internal" or status == "draft"):
            continue  # internal is what an absent origin means, and a draft needs nothing either way
        assert not RECORD.is_valid(less), path


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("deal", "missed"),
        ("deal", "stopped"),
        ("campaign", "won"),
        ("launch", "no-decision"),
        ("project", "lost"),
    ],
)
def test_outcome_fits_the_kind(kind: str, outcome: str) -> None:
    """A deal is won or lost, a campaign hits or misses, and neither borrows the other's words."""
    assert not RECORD.is_valid({"name": "X", "kind": kind, "status": "draft", "outcome": outcome})


def test_empty_learnings_do_not_pass() -> None:
    """A published deal with an empty learnings field is told what is missing, once."""
    record = minimal("published", "deal", None) | {"learnings": {}}
    assert [error.message for error in RECORD.iter_errors(record)] == ["'differently' is a required property"]


def test_doing_it_again_is_a_learning_too() -> None:
    """A won deal may be published with only what to do again."""
    record = minimal("published", "deal", None)
    record |= {"outcome": "won", "learnings": {"again": "Bring their own figures to the first meeting."}}
    assert RECORD.is_valid(record)


def test_unknown_plans_are_allowed_when_said() -> None:
    """A public case may say that nobody knows the plan."""
    record = minimal("published", "launch", "public")
    record["kpis"] = [{"name": "Market share", "planned": "unknown", "actual": 2.3}]
    assert RECORD.is_valid(record)


@pytest.mark.parametrize("weight", ["major", "minor", 0, 37.5, 100])
def test_weight_is_a_word_or_a_share(weight: str | float) -> None:
    """A cause weighs major, minor or a number of 100."""
    assert RECORD.is_valid(minimal("draft", "deal", None) | {"causes": [{"cause": "Price", "weight": weight}]})


@pytest.mark.parametrize("weight", ["huge", "60", -1, 101, True])
def test_other_weights_are_refused(weight: str | float) -> None:
    """No other word and no number beyond 100 is a weight."""
    assert not RECORD.is_valid(minimal("draft", "deal", None) | {"causes": [{"cause": "Price", "weight": weight}]})


@pytest.mark.parametrize("date", ["2026-03-31", "2026-03", "2026-Q1", "2026"])
def test_loose_dates(date: str) -> None:
    """When something began or ended may be told as exactly as it is known."""
    assert RECORD.is_valid(minimal("draft", "deal", None) | {"starts": date, "ends": date})


@pytest.mark.parametrize("date", ["31.03.2026", "2026-Q5", "2026-3-31", "March 2026", "2026-03-31T10:00", "\u0662026"])
def test_what_is_not_a_date(date: str) -> None:
    """What does not look like an ISO date is not taken for one."""
    assert not RECORD.is_valid(minimal("draft", "deal", None) | {"ends": date})


FIFTEEN_LINES = """\
name: The Frozen Funnel
kind: deal
status: published
ends: 2026-03-31
outcome: lost
keeper: Priya Nair
owner: Tomas Berg
markets: [DE]
teams: [sales, security]
tags: [security-review, slow-response]
deal: {account: Northlight Clinics, amount: 120000, currency: EUR, competitor: Ledgerwise, reason: speed}
summary: Our security answers took six weeks, and Northlight chose a rival. We had the product and lost on silence.
causes: [{cause: Security questions went unanswered for six weeks., variable: speed, evidence: reporting}]
learnings: {differently: "Answer security questions within two days, even if only in part."}
actions: [{action: Write standard answers to the twenty usual questions, owner: Priya Nair, due: 2026-05-15}]
"""


def test_published_lost_deal_fits_fifteen_lines() -> None:
    """Nobody needs more than 15 lines of front matter to publish a lost deal."""
    record = yaml.load(FIFTEEN_LINES, Loader=yaml.BaseLoader)  # noqa: S506 - only texts: every scalar as written, as the product takes text
    record["deal"]["amount"] = float(record["deal"]["amount"])
    assert len(FIFTEEN_LINES.splitlines()) <= 15
    assert [error.message for error in RECORD.iter_errors(record)] == []
    for name, term in vocabulary_uses(record, SCHEMAS["postmortem"], SCHEMAS["postmortem"]):
        assert term in VOCABULARY[name]


# The brief.

BRIEF = Draft202012Validator(SCHEMAS["brief"])
DRAFT_BRIEF = {"title": "Back to School 2026", "kind": "campaign", "status": "draft"}
APPROVED_BRIEF = {
    "title": "Back to School 2026",
    "kind": "campaign",
    "status": "approved",
    "owner": "Tomas Berg",
    "goal": "conversion",
    "markets": ["KZ"],
    "postmortem": {"due": "2026-09-18", "keeper": "Priya Nair"},
    "kpis": [{"name": "Orders", "planned": 300}],
}


@pytest.mark.parametrize("brief", [DRAFT_BRIEF, APPROVED_BRIEF], ids=["draft", "approved"])
def test_minimal_brief(brief: dict[str, Any]) -> None:
    """A brief is asked for little as a draft, and for owner, targets and postmortem once approved."""
    assert [error.message for error in BRIEF.iter_errors(brief)] == []
    for path, less in without_one(brief):
        assert not BRIEF.is_valid(less), path


@pytest.mark.parametrize(("answer", "key"), [("reviewed", "applied"), ("waived", "reason")])
def test_answers_name_what_they_answer(answer: str, key: str) -> None:
    """An answer names a postmortem or a guardrail, and says what follows from it."""
    for named in ("name", "guardrail"):
        entry = {named: "The Frozen Funnel", key: "We asked for the security contact first."}
        assert BRIEF.is_valid(DRAFT_BRIEF | {answer: [entry]})
        for missing in entry:
            less = {part: text for part, text in entry.items() if part != missing}
            assert not BRIEF.is_valid(DRAFT_BRIEF | {answer: [less]})

"""Violations of a schema, explained in an author's words with a hint for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from afterword.problems import DataPath, FieldPart, Finding, Message, Rule, RuleGroup, SchemaText, plural, say
from afterword.schema.examples import format_example, format_scalar
from afterword.schema.fields import EACH, Field
from afterword.schema.spellings import replacement_hint
from afterword.text.similarity import find_nearest

REQUIRED = Rule(
    "schema-required", "Something a record of this kind and status needs is missing", group=RuleGroup.FIELDS
)
UNKNOWN_KEY = Rule("schema-unknown-key", "A key is not a field", group=RuleGroup.FIELDS)
TYPE = Rule("schema-type", "A value is of the wrong kind", group=RuleGroup.FIELDS)
ENUM = Rule("schema-enum", "A value is not one of the allowed ones", group=RuleGroup.FIELDS)
PATTERN = Rule("schema-pattern", "A value is not written in the form it needs", group=RuleGroup.FIELDS)
LENGTH = Rule("schema-length", "A text or a list is too short or too long", group=RuleGroup.FIELDS)
RANGE = Rule("schema-range", "A number is outside its range", group=RuleGroup.FIELDS)
ITEMS = Rule("schema-items", "A list repeats an item, or lacks one it needs", group=RuleGroup.FIELDS)
OTHER = Rule("schema-other", "A value breaks another rule of the team's schema", group=RuleGroup.FIELDS)
RULES = (REQUIRED, UNKNOWN_KEY, TYPE, ENUM, PATTERN, LENGTH, RANGE, ITEMS, OTHER)

_TYPES = {
    "string": say("text"),
    "number": say("a number"),
    "integer": say("a whole number"),
    "boolean": say("true or false"),
    "array": say("a list"),
    "object": say("a group of `key: value` lines"),
    "null": say("empty"),
}
_SCALAR_TYPES = {str: say("the text"), int: say("the number"), float: say("the number")}
_MAX_PLACES = 3
"""Number of places that a hint names for a misplaced key."""
_MAX_VALUE_LENGTH = 60
"""Number of characters of a value that a message repeats."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Keyword of a schema that the value at a path breaks; `condition` says in which case the keyword holds.

    `alternatives` are other values that the author may have meant and that do not break the keyword.
    """

    keyword: str
    path: DataPath
    value: Any
    expected: Any
    schema: Mapping[str, Any] = field(default_factory=dict)
    condition: str = ""
    alternatives: Sequence[Any] = ()

    @property
    def replacement(self) -> Any:
        """The only alternative; None when there are none or several."""
        return self.alternatives[0] if len(self.alternatives) == 1 else None


FieldLookup = Callable[[DataPath], Field | None]
Explanation = tuple[Rule, Message, Message | None]


def explain_violations(
    violations: Sequence[Violation], find_field: FieldLookup, field_paths: Sequence[tuple[str, ...]]
) -> list[Finding]:
    """Convert violations to findings: one for each place and fault, missing and unknown keys one by one.

    Of two findings for the same fault, the one for this kind of record wins. A value of the wrong type gets
    no other findings, and neither does a list that is too short get one about the items it lacks.
    """
    findings: dict[tuple[str, DataPath], Finding] = {}
    for violation in violations:
        if violation.keyword == "required":
            explained = _explain_missing_keys(violation, find_field)
        elif violation.keyword == "additionalProperties":
            explained = _explain_unknown_keys(violation, field_paths)
        else:
            rule, message, hint = _explain_value(violation, find_field(violation.path))
            hint = replacement_hint(violation.alternatives) or hint
            explained = iter([Finding(rule, message, hint, violation.path, replacement=violation.replacement)])
        for finding in explained:
            key = (finding.rule.code, finding.path)
            if key not in findings or (violation.condition and violation.keyword == "enum"):
                findings[key] = finding
    mistyped_paths = {path for code, path in findings if code == TYPE.code}
    wrong_length_paths = {path for code, path in findings if code == LENGTH.code}
    return [
        explained
        for (code, path), explained in findings.items()
        if code == TYPE.code or (path not in mistyped_paths and not (code == ITEMS.code and path in wrong_length_paths))
    ]


def _explain_missing_keys(violation: Violation, find_field: FieldLookup) -> Iterator[Finding]:
    for key in violation.expected:
        if key in violation.value:
            continue
        path = (*violation.path, key)
        field_definition = find_field(path)
        if violation.condition:
            message = say("{when:capital} needs `{key}`.", when=SchemaText(violation.condition), key=path_label(path))
        else:
            message = say("`{key}` is missing.", key=path_label(path))
        key_schema = violation.schema.get("properties", {}).get(key)
        yield Finding(REQUIRED, message, _example_hint(field_definition, path, key_schema), path, FieldPart.KEY)


def _explain_unknown_keys(violation: Violation, field_paths: Sequence[tuple[str, ...]]) -> Iterator[Finding]:
    fields = violation.schema.get("properties", {})
    for key in violation.value:
        if key in fields:
            continue
        if violation.path:
            message = say("`{key}` is not a field of `{parent}`.", key=key, parent=path_label(violation.path))
        else:
            message = say("`{key}` is not a field.", key=key)
        matching_fields = [field for field in fields if field.casefold() == key.casefold()]
        if len(matching_fields) == 1:
            hint, replacement = replacement_hint(matching_fields), matching_fields[0]
        else:
            hint, replacement = _unknown_key_hint(key, violation.path, fields, field_paths), None
        yield Finding(UNKNOWN_KEY, message, hint, (*violation.path, key), FieldPart.KEY, replacement=replacement)


def _unknown_key_hint(
    key: str, path: DataPath, fields: Mapping[str, Any], field_paths: Sequence[tuple[str, ...]]
) -> Message:
    """Return a hint about the field that an author may have meant by an unknown key."""
    parent_path = tuple(EACH if isinstance(step, int) else step for step in path)
    parent_paths = [
        field_path[:-1] for field_path in field_paths if field_path[-1] == key and field_path[:-1] != parent_path
    ]
    if key.strip() in fields or any(field_path[-1] == key.strip() != key for field_path in field_paths):
        return say("There is a space of a special kind beside it: delete it and type it again.")
    if nearest_field := find_nearest(key, fields):
        return say("Did you mean `{near}`?", near=nearest_field)
    if () in parent_paths:
        return say(
            "It is a field of its own: write it without indentation, outside `{parent}`.", parent=path_label(path)
        )
    if 0 < len(parent_paths) <= _MAX_PLACES:
        place_list = _join_with_or([say("`{field}`", field=path_label(parent)) for parent in parent_paths])
        return say("It belongs in {places}: write it below, indented.", places=place_list)
    return say("Delete it, or add it to the schema if your team wants to keep it.")


def _explain_value(violation: Violation, field_definition: Field | None) -> Explanation:
    """Return rule, message and hint for a value that breaks a keyword."""
    name, value, expected = _describe_path(violation.path), violation.value, violation.expected
    match violation.keyword:
        case "type":
            return TYPE, *_explain_type(violation, name, field_definition)
        case "enum" | "const":
            return ENUM, *_explain_choice(violation, name, expected if violation.keyword == "enum" else [expected])
        case "pattern":
            team_text = _team_text(violation.schema, "x-pattern-says") or say("is not written in the form it needs")
            message = say("{name} is `{value}`; that {says}.", name=name, value=_shorten_value(value), says=team_text)
            return PATTERN, message, _example_hint(field_definition, violation.path)
        case "contains":
            team_text = _team_text(expected, "x-contains-says") or say("no entry of the kind it needs")
            return ITEMS, say("{name} has {says}.", name=name, says=team_text), _condition_hint(violation)
    if violation.keyword not in _BOUNDS:
        rule_text = f"{violation.keyword}: {expected}" if isinstance(expected, str | int | float) else violation.keyword
        message = say("{name} breaks the rule `{rule}` of the schema.", name=name, rule=rule_text.removeprefix(": "))
        return OTHER, message, _example_hint(field_definition, violation.path)
    rule, template, hint = _BOUNDS[violation.keyword]
    size = len(value) if isinstance(value, str | list) else 0
    placeholders = {"name": name, "number": size, "limit": expected, "value": _shorten_value(value)}
    message = replace(template, values=placeholders, number=size)
    return rule, message, hint or _example_hint(field_definition, violation.path, violation.schema)


_EMPTY_HINT = say("Write a value, or delete it.")
_BOUNDS: Mapping[str, tuple[Rule, Message, Message | None]] = {
    "minLength": (LENGTH, say("{name} is empty."), _EMPTY_HINT),
    "maxLength": (
        LENGTH,
        plural(
            0,
            "{name} has {number} character; at most {limit} fit.",
            "{name} has {number} characters; at most {limit} fit.",
        ),
        say("Shorten it; details belong in the text below the front matter."),
    ),
    "minItems": (LENGTH, say("{name} has too few entries ({number}); it needs at least {limit}."), None),
    "maxItems": (LENGTH, say("{name} has too many entries ({number}); at most {limit} fit."), None),
    "uniqueItems": (ITEMS, say("{name} says the same thing twice."), say("Delete the repeated entry.")),
    "minimum": (RANGE, say("{name} is {value}; it cannot be less than {limit}."), None),
    "maximum": (RANGE, say("{name} is {value}; it cannot be more than {limit}."), None),
    "exclusiveMinimum": (RANGE, say("{name} is {value}; it must be more than {limit}."), None),
    "exclusiveMaximum": (RANGE, say("{name} is {value}; it must be less than {limit}."), None),
}
"""Keywords that set a bound: rule, message, and hint where it is not that of the field."""


def _explain_type(
    violation: Violation, name: Message, field_definition: Field | None
) -> tuple[Message, Message | None]:
    value, expected = violation.value, violation.expected
    if value is None:
        return say("{name} is empty.", name=name), _EMPTY_HINT
    types = [expected] if isinstance(expected, str) else expected
    expected_types = _join_with_or([_TYPES[t] for t in types])
    message = say(
        "{name} must be {wanted}, but it is {found}.", name=name, wanted=expected_types, found=_describe_value(value)
    )
    return message, _list_hint(violation, field_definition, types) or _example_hint(field_definition, violation.path)


def _explain_choice(violation: Violation, name: Message, allowed: Sequence[object]) -> tuple[Message, Message]:
    choices = ", ".join(str(choice) for choice in allowed)
    nearest_choice = find_nearest(str(violation.value), [str(choice) for choice in allowed])
    value = _shorten_value(violation.value)
    if violation.condition:
        message = say(
            "{name} cannot be `{value}` in {when}.", name=name, value=value, when=SchemaText(violation.condition)
        )
    else:
        message = say("{name} cannot be `{value}`.", name=name, value=value)
    if nearest_choice:
        return message, say("Did you mean `{near}`? It is one of: {choices}.", near=nearest_choice, choices=choices)
    return message, say("It is one of: {choices}.", choices=choices)


def _condition_hint(violation: Violation) -> Message | None:
    return say("{when:capital} needs one.", when=SchemaText(violation.condition)) if violation.condition else None


def _team_text(schema: object, key: str) -> SchemaText | None:
    """Return a team's own text about a keyword, such as `x-pattern-says`."""
    return SchemaText(schema[key]) if isinstance(schema, Mapping) and schema.get(key) else None


def _join_with_or(choices: Sequence[Message]) -> Message:
    return reduce(lambda first, second: say("{first} or {second}", first=first, second=second), choices)


def _list_hint(violation: Violation, field_definition: Field | None, types: Sequence[str]) -> Message | None:
    """Return how to write a text as a list where a list of texts is required; None if that does not apply."""
    value, example = (
        violation.value,
        field_definition.examples[0] if field_definition and field_definition.examples else None,
    )
    if "array" not in types or not isinstance(example, list) or not all(isinstance(each, str) for each in example):
        return None
    if (
        not isinstance(value, str)
        or len(value) > _MAX_VALUE_LENGTH
        or format_scalar(value) != value
        or violation.path[-1:] == ()
    ):
        return None
    return say("Put it in brackets: `{key}: [{value}]`.", key=violation.path[-1], value=value)


def _example_hint(field_definition: Field | None, path: DataPath, extra_schema: object = None) -> Message | None:
    """Return a hint with the field's description and first example.

    `extra_schema` is what a rule requires of the field beyond its definition.
    """
    if field_definition is None or not field_definition.description:
        return None
    if not field_definition.examples:
        return say("{description}", description=SchemaText(field_definition.description))
    example = format_example(
        path[-1], field_definition.examples[0], _required_keys(field_definition.raw) | _required_keys(extra_schema)
    )
    return say(
        "{description} Example: `{example}`", description=SchemaText(field_definition.description), example=example
    )


def _required_keys(schema: object) -> set[str]:
    """Return the keys that a schema requires in a mapping, or in the items of a list."""
    if not isinstance(schema, Mapping):
        return set()
    return {*schema.get("required", ()), *_required_keys(schema.get("items")), *_required_keys(schema.get("contains"))}


def _describe_value(value: object) -> Message:
    if isinstance(value, bool):
        return say("`{value}`", value=str(value).lower())
    if type(value) in _SCALAR_TYPES:
        return say("{kind} `{value}`", kind=_SCALAR_TYPES[type(value)], value=_shorten_value(value))
    return _TYPES["array" if isinstance(value, list) else "object"]


def _shorten_value(value: object) -> str:
    """Return a value as text, shortened for a message."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text if len(text) <= _MAX_VALUE_LENGTH else f"{text[:_MAX_VALUE_LENGTH]}…"


def _describe_path(path: DataPath) -> Message:
    """Return a path as the start of a sentence: `deal.account`, or Entry 2 of `tags`."""
    if path and isinstance(path[-1], int):
        return say("Entry {number} of `{list}`", number=path[-1] + 1, list=path_label(path))
    return say("`{field}`", field=path_label(path)) if path else say("This record")


def path_label(path: DataPath) -> str:
    """Return a path as authors write it: `deal.account`, `kpis`."""
    return ".".join(str(step) for step in path if not isinstance(step, int) and step != EACH)

"""Explanations of values that a schema rejects, in an author's words with a hint for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from afterword.problems import DataPath, Message, Rule, SchemaText, plural, say
from afterword.schema.examples import format_scalar
from afterword.schema.field_hints import example_hint, join_with_or
from afterword.schema.fields import Field
from afterword.schema.violations import ENUM, ITEMS, LENGTH, OTHER, PATTERN, RANGE, TYPE, Violation, path_label
from afterword.text.similarity import find_nearest

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
_MAX_VALUE_LENGTH = 60
"""Number of characters of a value that a message repeats."""


ValueExplanation = tuple[Rule, Message, Message | None]


def explain_value(violation: Violation, field: Field | None) -> ValueExplanation:
    """Return rule, message and hint for a value that breaks a keyword."""
    name, value, expected = _describe_path(violation.path), violation.value, violation.expected
    match violation.keyword:
        case "type":
            return TYPE, *_explain_type(violation, name, field)
        case "enum" | "const":
            return ENUM, *_explain_choice(violation, name, expected if violation.keyword == "enum" else [expected])
        case "pattern":
            team_text = _team_text(violation.schema, "x-pattern-says") or say("is not written in the form it needs")
            message = say("{name} is `{value}`; that {says}.", name=name, value=_shorten_value(value), says=team_text)
            return PATTERN, message, example_hint(field, violation.path)
        case "contains":
            team_text = _team_text(expected, "x-contains-says") or say("no entry of the kind it needs")
            return ITEMS, say("{name} has {says}.", name=name, says=team_text), _condition_hint(violation)
    if violation.keyword not in _BOUNDS:
        rule_text = f"{violation.keyword}: {expected}" if isinstance(expected, str | int | float) else violation.keyword
        message = say("{name} breaks the rule `{rule}` of the schema.", name=name, rule=rule_text.removeprefix(": "))
        return OTHER, message, example_hint(field, violation.path)
    rule, template, hint = _BOUNDS[violation.keyword]
    size = len(value) if isinstance(value, str | list) else 0
    placeholders = {"name": name, "number": size, "limit": expected, "value": _shorten_value(value)}
    message = replace(template, values=placeholders, number=size)
    return rule, message, hint or example_hint(field, violation.path, violation.schema)


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


def _explain_type(violation: Violation, name: Message, field: Field | None) -> tuple[Message, Message | None]:
    """Return message and hint for a value of the wrong type."""
    value, expected = violation.value, violation.expected
    if value is None:
        return say("{name} is empty.", name=name), _EMPTY_HINT
    types = [expected] if isinstance(expected, str) else expected
    expected_types = join_with_or([_TYPES[t] for t in types])
    message = say(
        "{name} must be {wanted}, but it is {found}.", name=name, wanted=expected_types, found=_describe_value(value)
    )
    return message, _list_hint(violation, field, types) or example_hint(field, violation.path)


def _explain_choice(violation: Violation, name: Message, allowed: Sequence[object]) -> tuple[Message, Message]:
    """Return message and hint for a value that is not one of the allowed ones."""
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
    """Return a hint that names the case in which the keyword holds."""
    return say("{when:capital} needs one.", when=SchemaText(violation.condition)) if violation.condition else None


def _team_text(schema: object, key: str) -> SchemaText | None:
    """Return a team's own text about a keyword, such as `x-pattern-says`."""
    return SchemaText(schema[key]) if isinstance(schema, Mapping) and schema.get(key) else None


def _list_hint(violation: Violation, field: Field | None, types: Sequence[str]) -> Message | None:
    """Return how to write a text as a list where a list of texts is required; None if that does not apply."""
    value, example = (
        violation.value,
        field.examples[0] if field and field.examples else None,
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


def _describe_value(value: object) -> Message:
    """Return the kind of a value, with the value itself if it is short."""
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

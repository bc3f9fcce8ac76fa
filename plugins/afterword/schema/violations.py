"""What a schema forbids, in an author's words, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from afterword.problems import Finding, Part, Path, Rule, Text, Words, plural, say
from afterword.schema.examples import scalar, written
from afterword.schema.fields import EACH, Field
from afterword.schema.spellings import advice
from afterword.text.similarity import nearest

REQUIRED = Rule("schema-required", "Something a record of this kind and status needs is missing")
UNKNOWN_KEY = Rule("schema-unknown-key", "A key is not a field")
TYPE = Rule("schema-type", "A value is of the wrong kind")
ENUM = Rule("schema-enum", "A value is not one of the allowed ones")
PATTERN = Rule("schema-pattern", "A value is not written in the form it needs")
LENGTH = Rule("schema-length", "A text or a list is too short or too long")
RANGE = Rule("schema-range", "A number is outside its range")
ITEMS = Rule("schema-items", "A list repeats an item, or lacks one it needs")
OTHER = Rule("schema-other", "A value breaks another rule of the team's schema")
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
_FOUND = {str: say("the text"), int: say("the number"), float: say("the number")}
_PLACES = 3
"""Places that a hint names for a key that stands in the wrong one."""
_SHOWN = 60
"""Characters of a value that a message repeats."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword of a schema that a value at a path breaks; `when` says in which case the keyword holds.

    `meant` are other values that it may stand for and that do not break it: where it is one, that is what was meant.
    """

    keyword: str
    path: Path
    value: Any
    expected: Any
    schema: Mapping[str, Any] = field(default_factory=dict)
    when: str = ""
    meant: Sequence[Any] = ()

    @property
    def right(self) -> Any:
        """What was meant, if it can only be one thing."""
        return self.meant[0] if len(self.meant) == 1 else None


Lookup = Callable[[Path], Field | None]
Explained = tuple[Rule, Text, Text | None]


def explain(violations: Sequence[Violation], lookup: Lookup, known: Sequence[tuple[str, ...]]) -> list[Finding]:
    """Findings for violations: each place and fault once, missing and unknown keys one by one.

    Of two that a place breaks alike, the one for this kind of record counts. Of a value of the wrong type nothing
    else is said, nor what an empty list lacks.
    """
    findings: dict[tuple[str, Path], Finding] = {}
    for violation in violations:
        if violation.keyword == "required":
            found = _missing(violation, lookup)
        elif violation.keyword == "additionalProperties":
            found = _unknown(violation, known)
        else:
            rule, message, hint = _words(violation, lookup(violation.path))
            hint = advice(violation.meant) or hint
            found = iter([Finding(rule, message, hint, violation.path, right=violation.right)])
        for finding in found:
            place = (finding.rule.code, finding.path)
            if place not in findings or (violation.when and violation.keyword == "enum"):
                findings[place] = finding
    mistyped = {path for code, path in findings if code == TYPE.code}
    counted = {path for code, path in findings if code == LENGTH.code}
    return [
        found
        for (code, path), found in findings.items()
        if code == TYPE.code or (path not in mistyped and not (code == ITEMS.code and path in counted))
    ]


def _missing(violation: Violation, lookup: Lookup) -> Iterator[Finding]:
    for key in violation.expected:
        if key in violation.value:
            continue
        path = (*violation.path, key)
        wanted = lookup(path)
        if violation.when:
            message = say("{when:capital} needs `{key}`.", when=Words(violation.when), key=label(path))
        else:
            message = say("`{key}` is missing.", key=label(path))
        asked = violation.schema.get("properties", {}).get(key)
        yield Finding(REQUIRED, message, _show(wanted, path, asked), path, Part.KEY)


def _unknown(violation: Violation, known: Sequence[tuple[str, ...]]) -> Iterator[Finding]:
    fields = violation.schema.get("properties", {})
    for key in violation.value:
        if key in fields:
            continue
        if violation.path:
            message = say("`{key}` is not a field of `{parent}`.", key=key, parent=label(violation.path))
        else:
            message = say("`{key}` is not a field.", key=key)
        meant = [field for field in fields if field.casefold() == key.casefold()]
        if len(meant) == 1:
            hint, right = advice(meant), meant[0]
        else:
            hint, right = _instead(key, violation.path, fields, known), None
        yield Finding(UNKNOWN_KEY, message, hint, (*violation.path, key), Part.KEY, right=right)


def _instead(key: str, path: Path, fields: Mapping[str, Any], known: Sequence[tuple[str, ...]]) -> Text:
    """What an author may have meant by an unknown key."""
    here = tuple(EACH if isinstance(step, int) else step for step in path)
    places = [found[:-1] for found in known if found[-1] == key and found[:-1] != here]
    if key.strip() in fields or any(found[-1] == key.strip() != key for found in known):
        return say("There is a space of a special kind beside it: delete it and type it again.")
    if near := nearest(key, fields):
        return say("Did you mean `{near}`?", near=near)
    if () in places:
        return say("It is a field of its own: write it without indentation, outside `{parent}`.", parent=label(path))
    if 0 < len(places) <= _PLACES:
        names = _either([say("`{field}`", field=label(place)) for place in places])
        return say("It belongs in {places}: write it below, indented.", places=names)
    return say("Delete it, or add it to the schema if your team wants to keep it.")


def _words(violation: Violation, at: Field | None) -> Explained:
    """Rule, message and hint for a value; `at` is its field."""
    name, value, expected = _name(violation.path), violation.value, violation.expected
    match violation.keyword:
        case "type":
            return TYPE, *_mistyped(violation, name, at)
        case "enum" | "const":
            return ENUM, *_one_of(violation, name, expected if violation.keyword == "enum" else [expected])
        case "pattern":
            says = _says(violation.schema, "x-pattern-says") or say("is not written in the form it needs")
            message = say("{name} is `{value}`; that {says}.", name=name, value=_short(value), says=says)
            return PATTERN, message, _show(at, violation.path)
        case "contains":
            says = _says(expected, "x-contains-says") or say("no entry of the kind it needs")
            return ITEMS, say("{name} has {says}.", name=name, says=says), _when_hint(violation)
    if violation.keyword not in _BOUNDS:
        broken = f"{violation.keyword}: {expected}" if isinstance(expected, str | int | float) else violation.keyword
        message = say("{name} breaks the rule `{rule}` of the schema.", name=name, rule=broken.removeprefix(": "))
        return OTHER, message, _show(at, violation.path)
    rule, words, hint = _BOUNDS[violation.keyword]
    length = len(value) if isinstance(value, str | list) else 0
    values = {"name": name, "number": length, "limit": expected, "value": _short(value)}
    message = replace(words, values=values, number=length)
    return rule, message, hint or _show(at, violation.path, violation.schema)


_EMPTY = say("Write a value, or delete it.")
_BOUNDS: Mapping[str, tuple[Rule, Text, Text | None]] = {
    "minLength": (LENGTH, say("{name} is empty."), _EMPTY),
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
"""Keywords that set a bound: the rule, the message, and the hint where it is not the field's own."""


def _mistyped(violation: Violation, name: Text, at: Field | None) -> tuple[Text, Text | None]:
    value, expected = violation.value, violation.expected
    if value is None:
        return say("{name} is empty.", name=name), _EMPTY
    types = [expected] if isinstance(expected, str) else expected
    wanted = _either([_TYPES[t] for t in types])
    message = say("{name} must be {wanted}, but it is {found}.", name=name, wanted=wanted, found=_found(value))
    return message, _as_list(violation, at, types) or _show(at, violation.path)


def _one_of(violation: Violation, name: Text, allowed: Sequence[object]) -> tuple[Text, Text]:
    choices = ", ".join(str(choice) for choice in allowed)
    near = nearest(str(violation.value), [str(choice) for choice in allowed])
    value = _short(violation.value)
    if violation.when:
        message = say("{name} cannot be `{value}` in {when}.", name=name, value=value, when=Words(violation.when))
    else:
        message = say("{name} cannot be `{value}`.", name=name, value=value)
    if near:
        return message, say("Did you mean `{near}`? It is one of: {choices}.", near=near, choices=choices)
    return message, say("It is one of: {choices}.", choices=choices)


def _when_hint(violation: Violation) -> Text | None:
    return say("{when:capital} needs one.", when=Words(violation.when)) if violation.when else None


def _says(schema: object, key: str) -> Words | None:
    """A team's own words about a keyword, such as `x-pattern-says`."""
    return Words(schema[key]) if isinstance(schema, Mapping) and schema.get(key) else None


def _either(choices: Sequence[Text]) -> Text:
    return reduce(lambda first, second: say("{first} or {second}", first=first, second=second), choices)


def _as_list(violation: Violation, at: Field | None, types: Sequence[str]) -> Text | None:
    """How to make a list of the one text that was written where a list of texts belongs."""
    value, example = violation.value, at.examples[0] if at and at.examples else None
    if "array" not in types or not isinstance(example, list) or not all(isinstance(each, str) for each in example):
        return None
    if not isinstance(value, str) or len(value) > _SHOWN or scalar(value) != value or violation.path[-1:] == ():
        return None
    return say("Put it in brackets: `{key}: [{value}]`.", key=violation.path[-1], value=value)


def _show(at: Field | None, path: Path, asked: object = None) -> Text | None:
    """What to write, by the field's first example; `asked` is what a rule says of the field beyond its definition."""
    if at is None or not at.description:
        return None
    if not at.examples:
        return say("{description}", description=Words(at.description))
    example = written(path[-1], at.examples[0], _needed(at.raw) | _needed(asked))
    return say("{description} Example: `{example}`", description=Words(at.description), example=example)


def _needed(schema: object) -> set[str]:
    """Keys that a schema wants in a group, or in an entry of a list."""
    if not isinstance(schema, Mapping):
        return set()
    return {*schema.get("required", ()), *_needed(schema.get("items")), *_needed(schema.get("contains"))}


def _found(value: object) -> Text:
    if isinstance(value, bool):
        return say("`{value}`", value=str(value).lower())
    if type(value) in _FOUND:
        return say("{kind} `{value}`", kind=_FOUND[type(value)], value=_short(value))
    return _TYPES["array" if isinstance(value, list) else "object"]


def _short(value: object) -> str:
    """A value as a message repeats it."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _name(path: Path) -> Text:
    """A place as a sentence begins with it: `deal.account`, or Entry 2 of `tags`."""
    if path and isinstance(path[-1], int):
        return say("Entry {number} of `{list}`", number=path[-1] + 1, list=label(path))
    return say("`{field}`", field=label(path)) if path else say("This record")


def label(path: Path) -> str:
    """A path as an author would say it: `deal.account`, `kpis`."""
    return ".".join(str(step) for step in path if not isinstance(step, int) and step != EACH)

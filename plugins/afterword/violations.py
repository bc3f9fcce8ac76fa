"""What a schema forbids, in an author's words, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from afterword.fields import EACH, Field
from afterword.problems import Finding, Part, Path, Rule, Text, say
from afterword.suggest import nearest

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
_PYTHON = {str: "string", bool: "boolean", int: "number", float: "number", list: "array", dict: "object"}


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword of a schema that a value at a path breaks; `when` says in which case the keyword holds."""

    keyword: str
    path: Path
    value: Any
    expected: Any
    schema: Mapping[str, Any] = field(default_factory=dict)
    when: str = ""


Lookup = Callable[[Path], Field | None]
Words = tuple[Rule, Text, Text | None]


def explain(violations: Sequence[Violation], lookup: Lookup, known: Sequence[tuple[str, ...]]) -> list[Finding]:
    """Findings for violations: each place and fault once, missing and unknown keys one by one."""
    findings: dict[tuple[str, Path], Finding] = {}
    for violation in violations:
        if violation.keyword == "required":
            found = _missing(violation, lookup)
        elif violation.keyword == "additionalProperties":
            found = _unknown(violation, known)
        else:
            rule, message, hint = _words(violation, lookup(violation.path))
            found = iter([Finding(rule, message, hint, violation.path)])
        for finding in found:
            findings.setdefault((finding.rule.code, finding.path), finding)
    return list(findings.values())


def _missing(violation: Violation, lookup: Lookup) -> Iterator[Finding]:
    for key in violation.expected:
        if key in violation.value:
            continue
        path = (*violation.path, key)
        wanted = lookup(path)
        if violation.when:
            message = say("{when} needs `{key}`.", when=_capital(violation.when), key=label(path))
        else:
            message = say("`{key}` is missing.", key=label(path))
        yield Finding(REQUIRED, message, _show(wanted, key), path, Part.KEY)


def _unknown(violation: Violation, known: Sequence[tuple[str, ...]]) -> Iterator[Finding]:
    here = tuple(EACH if isinstance(step, int) else step for step in violation.path)
    fields = violation.schema.get("properties", {})
    for key in violation.value:
        if key in fields:
            continue
        elsewhere = next((path for path in known if path[-1] == key), None)
        if near := nearest(key, fields):
            hint = say("Did you mean `{near}`?", near=near)
        elif elsewhere and elsewhere[:-1] != here:
            hint = say("`{key}` belongs in `{place}`.", key=key, place=label(elsewhere[:-1]) or "the first level")
        else:
            hint = say("Delete it, or add it to the schema if your team wants to keep it.")
        if violation.path:
            message = say("`{key}` is not a field of `{parent}`.", key=key, parent=label(violation.path))
        else:
            message = say("`{key}` is not a field.", key=key)
        yield Finding(UNKNOWN_KEY, message, hint, (*violation.path, key), Part.KEY)


def _words(violation: Violation, at: Field | None) -> Words:
    """Rule, message and hint for a value; `at` is its field."""
    name, value, expected = label(violation.path), violation.value, violation.expected
    match violation.keyword:
        case "type" if value is None:
            return TYPE, say("`{name}` is empty.", name=name), say("Write a value, or delete the line.")
        case "type":
            types = [expected] if isinstance(expected, str) else expected
            wanted = " or ".join(str(_TYPES[t]) for t in types)
            message = say("`{name}` must be {wanted}, but it is {found}.", name=name, wanted=wanted, found=_found(value))
            return TYPE, message, _show(at, name)
        case "enum" | "const":
            return _one_of(violation, name, expected if violation.keyword == "enum" else [expected])
        case "pattern":
            says = violation.schema.get("x-pattern-says", "is not written in the form it needs")
            return PATTERN, say("`{name}` is `{value}`; that {says}.", name=name, value=value, says=says), _show(at, name)
        case "minLength":
            return LENGTH, say("`{name}` is empty.", name=name), say("Write a value, or delete the line.")
        case "maxLength":
            message = say("`{name}` has {length} characters; at most {limit} fit.", name=name, length=len(value), limit=expected)
            return LENGTH, message, say("Shorten it; details belong in the text below the front matter.")
        case "minItems" | "maxItems":
            bound = say("at least") if violation.keyword == "minItems" else say("at most")
            message = say("`{name}` has {length} entries; it needs {bound} {limit}.",
                          name=name, length=len(value), bound=bound, limit=expected)
            return LENGTH, message, _show(at, name)
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            bound = say("above") if "inimum" in violation.keyword else say("below")
            message = say("`{name}` is {value}; {limit} is the limit, and it must not lie {other} it.", name=name,
                          value=value, limit=expected, other=say("below") if str(bound) == "above" else say("above"))
            return RANGE, message, _show(at, name)
        case "uniqueItems":
            return ITEMS, say("`{name}` says the same thing twice.", name=name), say("Delete the repeated entry.")
        case "contains":
            says = expected.get("x-contains-says", "lacks an entry that it needs") if isinstance(expected, dict) else ""
            return ITEMS, say("`{name}` has {says}.", name=name, says=says), _when_hint(violation)
        case _:
            message = say("`{name}` breaks the rule `{rule}` of the schema.", name=name, rule=violation.keyword or expected)
            return OTHER, message, _show(at, name)


def _one_of(violation: Violation, name: str, allowed: Sequence[object]) -> Words:
    choices = ", ".join(str(choice) for choice in allowed)
    near = nearest(str(violation.value), [str(choice) for choice in allowed])
    message = say("`{name}` is `{value}`, which it cannot be.", name=name, value=violation.value)
    if violation.when:
        message = say("`{name}` is `{value}`; {when} cannot say that.", name=name, value=violation.value, when=violation.when)
    if near:
        return ENUM, message, say("Did you mean `{near}`? It is one of: {choices}.", near=near, choices=choices)
    return ENUM, message, say("It is one of: {choices}.", choices=choices)


def _when_hint(violation: Violation) -> Text | None:
    return say("{when} needs one.", when=_capital(violation.when)) if violation.when else None


def _show(at: Field | None, name: str) -> Text | None:
    """What to write, by the field's first example."""
    if at is None or not at.examples:
        return None
    example = at.examples[0]
    if isinstance(example, str | int | float) and not isinstance(example, bool):
        return say("{description} Example: `{name}: {example}`", description=at.description, name=name, example=example)
    return say("{description}", description=at.description) if at.description else None


def _found(value: object) -> Text:
    kind = _TYPES[_PYTHON.get(type(value), "null")]
    if isinstance(value, str | int | float):
        return say("{kind}: `{value}`", kind=kind, value=value)
    return kind


def label(path: Path) -> str:
    """A path as an author would say it: `deal.account`, `kpis`."""
    return ".".join(str(step) for step in path if not isinstance(step, int) and step != EACH)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

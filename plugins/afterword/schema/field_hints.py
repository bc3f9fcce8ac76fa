"""Hints that a field's definition gives: its description, its first example, and the keys that it requires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from afterword.problems import DataPath, Message, SchemaText, say
from afterword.schema.examples import format_example
from afterword.schema.fields import Field


def example_hint(field: Field | None, path: DataPath, extra_schema: object = None) -> Message | None:
    """Return a hint with the field's description and first example.

    `extra_schema` is what a rule requires of the field beyond its definition.
    """
    if field is None or not field.description:
        return None
    if not field.examples:
        return say("{description}", description=SchemaText(field.description))
    example = format_example(path[-1], field.examples[0], _required_keys(field.raw) | _required_keys(extra_schema))
    return say("{description} Example: `{example}`", description=SchemaText(field.description), example=example)


def _required_keys(schema: object) -> set[str]:
    """Return the keys that a schema requires in a mapping, or in the items of a list."""
    if not isinstance(schema, Mapping):
        return set()
    return {*schema.get("required", ()), *_required_keys(schema.get("items")), *_required_keys(schema.get("contains"))}


def join_with_or(choices: Sequence[Message]) -> Message:
    """Join choices to one text: a, b or c as “a or b or c”."""
    return reduce(lambda first, second: say("{first} or {second}", first=first, second=second), choices)

"""A brief as a question: what it plans, in fields and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from afterword.gate.ranking import Question, facets
from afterword.records.approval import ANSWERS
from afterword.schema.fields import EACH
from afterword.schema.schema import Schema

_NAMES = (("owner",), ("postmortem", "keeper"))
"""Fields of free text that name people and describe nothing."""


def asked(schema: Schema) -> Collection[str]:
    """The names of the facets that a brief has."""
    return frozenset(field.path[-1 if field.path[-1] != EACH else -2] for field in schema.fields if field.facet)


def question(data: Mapping[str, Any], prose: str, schema: Schema) -> Question:
    """What a brief asks of a library, by its fields and its text.

    What it answers is no part of it: an answer must not bring up what has to be answered next.
    """
    found = ((name, data[name]) for name in sorted(asked(schema)) if name in data)
    plan = {key: value for key, value in data.items() if key not in (*ANSWERS, "gate")}
    return Question(plan, facets(found), " ".join((*_texts(plan, schema, ()), prose)))


def _texts(value: Any, schema: Schema, path: tuple[str, ...]) -> Iterator[str]:
    """What is written in the free text of fields, in their order; codes, dates and people say nothing here."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, schema, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, schema, (*path, EACH))
    elif isinstance(value, str) and (field := schema.field(path)) and field.is_free_text and path not in _NAMES:
        yield value

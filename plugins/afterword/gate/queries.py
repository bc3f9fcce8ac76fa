"""A brief as a query to the ranking: its fields and its words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from afterword.gate.ranking import RankingQuery, collect_facets
from afterword.records.approval import ANSWERS
from afterword.schema.fields import EACH
from afterword.schema.schema import Schema

_PERSON_FIELDS = (("owner",), ("postmortem", "keeper"))
"""Free-text fields that name people and describe nothing."""


def brief_facet_names(schema: Schema) -> Collection[str]:
    """Return the names of the facets in the schema of briefs."""
    return frozenset(field.path[-1 if field.path[-1] != EACH else -2] for field in schema.fields if field.facet)


def build_query(data: Mapping[str, Any], prose: str, schema: Schema) -> RankingQuery:
    """Build the query of a brief from its fields and text.

    Its answers are left out, because an answer must not bring up further records to answer.
    """
    facet_values = ((name, data[name]) for name in sorted(brief_facet_names(schema)) if name in data)
    plan = {key: value for key, value in data.items() if key not in (*ANSWERS, "gate")}
    return RankingQuery(plan, collect_facets(facet_values), " ".join((*_free_texts(plan, schema, ()), prose)))


def _free_texts(value: Any, schema: Schema, path: tuple[str, ...]) -> Iterator[str]:
    """Yield the free texts of fields in order; codes, dates and people are left out."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _free_texts(inner, schema, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _free_texts(inner, schema, (*path, EACH))
    elif (
        isinstance(value, str)
        and (field := schema.find_field(path))
        and field.is_free_text
        and path not in _PERSON_FIELDS
    ):
        yield value

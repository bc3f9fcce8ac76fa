"""Definitions of fields, read from the JSON of a schema."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.schema.audience import Audience
from afterword.schema.fields import EACH, MARKS, Field, RawSchema
from afterword.schema.keywords import parse_choice, parse_confidential, parse_labels
from afterword.schema.references import ReferenceResolver

_MAX_DEPTH = 32
"""Depth of nested fields beyond which the nesting is taken to be infinite."""


def list_fields(parent: RawSchema, resolver: ReferenceResolver, path: tuple[str, ...] = ()) -> Iterator[Field]:
    """Yield the fields of a schema in its order, each before the fields inside it; `path` is that of the parent.

    Raises `ValueError` when a definition is invalid.
    """
    if len(path) > _MAX_DEPTH:
        message = f"`{path[0]}` holds fields in fields without end; a `$ref` may lead back to what it stands in"
        raise ValueError(message)
    children: list[tuple[str, RawSchema]] = list(parent.get("properties", {}).items())
    if isinstance(parent.get("additionalProperties"), dict):
        children.append((EACH, parent["additionalProperties"]))
    for name, node in children:
        field = _make_field((*path, name), resolver.resolve(node), resolver)
        yield field
        yield from list_fields(field.raw, resolver, field.path)
        if field.item:
            yield from list_fields(field.item, resolver, (*field.path, EACH))


def _make_field(path: tuple[str, ...], raw: RawSchema, resolver: ReferenceResolver) -> Field:
    """Return the field of a resolved definition."""
    types = raw.get("type", ())
    item = resolver.item_schema(raw)
    return Field(
        path=path,
        title=raw.get("title", path[-1]),
        description=raw.get("description", ""),
        examples=tuple(raw.get("examples", ())),
        types=(types,) if isinstance(types, str) else tuple(types),
        audience=parse_choice(Audience, raw.get("x-audience", Audience.INTERNAL), f"x-audience of `{'.'.join(path)}`"),
        facet=bool(raw.get("x-facet", False)),
        vocabulary=raw.get("x-vocabulary") or item.get("x-vocabulary"),
        marks=frozenset(
            key
            for node in (raw, item)
            for key in node
            if key in MARKS and not (key == "propertyNames" and isinstance(node[key], bool))
        ),
        confidential=parse_confidential(raw, item, path),
        labels=parse_labels(raw, item, path),
        inverse_labels=parse_labels(raw, item, path, "x-inverse-labels"),
        raw=raw,
        item=item,
    )

"""Fields collected from list items and texts in the body, under headings that have a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from afterword.body import Body, ByteRange, ListItem
from afterword.body.sections import find_first_text, is_ticked
from afterword.problems import DataPath
from afterword.schema.fields import EACH, Field, is_free_text
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class CollectedFields:
    """Front matter with what the body adds to it, and the range of each addition in the body by its path."""

    data: dict[str, Any]
    ranges: Mapping[DataPath, ByteRange]


def collect_fields(data: dict[str, Any], body: Body, schema: Schema, vocabulary: Vocabulary) -> CollectedFields:
    """Add the body's list items to the fields of their section roles; a text field gets the first text of the section.

    Duplicates are left out, and so are items of fields that an item cannot express: codes, terms, and rows
    that require more than one key.
    """
    ranges: dict[DataPath, ByteRange] = {}
    for role in dict.fromkeys(heading.role for heading in body.headings if heading.role):
        path: DataPath = tuple((vocabulary.roles[role].field or "").split("."))
        field = schema.find_field(path)
        if field is None or field.path != path or not _has_valid_parents(data, path):
            continue
        value = value_at(data, path)
        if field.is_free_text and value is None and (text_item := find_first_text(body, role)):
            data, ranges[path] = _set_value(data, path, text_item.text), text_item.place
        elif "array" in field.types and (value is None or isinstance(value, list)):
            rows = list(value or ())
            for row, item in _new_rows(field, rows, schema, body, role):
                ranges[*path, len(rows)] = item.place
                rows.append(row)
            data = _set_value(data, path, rows) if len(rows) > len(value or ()) else data
    return CollectedFields(data, ranges)


def drop_body_lists(data: Mapping[str, Any], front_matter: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return data without the lists that only the body has; `front_matter` is the part that is written in fields."""
    if data is front_matter:
        return data
    fields = {}
    for key, value in data.items():
        if isinstance(value, Mapping):
            fields[key] = drop_body_lists(value, front_matter.get(key, {}))
        elif key in front_matter or not isinstance(value, list):
            fields[key] = front_matter.get(key, value)
    return fields


def value_at(data: Mapping[str, Any], path: DataPath) -> Any:
    """Return the value at a path of keys; None when there is none."""
    for key in path[:-1]:
        data = data.get(str(key), {})
    return data.get(str(path[-1]))


def _new_rows(field: Field, rows: list[Any], schema: Schema, body: Body, role: str) -> Iterator[tuple[Any, ListItem]]:
    """Yield the items of a role as rows of a list, without those whose text is already in it."""
    required = field.item.get("required", ())
    main_field = schema.find_field((*field.path, EACH, required[0])) if len(required) == 1 else None
    if not (main_field.is_free_text if main_field else is_free_text(field.item)):
        return
    existing_keys = {
        name_key(str(row.get(required[0]) if main_field and isinstance(row, Mapping) else row)) for row in rows
    }
    boolean_keys = (key for key, raw in field.item.get("properties", {}).items() if "boolean" in raw.get("type", ()))
    checkbox_key = next(boolean_keys, None)  # the field that a ticked box sets: the first boolean one
    for item in body.items.get(role, ()):
        if name_key(item.text) not in existing_keys:
            existing_keys.add(name_key(item.text))
            ticked = {checkbox_key: True} if checkbox_key and is_ticked(body, item) else {}
            yield ({required[0]: item.text, **ticked} if main_field else item.text), item


def _has_valid_parents(data: Mapping[str, Any], path: DataPath) -> bool:
    """Return whether everything on the way to a path is a mapping or is missing."""
    for key in path[:-1]:
        parent = data.get(str(key), {})
        if not isinstance(parent, Mapping):
            return False
        data = parent
    return True


def _set_value(data: Mapping[str, Any], path: DataPath, value: Any) -> dict[str, Any]:
    """Return a copy of the data with a value at a path."""
    key, remaining_path = str(path[0]), path[1:]
    return {**data, key: _set_value(data.get(key, {}), remaining_path, value) if remaining_path else value}

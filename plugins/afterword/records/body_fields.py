"""What a text lists under headings that stand for fields, as if it stood in the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from afterword.body import Body, Item, Range
from afterword.body.sections import is_ticked, opening
from afterword.problems import Path
from afterword.schema.fields import EACH, Field, is_free_text
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class Collected:
    """Front matter with what the body adds to it, and where in the body each addition stands, by its path."""

    data: dict[str, Any]
    places: Mapping[Path, Range]


def collect(data: dict[str, Any], body: Body, schema: Schema, vocabulary: Vocabulary) -> Collected:
    """List items become entries of their role's field, without those it has; of a field of one text, the first text.

    What an item cannot stand for is left alone: a code, a term, or an entry in which more than one thing must be said.
    """
    places: dict[Path, Range] = {}
    for role in dict.fromkeys(heading.role for heading in body.headings if heading.role):
        path: Path = tuple((vocabulary.roles[role].field or "").split("."))
        field = schema.field(path)
        if field is None or field.path != path or not _is_open(data, path):
            continue
        known = held(data, path)
        if field.is_free_text and known is None and (found := opening(body, role)):
            data, places[path] = _with(data, path, found.text), found.place
        elif "array" in field.types and (known is None or isinstance(known, list)):
            rows = list(known or ())
            for row, item in _entries(field, rows, schema, body, role):
                places[*path, len(rows)] = item.place
                rows.append(row)
            data = _with(data, path, rows) if len(rows) > len(known or ()) else data
    return Collected(data, places)


def apart(data: Mapping[str, Any], written: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is told apart from the text: what is `written` in fields, and of the rest of `data` all but lists."""
    if data is written:
        return data
    found = {}
    for key, value in data.items():
        if isinstance(value, Mapping):
            found[key] = apart(value, written.get(key, {}))
        elif key in written or not isinstance(value, list):
            found[key] = written.get(key, value)
    return found


def held(data: Mapping[str, Any], path: Path) -> Any:
    """What stands at a path of keys; None where nothing does."""
    for key in path[:-1]:
        data = data.get(str(key), {})
    return data.get(str(path[-1]))


def _entries(field: Field, known: list[Any], schema: Schema, body: Body, role: str) -> Iterator[tuple[Any, Item]]:
    """The items of a role as entries of a list; none that says what a known one says."""
    required = field.item.get("required", ())
    main = schema.field((*field.path, EACH, required[0])) if len(required) == 1 else None
    if not (main.is_free_text if main else is_free_text(field.item)):
        return
    said = {name_key(str(row.get(required[0]) if main and isinstance(row, Mapping) else row)) for row in known}
    answers = (key for key, raw in field.item.get("properties", {}).items() if "boolean" in raw.get("type", ()))
    box = next(answers, None)  # what a ticked box says of an entry: the first of its fields that can be true
    for item in body.items.get(role, ()):
        if name_key(item.text) not in said:
            said.add(name_key(item.text))
            ticked = {box: True} if box and is_ticked(body, item) else {}
            yield ({required[0]: item.text, **ticked} if main else item.text), item


def _is_open(data: Mapping[str, Any], path: Path) -> bool:
    """Whether nothing else stands where the groups of a path belong."""
    for key in path[:-1]:
        inner = data.get(str(key), {})
        if not isinstance(inner, Mapping):
            return False
        data = inner
    return True


def _with(data: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    key, rest = str(path[0]), path[1:]
    return {**data, key: _with(data.get(key, {}), rest, value) if rest else value}

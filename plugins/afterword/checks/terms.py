"""Where a record uses words and codes that its schema ties to a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from afterword.fields import EACH, Field
from afterword.problems import Path
from afterword.record import Record


def marked(record: Record, mark: str) -> Iterator[tuple[Field, Path, str]]:
    """Every text of a record whose field carries a mark, such as `x-date`, with its path; lists item by item."""
    for field, path, value in values(record, mark):
        yield from ((field, place, text) for place, text in _texts(path, value))


def values(record: Record, mark: str) -> Iterator[tuple[Field, Path, Any]]:
    """Every value of a record whose field carries a mark, with its path."""
    for field in record.schema.marked(mark):
        if field.path[0] in record.data:
            yield from ((field, path, value) for path, value in _values(record.data, field.path, ()))


def _values(value: Any, rest: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    if not rest:
        yield path, value
    elif rest[0] == EACH:
        inner = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
        for key, child in inner:
            yield from _values(child, rest[1:], (*path, key))
    elif isinstance(value, dict) and rest[0] in value:
        yield from _values(value[rest[0]], rest[1:], (*path, rest[0]))


def _texts(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value) if isinstance(item, str))

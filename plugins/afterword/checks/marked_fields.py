"""Where a record uses words and codes that its schema ties to a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from afterword.problems import Path
from afterword.records.record import Record
from afterword.schema.fields import Field


def marked(record: Record, mark: str) -> Iterator[tuple[Field, Path, str]]:
    """Every text of a record whose field carries a mark, such as `x-date`, with its path; lists item by item."""
    return _texts(values(record, mark))


def tags(record: Record) -> Iterator[tuple[Field, Path, str]]:
    """Every tag of a record, wherever its schema asks for tags, with its path."""
    return _texts(record.schema.tags.values(record.data))


def values(record: Record, mark: str) -> list[tuple[Field, Path, Any]]:
    """Every value of a record whose field carries a mark, with its path."""
    return record.schema.marked(mark).values(record.data)


def _texts(found: list[tuple[Field, Path, Any]]) -> Iterator[tuple[Field, Path, str]]:
    for field, path, value in found:
        if isinstance(value, str):
            yield field, path, value
        elif isinstance(value, list):
            yield from ((field, (*path, index), item) for index, item in enumerate(value) if isinstance(item, str))

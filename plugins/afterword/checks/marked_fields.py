"""Words and codes of a record that its schema ties to a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from afterword.problems import DataPath
from afterword.records.record import Record
from afterword.schema.fields import Field


def marked_texts(record: Record, mark: str) -> Iterator[tuple[Field, DataPath, str]]:
    """Yield every text of a record whose field has a mark, such as `x-date`, with its path; lists item by item."""
    return _split_texts(marked_values(record, mark))


def tag_texts(record: Record) -> Iterator[tuple[Field, DataPath, str]]:
    """Yield every tag of a record, in any field of tags, with its path."""
    return _split_texts(record.schema.tag_fields.find_values(record.data))


def marked_values(record: Record, mark: str) -> list[tuple[Field, DataPath, Any]]:
    """Return every value of a record whose field has a mark, with its path."""
    return record.schema.marked_fields(mark).find_values(record.data)


def _split_texts(field_values: list[tuple[Field, DataPath, Any]]) -> Iterator[tuple[Field, DataPath, str]]:
    for field, path, value in field_values:
        if isinstance(value, str):
            yield field, path, value
        elif isinstance(value, list):
            yield from ((field, (*path, index), item) for index, item in enumerate(value) if isinstance(item, str))

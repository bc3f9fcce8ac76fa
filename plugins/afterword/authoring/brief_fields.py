"""Fields that a brief already provides for its record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from afterword.authoring.scaffold import get_value, set_value
from afterword.problems import DataPath
from afterword.records.record import Record
from afterword.schema.schema import Schema

_PATH_IN_RECORD: Mapping[DataPath, DataPath] = {
    ("account",): ("deal", "account"),
    ("competitor",): ("deal", "competitor"),
    ("audience",): ("audience", "target"),
    ("content_types",): ("execution", "content_types"),
    ("postmortem", "due"): ("due",),
    ("postmortem", "keeper"): ("keeper",),
    ("title",): ("brief",),
}
"""The paths of a brief's fields in a record, if they differ."""
_EXCLUDED_FIELDS = ("status", *(path[0] for path in _PATH_IN_RECORD))
"""Fields that have another meaning or another path in a record."""


def carry_over_brief(brief: Record, schema: Schema) -> dict[str, Any]:
    """Return the front matter that a brief provides for its record, from shared and renamed fields."""
    data = {
        key: value
        for key, value in brief.data.items()
        if key not in _EXCLUDED_FIELDS and key in schema.raw["properties"]
    }
    for path, target in _PATH_IN_RECORD.items():
        value = get_value(brief.data, path)
        if value is not None and schema.find_field(target):
            data = set_value(data, target, f"[[{value}]]" if target == ("brief",) else value)
    return data

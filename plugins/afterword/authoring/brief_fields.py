"""What a brief says already about the record of how it went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from afterword.authoring.scaffold import put, value_at
from afterword.problems import Path
from afterword.records.record import Record
from afterword.schema.schema import Schema

_ELSEWHERE: Mapping[Path, Path] = {
    ("account",): ("deal", "account"),
    ("competitor",): ("deal", "competitor"),
    ("audience",): ("audience", "target"),
    ("content_types",): ("execution", "content_types"),
    ("postmortem", "due"): ("due",),
    ("postmortem", "keeper"): ("keeper",),
    ("title",): ("brief",),
}
"""Where a brief's fields stand in a record, if under another name."""
_OWN = ("status", *(path[0] for path in _ELSEWHERE))
"""Fields that mean something else in a record, or stand elsewhere."""


def carried_over(brief: Record, schema: Schema) -> dict[str, Any]:
    """The front matter of a record as far as its brief has it: what both schemas call alike, and what is renamed."""
    data = {key: value for key, value in brief.data.items() if key not in _OWN and key in schema.raw["properties"]}
    for path, target in _ELSEWHERE.items():
        value = value_at(brief.data, path)
        if value is not None and schema.field(target):
            data = put(data, target, f"[[{value}]]" if target == ("brief",) else value)
    return data

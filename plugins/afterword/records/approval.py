"""What is kept of a brief when it is approved: its answers, as a digest, and its targets as they stood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from afterword.records.record import Rows

ANSWERS = ("reviewed", "waived")
"""The fields of a brief that answer the library."""
_TARGET = ("name", "metric", "unit", "planned")


def rows(data: Mapping[str, Any], field: str) -> Rows:
    """The rows of a list in front matter that need not fit its schema: what is no row is passed over."""
    found = data.get(field)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def digest(data: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits that change when an answer does: of the SHA-256 of all of them, in any order."""
    said = sorted(
        json.dumps([field, row], sort_keys=True, ensure_ascii=False) for field in ANSWERS for row in rows(data, field)
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def plan(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The targets of a brief, as far as they are a promise."""
    return [{key: row[key] for key in _TARGET if key in row} for row in rows(data, "kpis")]

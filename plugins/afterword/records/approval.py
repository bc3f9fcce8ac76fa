"""Approval of a brief: the digest of its answers and its targets at that moment, which the stamp keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from afterword.records.record import Rows

ANSWERS = ("reviewed", "waived")
"""Fields of a brief that contain its answers to the gate."""
_TARGET_KEYS = ("name", "metric", "unit", "planned")


def mapping_rows(data: Mapping[str, Any], field: str) -> Rows:
    """Return the mappings in a list of unvalidated front matter; anything else is skipped."""
    value = data.get(field)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def answers_digest(data: Mapping[str, Any]) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of all answers, independent of their order."""
    lines = sorted(
        json.dumps([field, row], sort_keys=True, ensure_ascii=False)
        for field in ANSWERS
        for row in mapping_rows(data, field)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def planned_targets(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the targets of a brief, reduced to the keys that state the target."""
    return [{key: row[key] for key in _TARGET_KEYS if key in row} for row in mapping_rows(data, "kpis")]

"""The stamp that is written into a brief when it is approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from afterword.gate.verdict import GateVerdict
from afterword.records import approval


def build_stamp(verdict: GateVerdict, today: date, version: str) -> Mapping[str, Any]:
    """Return the stamp of a brief that passed: day, version of the library, questions, digest of answers, plan.

    `version` is the beginning of the library's digest; empty if unknown.
    """
    data = verdict.brief.document.data if verdict.brief.document else verdict.brief.data
    fields = {
        "result": "passed",
        "as_of": today.isoformat(),
        "library": version,
        "answered": [demand.name for demand in verdict.questions],
        "answers": approval.answers_digest(data),
        "plan": approval.planned_targets(data),
    }
    return {key: value for key, value in fields.items() if value not in ("", [])}

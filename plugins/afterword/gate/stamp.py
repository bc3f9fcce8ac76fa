"""What is written into a brief when it is approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from afterword.gate.verdict import Verdict
from afterword.records import approval


def stamp(verdict: Verdict, today: date, version: str) -> Mapping[str, Any]:
    """That a brief passed and when, which state of the library it answered to, what it was asked, and its promise.

    `version` are the first digits of the library's digest; nothing where the library does not say.
    """
    data = verdict.brief.document.data if verdict.brief.document else verdict.brief.data
    found = {
        "result": "passed",
        "as_of": today.isoformat(),
        "library": version,
        "answered": [demand.name for demand in verdict.demands],
        "answers": approval.digest(data),
        "plan": approval.plan(data),
    }
    return {key: value for key, value in found.items() if value not in ("", [])}

"""Weekly summary of a library: new records, owed postmortems, most linked records, newest guardrails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from afterword.analysis.causes import list_accounts
from afterword.analysis.deadlines import OwedPostmortem, list_owed
from afterword.analysis.kpis import Kpi, find_most_missed
from afterword.library.projection import Entry, Projection
from afterword.schema.audience import Audience

MAX_LATEST, MAX_ROWS = 6, 5


@dataclass(frozen=True, slots=True)
class Recall:
    """Summary of an entry to recall it by: the KPI that missed most, else the first; the first cause; the lesson."""

    worst_kpi: Kpi | None
    cause: Mapping[str, Any] | None
    lesson: str


def build_recall(entry: Entry, kpis: Sequence[Kpi]) -> Recall:
    """Build the recall of an entry from its KPIs: a win says what to do again, others what to do differently."""
    learnings, accounts = entry.data.get("learnings", {}), list_accounts(entry)
    first, second = ("again", "differently") if entry.is_win else ("differently", "again")
    return Recall(
        find_most_missed(kpis) or (kpis[0] if kpis else None),
        accounts[0].causes[0] if accounts else None,
        learnings.get(first) or learnings.get(second) or "",
    )


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """Summary of a library on a day. `linked` are the entries with most incoming links, with their number."""

    latest: Sequence[Entry]
    owed: Sequence[OwedPostmortem]
    linked: Sequence[tuple[Entry, int]]
    guardrails: Sequence[tuple[Entry, Mapping[str, Any]]]


def summarize_week(library: Projection, mention_counts: Mapping[str, int], today: date) -> WeeklySummary:
    """Summarize the week; owed postmortems are for the internal audience only.

    `mention_counts` has the number of entries that mention an entry, by its slug.
    """
    counted_entries = ((entry, mention_counts.get(entry.slug, 0)) for entry in library.entries)
    linked = sorted((pair for pair in counted_entries if pair[1]), key=lambda pair: -pair[1])
    guardrails = ((entry, rule) for entry in library.entries for rule in entry.data.get("guardrails", ()))
    return WeeklySummary(
        library.entries[:MAX_LATEST],
        list_owed(library, today)[:MAX_ROWS] if library.audience is Audience.INTERNAL else (),
        linked[:MAX_ROWS],
        list(islice(guardrails, MAX_ROWS)),
    )

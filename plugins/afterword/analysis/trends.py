"""How postmortems are held, quarter by quarter; what their actions came to; and causes that keep coming back.

Nothing here is counted by person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from afterword.analysis.attainment import quarter
from afterword.analysis.deadlines import due
from afterword.analysis.kpis import is_number
from afterword.analysis.practice import State, actions
from afterword.library.projection import Entry, Projection
from afterword.text.dates import period

RECURRING = 3
"""Records that have to name a variable until it is called recurring."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """The records that ended in one quarter: how many are published, and how soon and how long they were talked over.

    `lag` is the median of days from the end to the meeting, `late` counts meetings after the due day, both over `met`
    records whose days are known. `planned` and `actual` are median minutes of the time-box, over `timed` records that
    have both.
    """

    key: str
    entries: Sequence[Entry]
    published: int
    met: int
    lag: float | None
    late: int
    timed: int
    planned: float | None
    actual: float | None


@dataclass(frozen=True, slots=True)
class Recurring:
    """A variable that several records in several quarters name as a cause: how many, by quarter, the newest first."""

    variable: str
    quarters: Mapping[str, int]
    entries: Sequence[Entry]


def quarters(library: Projection) -> Sequence[Quarter]:
    """The quarters in which anything of one's own ended, the earliest first; cases from public sources hold none."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        if entry.outcome and not entry.is_public and (key := quarter(entry)):
            found[key].append(entry)
    return [_quarter(key, found[key], library) for key in sorted(found)]


def done(library: Projection, today: date) -> Mapping[str, int]:
    """Actions by what they came to: open, overdue (and open), done, verified."""
    found = Counter(
        "overdue" if action.is_overdue(today) else str(action.state)
        for entry in library.entries
        for action in actions(entry)
    )
    return {state: found[state] for state in (State.OPEN, "overdue", State.DONE, State.VERIFIED)}


def fresh(library: Projection, today: date) -> tuple[int, int, int]:
    """How many published records say when to look at them again, of how many that day is past, how many do not say."""
    days = [period(entry.review_by) for entry in library.entries if entry.status == "published"]
    known = [day for day in days if day]
    return len(known), sum(day.last < today for day in known), len(days) - len(known)


def recurring(library: Projection) -> Sequence[Recurring]:
    """Variables that at least three records of at least two quarters name, the most often named first."""
    found: dict[str, dict[str, tuple[Entry, str]]] = defaultdict(dict)
    for entry in library.entries:
        if when := quarter(entry):
            for cause in entry.causes:
                if "variable" in cause:
                    found[cause["variable"]][entry.path] = (entry, when)
    named = [_recurring(variable, list(rows.values())) for variable, rows in found.items()]
    lasting = [one for one in named if len(one.entries) >= RECURRING and len(one.quarters) > 1]
    return sorted(lasting, key=lambda one: (-len(one.entries), one.variable))


def _quarter(key: str, entries: Sequence[Entry], library: Projection) -> Quarter:
    lags = [lag for entry in entries if (lag := _lag(entry)) is not None]
    boxes = [entry.data.get("timebox", {}) for entry in entries]
    timed = [box for box in boxes if is_number(box.get("planned")) and is_number(box.get("actual"))]
    return Quarter(
        key,
        entries,
        sum(entry.status == "published" for entry in entries),
        len(lags),
        median(lags) if lags else None,
        sum(_is_late(entry, library) for entry in entries),
        len(timed),
        median(box["planned"] for box in timed) if timed else None,
        median(box["actual"] for box in timed) if timed else None,
    )


def _lag(entry: Entry) -> int | None:
    ended, met = period(entry.ends), period(entry.met_on)
    return (met.first - ended.last).days if ended and met and ended.first == ended.last else None


def _is_late(entry: Entry, library: Projection) -> bool:
    day, met = due(entry, library.schema), period(entry.met_on)
    return day is not None and met is not None and met.first > day


def _recurring(variable: str, rows: Sequence[tuple[Entry, str]]) -> Recurring:
    counts = Counter(when for _, when in rows)
    return Recurring(variable, dict(sorted(counts.items(), reverse=True)), tuple(entry for entry, _ in rows))

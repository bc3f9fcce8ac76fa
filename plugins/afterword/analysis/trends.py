"""Trends by quarter: how postmortems are held, what actions led to, and which causes recur.

Nothing here is counted by person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from afterword.analysis.attainment import quarter_of
from afterword.analysis.deadlines import due_date
from afterword.analysis.kpis import is_number
from afterword.analysis.practice import ActionState, list_actions
from afterword.library.projection import Entry, Projection
from afterword.text.dates import parse_period

MIN_RECURRING_RECORDS = 3
"""The number of records that must name a variable before it counts as recurring."""


@dataclass(frozen=True, slots=True)
class QuarterSummary:
    """The records that ended in one quarter, with figures on how their postmortems were held.

    `lag` is the median number of days from the end to the meeting and `late` the number of meetings after the
    deadline, both over the `met` records with known days. `planned` and `actual` are median minutes of the
    timebox, over the `timed` records that have both.
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

    @property
    def ended_count(self) -> int:
        """The number of records that ended in the quarter."""
        return len(self.entries)


class ReviewCounts(NamedTuple):
    """Published records counted by review date: with a date, of those with a past date, without a date."""

    dated: int
    past: int
    undated: int


@dataclass(frozen=True, slots=True)
class RecurringVariable:
    """A variable that several records in several quarters name as a cause, with counts by quarter, newest first."""

    variable: str
    quarters: Mapping[str, int]
    entries: Sequence[Entry]


def summarize_quarters(library: Projection) -> Sequence[QuarterSummary]:
    """Summarize each quarter in which a record of the team ended, the earliest first; skip public cases."""
    entries_by_quarter: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        if entry.outcome and not entry.is_public and (key := quarter_of(entry)):
            entries_by_quarter[key].append(entry)
    return [_summarize_quarter(key, entries_by_quarter[key], library) for key in sorted(entries_by_quarter)]


def count_actions(library: Projection, today: date) -> Mapping[str, int]:
    """Count actions by state: open and not overdue, open and overdue, done, verified."""
    counts = Counter(
        "overdue" if action.is_overdue(today) else str(action.state)
        for entry in library.entries
        for action in list_actions(entry)
    )
    return {state: counts[state] for state in (ActionState.OPEN, "overdue", ActionState.DONE, ActionState.VERIFIED)}


def count_reviews(library: Projection, today: date) -> ReviewCounts:
    """Count the published records by review date."""
    review_periods = [parse_period(entry.review_by) for entry in library.entries if entry.status == "published"]
    stated_periods = [review_period for review_period in review_periods if review_period]
    return ReviewCounts(
        len(stated_periods),
        sum(review_period.last < today for review_period in stated_periods),
        len(review_periods) - len(stated_periods),
    )


def find_recurring_variables(library: Projection) -> Sequence[RecurringVariable]:
    """Return the variables that at least three records of two quarters name, the most frequent first."""
    mentions_by_variable: dict[str, dict[str, tuple[Entry, str]]] = defaultdict(dict)
    for entry in library.entries:
        if quarter_key := quarter_of(entry):
            for cause in entry.causes:
                if "variable" in cause:
                    mentions_by_variable[cause["variable"]][entry.path] = (entry, quarter_key)
    candidates = [_build_recurring(variable, list(rows.values())) for variable, rows in mentions_by_variable.items()]
    recurring_variables = [
        candidate
        for candidate in candidates
        if len(candidate.entries) >= MIN_RECURRING_RECORDS and len(candidate.quarters) > 1
    ]
    return sorted(recurring_variables, key=lambda candidate: (-len(candidate.entries), candidate.variable))


def _summarize_quarter(key: str, entries: Sequence[Entry], library: Projection) -> QuarterSummary:
    lags = [lag for entry in entries if (lag := _days_to_meeting(entry)) is not None]
    timeboxes = [entry.data.get("timebox", {}) for entry in entries]
    timed = [timebox for timebox in timeboxes if is_number(timebox.get("planned")) and is_number(timebox.get("actual"))]
    return QuarterSummary(
        key,
        entries,
        sum(entry.status == "published" for entry in entries),
        len(lags),
        median(lags) if lags else None,
        sum(_is_late(entry, library) for entry in entries),
        len(timed),
        median(timebox["planned"] for timebox in timed) if timed else None,
        median(timebox["actual"] for timebox in timed) if timed else None,
    )


def _days_to_meeting(entry: Entry) -> int | None:
    end_period, meeting = parse_period(entry.ends), parse_period(entry.met_on)
    return (
        (meeting.first - end_period.last).days
        if end_period and meeting and end_period.first == end_period.last
        else None
    )


def _is_late(entry: Entry, library: Projection) -> bool:
    due_day, meeting = due_date(entry, library.schema), parse_period(entry.met_on)
    return due_day is not None and meeting is not None and meeting.first > due_day


def _build_recurring(variable: str, rows: Sequence[tuple[Entry, str]]) -> RecurringVariable:
    counts = Counter(quarter_key for _, quarter_key in rows)
    return RecurringVariable(variable, dict(sorted(counts.items(), reverse=True)), tuple(entry for entry, _ in rows))

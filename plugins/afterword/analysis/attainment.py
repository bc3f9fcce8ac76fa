"""Attainment of plans per KPI, and by market, goal, content type and quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from afterword.analysis.kpis import Kpi, is_number, list_kpis
from afterword.analysis.rates import wilson_interval
from afterword.library.projection import Entry, Projection
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import parse_period

_PLAN_MARK_OFFSET = 0.8
"""Distance from the left edge of the mark of a plan to the plan, in per cent of the bar's width."""


class MeasuredEntry(NamedTuple):
    """An entry with KPIs: for each KPI whether it was hit, and the known shares of plan."""

    entry: Entry
    hits: Sequence[bool | None]
    shares: Sequence[float]


def kpi_attainment(kpi: Kpi) -> float | None:
    """Return the share of its plan that a KPI reached, 1 for all of it.

    The share is actual over plan, or plan over actual where lower is better. Return None unless both are
    numbers, the plan is positive and the actual is not negative, because shares of zero or of a loss are
    meaningless.
    """
    planned, actual = kpi.planned, kpi.actual
    if not is_number(planned) or not is_number(actual) or planned <= 0 or actual < 0:
        return None
    if kpi.lower_is_better:
        return planned / actual if actual > 0 else None
    return actual / planned


class PlanBar(NamedTuple):
    """Actual and plan of a KPI in per cent of the larger one, for a bar."""

    actual: float
    planned: float

    @property
    def plan_start(self) -> float:
        """Left edge of the mark of the plan, in per cent of the bar's width."""
        return max(self.planned - _PLAN_MARK_OFFSET, 0)


def measure_plan_bar(kpi: Kpi) -> PlanBar | None:
    """Return the bar of a KPI; None if it would be misleading, as with text, a negative number or two zeros."""
    planned, actual = kpi.planned, kpi.actual
    if not is_number(planned) or not is_number(actual):
        return None
    larger = max(planned, actual)
    return PlanBar(100 * actual / larger, 100 * planned / larger) if larger > 0 and min(planned, actual) >= 0 else None


class PercentInterval(NamedTuple):
    """Lower and upper end of a confidence interval, in per cent."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Distance between the ends."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class AttainmentGroup:
    """The KPIs of one market, goal, content type or quarter, counted as hit, missed or unknown.

    `middle` is the median share of plan, None where no share is known; `shares` is the number of known shares.
    """

    key: str
    hit: int
    missed: int
    unknown: int
    middle: float | None
    shares: int
    entries: Sequence[Entry]

    @property
    def judged_count(self) -> int:
        """The number of KPIs whose result is known."""
        return self.hit + self.missed

    @property
    def hit_percent(self) -> float:
        """The share of judged KPIs that were hit, in per cent; at least one must be judged."""
        return 100 * self.hit / self.judged_count

    @property
    def chance_percent(self) -> PercentInterval:
        """The 95 % confidence interval of the share of hits (Wilson), in per cent; at least one must be judged."""
        low, high = wilson_interval(self.hit, self.judged_count)
        return PercentInterval(100 * low, 100 * high)

    @property
    def middle_percent(self) -> float | None:
        """The median share of plan, in per cent."""
        return None if self.middle is None else 100 * self.middle


def count_kpis(measured_entries: Iterable[MeasuredEntry]) -> int:
    """Count the KPIs of entries."""
    return sum(len(measured_entry.hits) for measured_entry in measured_entries)


def median_attainment_percent(entry: Entry, vocabulary: Vocabulary) -> int | None:
    """Return the median share of plan that the KPIs of an entry reached, in whole per cent.

    Return None if the entry has not ended or no share is known.
    """
    shares = _measure_entry(entry, list_kpis(entry, vocabulary)).shares
    return round(100 * median(shares)) if shares and entry.outcome else None


def measure_entries(library: Projection) -> Sequence[MeasuredEntry]:
    """Return the KPI results of every entry that has ended and has KPIs."""
    return [
        _measure_entry(entry, list_kpis(entry, library.vocabulary))
        for entry in library.entries
        if entry.outcome and entry.kpis
    ]


def _measure_entry(entry: Entry, kpis: Sequence[Kpi]) -> MeasuredEntry:
    shares = [share for kpi in kpis if (share := kpi_attainment(kpi)) is not None]
    return MeasuredEntry(entry, [kpi.hit for kpi in kpis], shares)


def group_by_market(measured_entries: Iterable[MeasuredEntry]) -> Sequence[AttainmentGroup]:
    """Group KPIs by market; an entry for several markets counts in each."""
    return _group_entries(measured_entries, lambda entry: entry.markets)


def group_by_goal(measured_entries: Iterable[MeasuredEntry]) -> Sequence[AttainmentGroup]:
    """Group KPIs by goal."""
    return _group_entries(measured_entries, lambda entry: [goal] if (goal := entry.data.get("goal")) else [])


def group_by_content_type(measured_entries: Iterable[MeasuredEntry]) -> Sequence[AttainmentGroup]:
    """Group KPIs by content type; an entry with several types counts in each."""
    return _group_entries(measured_entries, lambda entry: entry.data.get("execution", {}).get("content_types", ()))


def group_by_quarter(measured_entries: Iterable[MeasuredEntry]) -> Sequence[AttainmentGroup]:
    """Group KPIs by the quarter in which the entry ended, such as 2026-Q1, the earliest first.

    Entries whose end is not known to the quarter are left out.
    """
    return sorted(
        _group_entries(measured_entries, lambda entry: [key] if (key := quarter_of(entry)) else []),
        key=lambda group: group.key,
    )


def quarter_of(entry: Entry) -> str:
    """Return the quarter in which an entry ended, such as 2026-Q1; empty if unknown."""
    end_period = parse_period(entry.ends)
    first, last = (
        (_format_quarter(day.year, day.month) for day in (end_period.first, end_period.last))
        if end_period
        else ("", "")
    )
    return first if first == last else ""


def _format_quarter(year: int, month: int) -> str:
    return f"{year}-Q{(month + 2) // 3}"


def _group_entries(
    measured_entries: Iterable[MeasuredEntry], keys_of: Callable[[Entry], Iterable[str]]
) -> Sequence[AttainmentGroup]:
    """Group entries by their keys, the group with the most judged KPIs first."""
    groups: dict[str, list[MeasuredEntry]] = defaultdict(list)
    for measured_entry in measured_entries:
        for key in dict.fromkeys(keys_of(measured_entry.entry)):
            groups[key].append(measured_entry)
    return sorted(
        (_summarize_group(key, rows) for key, rows in groups.items()),
        key=lambda group: (-group.judged_count, group.key),
    )


def _summarize_group(key: str, rows: Sequence[MeasuredEntry]) -> AttainmentGroup:
    hits = [hit for row in rows for hit in row.hits]
    shares = [share for row in rows for share in row.shares]
    return AttainmentGroup(
        key,
        hits.count(True),
        hits.count(False),
        hits.count(None),
        median(shares) if shares else None,
        len(shares),
        tuple(row.entry for row in rows),
    )

"""How far plans were met: per KPI, and together by market, goal, content type and quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from afterword.analysis.kpis import Kpi, is_number, kpis
from afterword.dates import period
from afterword.library import Entry, Projection

Measured = tuple[Entry, Kpi]


def attainment(kpi: Kpi) -> float | None:
    """The share of its plan that a KPI reached, 1 being all of it; for costs and the like, plan over actual.

    None unless plan and actual are numbers above zero: a share of nothing, or of a loss, says nothing.
    """
    planned, actual = kpi.planned, kpi.actual
    if not is_number(planned) or not is_number(actual) or planned <= 0 or actual < 0:
        return None
    if kpi.lower_is_better:
        return planned / actual if actual > 0 else None
    return actual / planned


@dataclass(frozen=True, slots=True)
class Group:
    """The KPIs of one market, goal, content type or quarter: how many were hit, missed, or cannot be told.

    `middle` is the median share of plan over the `shares` that are known, None where there is none.
    """

    key: str
    hit: int
    missed: int
    unknown: int
    middle: float | None
    shares: int
    entries: Sequence[Entry]

    @property
    def judged(self) -> int:
        """How many KPIs could be judged at all."""
        return self.hit + self.missed


def measured(library: Projection) -> Sequence[Measured]:
    """Every KPI of every entry that ended, with its entry."""
    return [(entry, kpi) for entry in library.entries if entry.outcome for kpi in kpis(entry, library.vocabulary)]


def by_market(found: Iterable[Measured]) -> Sequence[Group]:
    """KPIs by market; those of an entry for several markets count in each."""
    return _grouped(found, lambda entry: entry.markets)


def by_goal(found: Iterable[Measured]) -> Sequence[Group]:
    """KPIs by goal."""
    return _grouped(found, lambda entry: [goal] if (goal := entry.data.get("goal")) else [])


def by_content(found: Iterable[Measured]) -> Sequence[Group]:
    """KPIs by content type; those of an entry with several count in each."""
    return _grouped(found, lambda entry: entry.data.get("execution", {}).get("content_types", ()))


def by_quarter(found: Iterable[Measured]) -> Sequence[Group]:
    """KPIs by the quarter in which the entry ended, such as 2026-Q1, the earliest first.

    What is known less exactly is in none.
    """
    return sorted(_grouped(found, lambda entry: [key] if (key := quarter(entry)) else []), key=lambda group: group.key)


def quarter(entry: Entry) -> str:
    """The quarter in which an entry ended; empty where that is not known."""
    known = period(entry.ends)
    first, last = (_quarter(day.year, day.month) for day in (known.first, known.last)) if known else ("", "")
    return first if first == last else ""


def _quarter(year: int, month: int) -> str:
    return f"{year}-Q{(month + 2) // 3}"


def _grouped(found: Iterable[Measured], keys: Callable[[Entry], Iterable[str]]) -> Sequence[Group]:
    """Groups, that with most judged KPIs first."""
    groups: dict[str, list[Measured]] = defaultdict(list)
    rows: dict[str, list[Measured]] = defaultdict(list)
    for entry, kpi in found:
        rows[entry.path].append((entry, kpi))
    for own in rows.values():
        for key in dict.fromkeys(keys(own[0][0])):
            groups[key] += own
    return sorted((_group(key, rows) for key, rows in groups.items()), key=lambda group: (-group.judged, group.key))


def _group(key: str, rows: Sequence[Measured]) -> Group:
    hits = [kpi.hit for _, kpi in rows]
    shares = [share for _, kpi in rows if (share := attainment(kpi)) is not None]
    entries: Mapping[str, Entry] = {entry.path: entry for entry, _ in rows}
    return Group(
        key,
        hits.count(True),
        hits.count(False),
        hits.count(None),
        median(shares) if shares else None,
        len(shares),
        tuple(entries.values()),
    )

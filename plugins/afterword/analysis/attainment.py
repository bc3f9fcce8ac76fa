"""How far plans were met: per KPI, and together by market, goal, content type and quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from afterword.analysis.kpis import Kpi, is_number, kpis
from afterword.library.projection import Entry, Projection
from afterword.text.dates import period


class Measured(NamedTuple):
    """An entry that measured something: of each KPI whether it was hit, and the shares of plan that are known."""

    entry: Entry
    hits: Sequence[bool | None]
    shares: Sequence[float]


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
    """What every entry that ended measured, of those that have KPIs."""
    return [
        _measured(entry, kpis(entry, library.vocabulary)) for entry in library.entries if entry.outcome and entry.kpis
    ]


def _measured(entry: Entry, found: Sequence[Kpi]) -> Measured:
    shares = [share for kpi in found if (share := attainment(kpi)) is not None]
    return Measured(entry, [kpi.hit for kpi in found], shares)


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
    for row in found:
        for key in dict.fromkeys(keys(row.entry)):
            groups[key].append(row)
    return sorted((_group(key, rows) for key, rows in groups.items()), key=lambda group: (-group.judged, group.key))


def _group(key: str, rows: Sequence[Measured]) -> Group:
    hits = [hit for row in rows for hit in row.hits]
    shares = [share for row in rows for share in row.shares]
    return Group(
        key,
        hits.count(True),
        hits.count(False),
        hits.count(None),
        median(shares) if shares else None,
        len(shares),
        tuple(row.entry for row in rows),
    )

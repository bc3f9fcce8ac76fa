"""Plan against actual, KPI by KPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from afterword.records.record import Values
from afterword.schema.vocabulary import Vocabulary

Amount = float | int | str | None
"""A number, words where there is no number, or nothing."""
_NUMBERS = (int, float)


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI of a record. `lower_is_better` for costs and the like; all figures in `unit`."""

    name: str
    unit: str
    planned: Amount
    actual: Amount
    baseline: Amount
    lower_is_better: bool
    gap: str
    why: str
    note: str
    source: Any

    @property
    def variance(self) -> float | None:
        """Actual less planned, in the KPI's unit; None unless both are numbers."""
        if is_number(self.planned) and is_number(self.actual):
            return self.actual - self.planned
        return None

    @property
    def hit(self) -> bool | None:
        """Whether the plan was met, by the KPI's direction; None where that cannot be said."""
        variance = self.variance
        if variance is None:
            return None
        return variance <= 0 if self.lower_is_better else variance >= 0

    @property
    def shortfall(self) -> float:
        """How far from plan on the wrong side, as a share of plan (of actual where the plan is 0); 0 if not missed."""
        if self.hit is not False or self.variance is None:
            return 0.0
        base = abs(float(self.planned or 0)) or abs(float(self.actual or 0))
        return abs(self.variance) / base


def kpis(record: Values, vocabulary: Vocabulary) -> Sequence[Kpi]:
    """The KPIs of a record, in its order. The direction is the KPI's own, else its metric's, else higher is better."""
    return [kpi_of(row, vocabulary) for row in record.kpis]


def most_missed(found: Sequence[Kpi]) -> Kpi | None:
    """The KPI furthest from its plan on the wrong side; None when none was missed."""
    missed = [kpi for kpi in found if kpi.shortfall]
    return max(missed, key=lambda kpi: kpi.shortfall) if missed else None


def kpi_of(row: Mapping[str, Any], vocabulary: Vocabulary) -> Kpi:
    """One KPI, as a record writes it."""
    metric = vocabulary.lists.get("metrics", {}).get(row.get("metric", ""))
    better = row.get("better") or (metric.better if metric else "higher")
    return Kpi(
        name=row.get("name", ""),
        unit=row.get("unit") or (metric.unit if metric else ""),
        planned=row.get("planned"),
        actual=row.get("actual"),
        baseline=row.get("baseline"),
        lower_is_better=better == "lower",
        gap=row.get("gap", ""),
        why=row.get("why", ""),
        note=row.get("note", ""),
        source=row.get("source"),
    )


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number; a truth value is none."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)

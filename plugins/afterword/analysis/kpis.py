"""Plan and actual of each KPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from afterword.records.record import RecordFields
from afterword.schema.vocabulary import Vocabulary

Amount = float | int | str | None
"""A number, a text where there is no number, or None."""
_NUMBERS = (int, float)


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI of a record; all figures are in `unit`, and `lower_is_better` is true for costs and the like."""

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
        """Actual minus plan, in the KPI's unit; None unless both are numbers."""
        if is_number(self.planned) and is_number(self.actual):
            return self.actual - self.planned
        return None

    @property
    def hit(self) -> bool | None:
        """True if the plan was met in the KPI's direction; None if that is unknown."""
        variance = self.variance
        if variance is None:
            return None
        return variance <= 0 if self.lower_is_better else variance >= 0

    @property
    def shortfall(self) -> float:
        """The shortfall as a share of the plan, or of the actual if the plan is 0; 0 if not missed."""
        if self.hit is not False or self.variance is None:
            return 0.0
        base = abs(float(self.planned or 0)) or abs(float(self.actual or 0))
        return abs(self.variance) / base


def list_kpis(record: RecordFields, vocabulary: Vocabulary) -> Sequence[Kpi]:
    """Return the KPIs of a record in its order.

    The direction is the KPI's own, or else its metric's, or else higher is better.
    """
    return [build_kpi(row, vocabulary) for row in record.kpis]


def find_most_missed(kpis: Sequence[Kpi]) -> Kpi | None:
    """Return the KPI that missed its plan by the largest share; None if none was missed."""
    missed = [kpi for kpi in kpis if kpi.shortfall]
    return max(missed, key=lambda kpi: kpi.shortfall) if missed else None


def build_kpi(row: Mapping[str, Any], vocabulary: Vocabulary) -> Kpi:
    """Build a KPI from a row of a record, with unit and direction from its metric where the row has none."""
    metric = vocabulary.lists.get("metrics", {}).get(row.get("metric", ""))
    direction = row.get("better") or (metric.better if metric else "higher")
    return Kpi(
        name=row.get("name", ""),
        unit=row.get("unit") or (metric.unit if metric else ""),
        planned=row.get("planned"),
        actual=row.get("actual"),
        baseline=row.get("baseline"),
        lower_is_better=direction == "lower",
        gap=row.get("gap", ""),
        why=row.get("why", ""),
        note=row.get("note", ""),
        source=row.get("source"),
    )


def is_number(value: object) -> TypeGuard[float]:
    """Check whether a value is a number and not a boolean."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)

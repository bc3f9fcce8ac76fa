"""What can be said of a rate: how far chance alone could move it, and whether it is what its parts make."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from afterword.analysis.kpis import is_number, kpi_of
from afterword.records.record import Values
from afterword.schema.vocabulary import Term, Vocabulary

_FORMULA = re.compile(r"(?:(?P<factor>\d+) \* )?(?P<over>[a-z_]+) / (?P<under>[a-z_]+)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_TOLERANCE = 0.01
"""Share by which a figure may differ from what its parts make: people round."""


def wilson(hits: float, sample: float, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a share: both ends from 0 to 1, the share between them.

    `hits` of `sample` trials; Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212. Raises `ValueError` for an empty sample
    and for hits that are not among it.
    """
    if sample <= 0 or not 0 <= hits <= sample:
        message = f"{hits} of {sample} is no share"
        raise ValueError(message)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = hits / sample, z * z / sample
    centre = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * math.sqrt(share * (1 - share) / sample + weight / (4 * sample))
    return max(0.0, min(share, centre - reach)), min(1.0, max(share, centre + reach))  # floats are not exact


def interval(row: Mapping[str, Any], unit: str) -> tuple[float, float] | None:
    """The 95 % interval of a KPI's actual rate, in per cent; None unless it is a rate in % with its sample."""
    actual, sample = row.get("actual"), row.get("sample")
    if unit != "%" or not is_number(actual) or not is_number(sample) or sample < 1 or not 0 <= actual <= 100:
        return None
    low, high = wilson(actual / 100 * float(sample), float(sample))
    return 100 * low, 100 * high


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A KPI of which the record has the parts as well: together, as the `formula` says, they make `value`.

    `row` is its position in the record's list; `stated` and `value` are in its `unit`.
    """

    row: int
    name: str
    unit: str
    stated: float
    value: float
    formula: str
    over: float
    under: float

    @property
    def agrees(self) -> bool:
        """Whether the stated figure is what the parts make, give or take a hundredth, or its own rounding."""
        digits = len(f"{self.stated:.10f}".rstrip("0").partition(".")[2])
        half = 0.5 * 10**-digits * (1 + 1e-9)  # of the last digit that was written; a bit more, as floats are not exact
        return math.isclose(self.stated, self.value, rel_tol=_TOLERANCE, abs_tol=half)


def recomputed(record: Values, vocabulary: Vocabulary) -> Iterator[Recomputed]:
    """Every KPI of a record that its metric's formula makes from others, where all figures are there.

    A part is the KPI of that metric, or else the field that the vocabulary names for it. Money is divided by money of
    the same currency, or by a count and then is in that currency; nothing is divided by zero. Nothing is said of a
    metric that a record has twice, as those may be of different weeks, nor of figures in units of somebody's own.
    """
    metrics = vocabulary.lists.get("metrics", {})
    for index, row in enumerate(record.kpis):
        term = metrics.get(row.get("metric", ""))
        found = _FORMULA.fullmatch(term.formula) if term and term.formula else None
        if not term or not found or not is_number(row.get("actual")) or len(_rows(record, term.key)) > 1:
            continue
        kpi = kpi_of(row, vocabulary)
        over, under = (_part(record, found[name], metrics) for name in ("over", "under"))
        factor = _factor(kpi.unit, term.unit, over[1], under[1]) if over and under else 0
        if over and under and under[0] and factor:
            value = int(found["factor"] or 1) * factor * over[0] / under[0]
            yield Recomputed(index, kpi.name, kpi.unit, row["actual"], value, term.formula, over[0], under[0])


def _factor(unit: str, own: str, over: str, under: str) -> int:
    """What brings the quotient of two parts into a unit, 0 if nothing does.

    `own` is the unit of the metric, `over` and `under` are the currencies of the parts, empty for what is no money.
    """
    if over == under:
        return 100 if unit == "%" else int(unit in ("ratio", own))
    return int(not under and unit in (over, "money"))


def _part(record: Values, metric: str, metrics: Mapping[str, Term]) -> tuple[float, str] | None:
    """A metric's actual figure in a record, and its currency, which is empty for what is no money."""
    term, rows = metrics.get(metric), _rows(record, metric)
    if term and len(rows) == 1:
        unit = rows[0].get("unit", term.unit)
        is_plain = unit == term.unit or (term.unit == "money" and _CURRENCY.fullmatch(unit) is not None)
        return (rows[0]["actual"], unit if term.unit == "money" else "") if is_plain else None
    group, _, name = (term.field if term and not rows else "").partition(".")
    values = record.data.get(group, {})
    return (values[name], values.get("currency", "")) if is_number(values.get(name)) else None


def _rows(record: Values, metric: str) -> Sequence[Mapping[str, Any]]:
    """The KPIs of a metric whose actual figure is a number."""
    return [row for row in record.kpis if row.get("metric") == metric and is_number(row.get("actual"))]

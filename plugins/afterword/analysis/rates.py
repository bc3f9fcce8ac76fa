"""What can be said of a rate: how far chance alone could move it, and whether it is what its parts make."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from afterword.analysis.kpis import is_number, kpis
from afterword.record import Values
from afterword.vocabulary import Term, Vocabulary

_FORMULA = re.compile(r"(?:(?P<factor>\d+) \* )?(?P<over>[a-z_]+) / (?P<under>[a-z_]+)")
_TOLERANCE = 0.01
"""Share by which a figure may differ from what its parts make: people round."""


def wilson(hits: float, sample: int, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a share, both ends from 0 to 1.

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
    return max(0.0, centre - reach), min(1.0, centre + reach)


def interval(row: Mapping[str, Any], unit: str) -> tuple[float, float] | None:
    """The 95 % interval of a KPI's actual rate, in per cent; None unless it is a rate in % with its sample."""
    actual, sample = row.get("actual"), row.get("sample")
    if unit != "%" or not is_number(actual) or not is_number(sample) or sample < 1 or not 0 <= actual <= 100:
        return None
    low, high = wilson(actual / 100 * sample, int(sample))
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
        digits = len(repr(self.stated).partition(".")[2])
        near = math.isclose(self.stated, self.value, rel_tol=_TOLERANCE)
        return near or round(self.value, digits) == self.stated


def recomputed(record: Values, vocabulary: Vocabulary) -> Iterator[Recomputed]:
    """Every KPI of a record that its metric's formula makes from others, where all figures are there.

    A part is the first KPI of that metric, or the field that the vocabulary names for it. Money is divided by money of
    the same currency, or by a count and then is in that currency; nothing is divided by zero.
    """
    metrics = vocabulary.lists.get("metrics", {})
    for index, (row, kpi) in enumerate(zip(record.kpis, kpis(record, vocabulary), strict=True)):
        term = metrics.get(row.get("metric", ""))
        formula = term.formula if term else ""
        found = _FORMULA.fullmatch(formula)
        over, under = (_part(record, found[name], metrics) for name in ("over", "under")) if found else (None, None)
        if found and over and under and is_number(kpi.actual) and under[0] and _fits(kpi.unit, over[1], under[1]):
            value = int(found["factor"] or 1) * (100 if kpi.unit == "%" else 1) * over[0] / under[0]
            yield Recomputed(index, kpi.name, kpi.unit, kpi.actual, value, formula, over[0], under[0])


def _fits(unit: str, over: str, under: str) -> bool:
    """Whether the currencies of two parts, empty for what is no money, make something in a unit."""
    return over == under or (not under and unit in (over, "money"))


def _part(record: Values, metric: str, metrics: Mapping[str, Term]) -> tuple[float, str] | None:
    """A metric's actual figure in a record, and its currency, which is empty for what is no money."""
    term = metrics.get(metric)
    for row in record.kpis:
        if row.get("metric") == metric and is_number(actual := row.get("actual")):
            unit = row.get("unit") or (term.unit if term else "")
            return actual, unit if term and term.unit == "money" else ""
    group, _, name = (term.field if term else "").partition(".")
    values = record.data.get(group, {})
    return (values[name], values.get("currency", "")) if is_number(values.get(name)) else None

"""Confidence intervals of rates, and a check of rates and costs against their own parts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from afterword.analysis.kpis import Kpi, build_kpi, is_number, list_kpis
from afterword.library.projection import Entry, Projection
from afterword.records.record import RecordFields
from afterword.schema.vocabulary import Term, Vocabulary

_FORMULA = re.compile(r"(?:(?P<factor>\d+) \* )?(?P<over>[a-z_]+) / (?P<under>[a-z_]+)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_TOLERANCE = 0.01
"""The share by which a figure may differ from the recomputed value, because people round."""


def wilson_interval(hits: float, sample: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a share, both ends from 0 to 1.

    `hits` out of `sample` trials; Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212. Raises `ValueError` if the
    sample is empty or the hits are not between 0 and the sample.
    """
    if sample <= 0 or not 0 <= hits <= sample:
        message = f"{hits} of {sample} is no share"
        raise ValueError(message)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = hits / sample, z * z / sample
    centre = (share + weight / 2) / (1 + weight)
    margin = z / (1 + weight) * math.sqrt(share * (1 - share) / sample + weight / (4 * sample))
    return max(0.0, min(share, centre - margin)), min(
        1.0, max(share, centre + margin)
    )  # clamp, because floats are inexact


def rate_interval(row: Mapping[str, Any], unit: str) -> tuple[float, float] | None:
    """Return the 95 % interval of a KPI's actual rate, in per cent; None unless it is in % and has a sample."""
    actual, sample = row.get("actual"), row.get("sample")
    if unit != "%" or not is_number(actual) or not is_number(sample) or sample < 1 or not 0 <= actual <= 100:
        return None
    low, high = wilson_interval(actual / 100 * float(sample), float(sample))
    return 100 * low, 100 * high


@dataclass(frozen=True, slots=True)
class SampledRate:
    """Rate in per cent, measured on a sample, with its 95 % confidence interval."""

    entry: Entry
    kpi: Kpi
    sample: int
    low: float
    high: float

    @property
    def is_open(self) -> bool:
        """True if the interval contains the plan, so that chance alone could decide whether it was met."""
        return is_number(self.kpi.planned) and self.low <= self.kpi.planned <= self.high


def list_sampled_rates(library: Projection) -> Sequence[SampledRate]:
    """List every rate of the library that was measured on a sample."""
    return [
        SampledRate(entry, kpi, row["sample"], *interval)
        for entry in library.entries
        for row, kpi in zip(entry.kpis, list_kpis(entry, library.vocabulary), strict=True)
        if (interval := rate_interval(row, kpi.unit))
    ]


@dataclass(frozen=True, slots=True)
class RecomputedKpi:
    """A KPI with the value that its `formula` gives from the parts in the same record.

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
        """True if the stated figure equals the computed value within 1 % or within its own rounding."""
        digits = len(f"{self.stated:.10f}".rstrip("0").partition(".")[2])
        rounding_error = (
            0.5 * 10**-digits * (1 + 1e-9)
        )  # half of the last stated digit, widened a little because floats are inexact
        return math.isclose(self.stated, self.value, rel_tol=_TOLERANCE, abs_tol=rounding_error)


def recompute_kpis(record: RecordFields, vocabulary: Vocabulary) -> Iterator[RecomputedKpi]:
    """Yield every KPI that can be recomputed from the parts in its metric's formula.

    A part is the KPI of that metric, or else the field that the vocabulary names for it. Money is divided by
    money of the same currency or by a count, which gives that currency; division by zero is skipped. Metrics
    that a record has twice are skipped, because they may cover different periods, and so are figures in custom
    units.
    """
    metrics = vocabulary.lists.get("metrics", {})
    for index, row in enumerate(record.kpis):
        term = metrics.get(row.get("metric", ""))
        formula = _FORMULA.fullmatch(term.formula) if term and term.formula else None
        if not term or not formula or not is_number(row.get("actual")) or len(_measured_rows(record, term.key)) > 1:
            continue
        kpi = build_kpi(row, vocabulary)
        numerator, denominator = (_resolve_part(record, formula[name], metrics) for name in ("over", "under"))
        factor = _unit_factor(kpi.unit, term.unit, numerator[1], denominator[1]) if numerator and denominator else 0
        if numerator and denominator and denominator[0] and factor:
            value = int(formula["factor"] or 1) * factor * numerator[0] / denominator[0]
            yield RecomputedKpi(
                index, kpi.name, kpi.unit, row["actual"], value, term.formula, numerator[0], denominator[0]
            )


@dataclass(frozen=True, slots=True)
class SumCheck:
    """KPIs of a library that can be recomputed, each with its entry."""

    recomputed: Sequence[tuple[Entry, RecomputedKpi]]

    @property
    def mismatches(self) -> Sequence[tuple[Entry, RecomputedKpi]]:
        """KPIs whose stated figure differs from the recomputed one."""
        return [(entry, kpi) for entry, kpi in self.recomputed if not kpi.agrees]

    @property
    def agreeing_count(self) -> int:
        """Number of KPIs whose stated figure agrees with the recomputed one."""
        return sum(kpi.agrees for _, kpi in self.recomputed)


def check_sums(library: Projection) -> SumCheck:
    """Recompute every KPI of a library that can be recomputed."""
    return SumCheck([(entry, kpi) for entry in library.entries for kpi in recompute_kpis(entry, library.vocabulary)])


def _unit_factor(unit: str, metric_unit: str, numerator_currency: str, denominator_currency: str) -> int:
    """Return the factor that converts the quotient of two parts to a unit; 0 if the units do not fit.

    `metric_unit` is the unit of the metric; the currencies of the parts are empty unless they are money.
    """
    if numerator_currency == denominator_currency:
        return 100 if unit == "%" else int(unit in ("ratio", metric_unit))
    return int(not denominator_currency and unit in (numerator_currency, "money"))


def _resolve_part(record: RecordFields, metric: str, metrics: Mapping[str, Term]) -> tuple[float, str] | None:
    """Return the actual figure of a metric and its currency, which is empty unless the figure is money."""
    term, rows = metrics.get(metric), _measured_rows(record, metric)
    if term and len(rows) == 1:
        unit = rows[0].get("unit", term.unit)
        is_plain = unit == term.unit or (term.unit == "money" and _CURRENCY.fullmatch(unit) is not None)
        return (rows[0]["actual"], unit if term.unit == "money" else "") if is_plain else None
    group, _, name = (term.field if term and not rows else "").partition(".")
    values = record.data.get(group, {})
    return (values[name], values.get("currency", "")) if is_number(values.get(name)) else None


def _measured_rows(record: RecordFields, metric: str) -> Sequence[Mapping[str, Any]]:
    """Return the KPIs of a metric whose actual figure is a number."""
    return [row for row in record.kpis if row.get("metric") == metric and is_number(row.get("actual"))]

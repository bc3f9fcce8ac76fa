"""Rule: a stated rate or cost equals the value that its own parts give."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.rates import recompute_kpis
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "kpi-mismatch",
    "A KPI is not what its parts make",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each KPI that differs from the value of its metric's formula.

    The record must have all parts of the formula in fitting units. A KPI with a `note` explains itself and is
    skipped.
    """
    for kpi in recompute_kpis(record, library.vocabulary):
        if not kpi.agrees and "note" not in record.kpis[kpi.row]:
            message = say(
                "`{name}` says {stated:,}{unit}, but {formula} make {value:,}{unit} ({over:,} / {under:,}).",
                name=kpi.name,
                stated=_round_figure(kpi.stated, 3),
                value=_round_figure(kpi.value, 2),
                unit=f" {kpi.unit}" if kpi.unit not in ("money", "ratio", "count") else "",
                formula=kpi.formula,
                over=_round_figure(kpi.over, 3),
                under=_round_figure(kpi.under, 3),
            )
            hint = say("Mend whichever is wrong. If both are right, say in `note` what was counted differently.")
            yield Finding(RULE, message, hint, ("kpis", kpi.row, "actual"))


def _round_figure(figure: float, digits: int) -> float:
    """Round a figure to some decimal places, and return an integer if it is whole."""
    rounded = round(float(figure), digits)
    return int(rounded) if rounded.is_integer() else rounded

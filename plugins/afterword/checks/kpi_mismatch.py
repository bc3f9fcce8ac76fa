"""A rate or cost that a record states is what its own parts make."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.rates import recomputed
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, say
from afterword.records.record import Record

RULE = Rule("kpi-mismatch", "A KPI is not what its parts make", Severity.WARNING)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """KPIs whose metric has a formula in the vocabulary, where the record has all parts of it in units that fit.

    One with a `note` says itself how it was counted.
    """
    for found in recomputed(record, library.vocabulary):
        if not found.agrees and "note" not in record.kpis[found.row]:
            message = say(
                "`{name}` says {stated:,}{unit}, but {formula} make {value:,}{unit} ({over:,} / {under:,}).",
                name=found.name,
                stated=_plain(found.stated, 3),
                value=_plain(found.value, 2),
                unit=f" {found.unit}" if found.unit not in ("money", "ratio", "count") else "",
                formula=found.formula,
                over=_plain(found.over, 3),
                under=_plain(found.under, 3),
            )
            hint = say("Mend whichever is wrong. If both are right, say in `note` what was counted differently.")
            yield Finding(RULE, message, hint, ("kpis", found.row, "actual"))


def _plain(figure: float, digits: int) -> float:
    """A figure as people write it: with so many decimals at most, and none where it is whole."""
    rounded = round(float(figure), digits)
    return int(rounded) if rounded.is_integer() else rounded

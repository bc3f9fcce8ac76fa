"""Rule: a KPI states why it met or missed its plan."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.kpis import Kpi, list_kpis
from afterword.checks import kpi_unexplained
from afterword.library.library import Library
from afterword.problems import Finding, Message, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "kpi-without-why",
    "A KPI does not say why it came out as it did",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each KPI without a reason, except those that `kpi-unexplained` reports.

    This covers campaigns, launches and deals in review or published. In a public case only KPIs with comparable
    figures count, because its sources may say no more.
    """
    if record.kind not in ("campaign", "launch", "deal") or record.status not in ("review", "published"):
        return
    for index, kpi in enumerate(list_kpis(record, library.vocabulary)):
        is_reported_elsewhere = kpi.hit is False and kpi_unexplained.requires_explanation(record)
        if (
            not kpi.why
            and not is_reported_elsewhere
            and (kpi.hit is not None or (_has_plan_and_actual(kpi) and not record.is_public))
        ):
            hint = say("Add `why:` in a sentence; write `why: unknown` if nobody knows.")
            yield Finding(RULE, _missing_why_message(kpi), hint, ("kpis", index, "name"))


def _has_plan_and_actual(kpi: Kpi) -> bool:
    """Check whether plan and actual are both known, even if only in words."""
    return all(value not in (None, "unknown") for value in (kpi.planned, kpi.actual))


def _missing_why_message(kpi: Kpi) -> Message:
    if kpi.hit is None:
        return say("`{name}` does not say whether it met its plan, and why.", name=kpi.name)
    if kpi.hit:
        return say("`{name}` met its plan and does not say why.", name=kpi.name)
    return say("`{name}` missed its plan and does not say why.", name=kpi.name)

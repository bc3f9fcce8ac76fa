"""A KPI says why it met its plan, or missed it."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.kpis import Kpi, kpis
from afterword.checks import kpi_unexplained
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Text, say
from afterword.records.record import Record

RULE = Rule("kpi-without-why", "A KPI does not say why it came out as it did", Severity.WARNING)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """In campaigns, launches and deals in review or published, but for what `kpi-unexplained` already asks.

    A public case is asked only where figures can be compared: its sources may say no more.
    """
    if record.kind not in ("campaign", "launch", "deal") or record.status not in ("review", "published"):
        return
    for index, kpi in enumerate(kpis(record, library.vocabulary)):
        is_asked = kpi.hit is False and kpi_unexplained.concerns(record)
        if not kpi.why and not is_asked and (kpi.hit is not None or (_is_told(kpi) and not record.is_public)):
            hint = say("Add `why:` in a sentence; write `why: unknown` if nobody knows.")
            yield Finding(RULE, _message(kpi), hint, ("kpis", index, "name"))


def _is_told(kpi: Kpi) -> bool:
    """Whether plan and result are both known, if only in words."""
    return all(value not in (None, "unknown") for value in (kpi.planned, kpi.actual))


def _message(kpi: Kpi) -> Text:
    if kpi.hit is None:
        return say("`{name}` does not say whether it met its plan, and why.", name=kpi.name)
    if kpi.hit:
        return say("`{name}` met its plan and does not say why.", name=kpi.name)
    return say("`{name}` missed its plan and does not say why.", name=kpi.name)

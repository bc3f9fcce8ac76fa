"""Rule: a missed KPI states the reason and the kind of issue."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.kpis import list_kpis
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "kpi-unexplained",
    "A missed KPI does not say why",
    subjects=(Subject.RECORD,),
    configurable=True,
)


def requires_explanation(record: Record) -> bool:
    """Check whether every missed KPI of a record needs a reason: in published campaigns and launches."""
    return record.status == "published" and record.kind in ("campaign", "launch")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each missed KPI without a reason or a gap.

    A public case may state that the reason is unknown, and needs no gap.
    """
    if not requires_explanation(record):
        return
    for index, kpi in enumerate(list_kpis(record, library.vocabulary)):
        if kpi.hit is not False:
            continue
        if not kpi.why:
            message = say("`{name}` missed its plan and does not say why.", name=kpi.name)
            hint = say("Add `why:` in a sentence; write `why: unknown` if nobody knows.")
            yield Finding(RULE, message, hint, ("kpis", index, "name"))
        if not kpi.gap and not record.is_public:
            message = say("`{name}` missed its plan and does not say what kind of issue it was.", name=kpi.name)
            hint = say(
                "Add `gap: planning` (the target was wrong), `gap: execution` (we did not do it) or `gap: market`."
            )
            yield Finding(RULE, message, hint, ("kpis", index, "name"))

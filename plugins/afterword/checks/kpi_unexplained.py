"""A missed KPI says why, and what kind of issue it was."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.kpis import kpis
from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record

RULE = Rule("kpi-unexplained", "A missed KPI does not say why")


def concerns(record: Record) -> bool:
    """Whether each missed KPI of a record has to say why: of a published campaign or launch."""
    return record.status == "published" and record.kind in ("campaign", "launch")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """A public case may say that the why is unknown, and need not class it."""
    if not concerns(record):
        return
    for index, kpi in enumerate(kpis(record, library.vocabulary)):
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

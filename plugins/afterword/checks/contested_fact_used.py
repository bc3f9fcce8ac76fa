"""Rule: a cause that rests on a contested fact is marked as uncertain itself."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "contested-fact-used",
    "A cause rests on a contested fact",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each contested fact under a cause that is neither disputed nor an opinion."""
    facts = record.data.get("facts", ())
    contested = {
        str(row["id"]): row["fact"]
        for row in facts
        if row.get("status") == "contested" and {"id", "fact"} <= row.keys()
    }
    for index, cause in enumerate(record.causes):
        if cause.get("disputed_by") or cause.get("evidence") == "opinion":
            continue
        for position, fact in enumerate(cause.get("facts", ())):
            if str(fact) in contested:
                message = say("This cause rests on a fact that is contested: “{fact}”", fact=contested[str(fact)])
                hint = say(
                    "Settle the fact first; else say in `disputed_by` who sees it differently, or call the cause "
                    "`evidence: opinion`."
                )
                yield Finding(RULE, message, hint, ("causes", index, "facts", position))

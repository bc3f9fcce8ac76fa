"""Rule: the learnings of a published record are more than cosmetic."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "cosmetic-only",
    "A published record learned nothing but cosmetics",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    if record.status == "published" and record.data.get("learnings", {}).get("depth") == "cosmetic":
        message = say("The learnings are `cosmetic`: they change how things look, and no plan.")
        hint = say("Ask why once more, until the answer changes the next plan (`tactical`) or the aim (`strategic`).")
        yield Finding(RULE, message, hint, ("learnings", "depth"))

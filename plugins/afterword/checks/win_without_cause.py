"""Rule: a win has a cause with evidence, just like a loss."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "win-without-cause",
    "A win is explained by no cause with evidence",
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding if a published campaign or launch won and has no cause with evidence.

    The schema covers deals and projects. Any `evidence` grade counts, even `opinion`, because it is explicit.
    """
    if record.kind not in ("campaign", "launch") or record.status != "published" or not record.is_win:
        return
    if not any(cause.get("evidence") for cause in record.causes):
        outcome = record.outcome
        message = say("This is a win (`outcome: {outcome}`) without a cause that says its evidence.", outcome=outcome)
        hint = say(
            "Add to `causes` what made it work and how you know, or it will be put down to luck: "
            "`- {{cause: …, evidence: data}}`"
        )
        yield Finding(RULE, message, hint, ("outcome",))

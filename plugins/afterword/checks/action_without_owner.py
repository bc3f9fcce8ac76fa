"""Rule: open actions have an owner."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.practice import ActionState, build_action
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "action-without-owner",
    "An action has no owner",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each open action without an owner.

    Only the field `actions` is checked, because a list in the text has no place for an owner.
    """
    rows = enumerate(record.data.get("actions", ()))
    for index, row in ((index, row) for index, row in rows if ("actions", index) not in record.collected_ranges):
        if "action" in row and not row.get("owner") and build_action(row).state is ActionState.OPEN:
            message = say("Nobody owns this action.")
            hint = say("Add one name: `owner: Priya Nair`. What everybody is to do, nobody does.")
            yield Finding(RULE, message, hint, ("actions", index, "action"))

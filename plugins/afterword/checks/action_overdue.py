"""Rule: actions are done by their due day."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.practice import build_action
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "action-overdue",
    "An action is overdue",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    for index, row in enumerate(record.data.get("actions", ())):
        if "action" in row and build_action(row).is_overdue(library.today):
            message = say("“{action}” was due on {day} and is still open.", action=row["action"], day=row["due"])
            hint = say("Write the day it was done as `done`, or agree with its owner on a new `due`.")
            yield Finding(RULE, message, hint, ("actions", index, "due"))

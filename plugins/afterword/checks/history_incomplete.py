"""Rule: git's history is complete where a target is compared with its value at the start."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.plan_changed_after_start import planned, start_to_compare
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "history-incomplete",
    "Git cannot tell whether a target was changed",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Report the first target of a record that has begun if not all of git's history could be read."""
    targets = planned(record)
    if targets and start_to_compare(record, library) and (gap := library.history.gap):
        message = say("Git cannot tell whether this target was changed after the start: {reason}.", reason=gap)
        hint = say(
            "Get the whole history: `git fetch --unshallow`, in CI `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` "
            "(GitLab). If that does not help, `git status` and `git fsck` say what is wrong."
        )
        yield Finding(RULE, message, hint, ("kpis", targets[0][0], "planned"))

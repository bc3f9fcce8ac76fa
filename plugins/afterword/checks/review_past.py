"""Rule: a record is reviewed by its review day."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record
from afterword.text.dates import parse_period

RULE = Rule(
    "review-past",
    "The day to look at a record again has passed",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    review_period = parse_period(record.review_by)
    if review_period is not None and review_period.last < library.today:
        message = say("This was to be looked at again by {day}.", day=record.review_by)
        hint = say(
            "If it still holds, write a later day. If not, correct it, or write a new postmortem that `supersedes` it."
        )
        yield Finding(RULE, message, hint, ("review_by",))

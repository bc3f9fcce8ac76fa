"""Rule: dates exist in the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.marked_fields import marked_texts
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.dates import parse_period

RULE = Rule(
    "date-impossible",
    "A date is not in the calendar",
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    for _, path, text in marked_texts(record, "x-date"):
        if parse_period(text) is None:
            message = say("There is no {date} in the calendar.", date=text)
            yield Finding(RULE, message, say("Check the month and the day, as in 2026-03-31."), path)

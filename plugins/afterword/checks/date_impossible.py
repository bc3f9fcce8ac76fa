"""A date is one that the calendar has."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.marked_fields import marked
from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record
from afterword.text.dates import period

RULE = Rule("date-impossible", "A date is not in the calendar")


def check(record: Record, library: Library) -> Iterator[Finding]:
    for _, path, text in marked(record, "x-date"):
        if period(text) is None:
            message = say("There is no {date} in the calendar.", date=text)
            yield Finding(RULE, message, say("Check the month and the day, as in 2026-03-31."), path)

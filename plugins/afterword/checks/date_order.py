"""Rule: dates are in order, such as the start before the end."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.dates import parse_period

RULE = Rule(
    "date-order",
    "Something ends before it begins",
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)

_ORDER = (("starts", "ends"), ("ends", "met_on"), ("ends", "review_by"))


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each pair of dates in the wrong order.

    Inexact dates are in order if some day of the later one is not before the earlier one begins.
    """
    for earlier, later in _ORDER:
        first, second = (str(record.data.get(key, "")) for key in (earlier, later))
        first_period, second_period = parse_period(first), parse_period(second)
        if first_period and second_period and second_period.last < first_period.first:
            message = say(
                "`{later}` ({second}) lies before `{earlier}` ({first}).",
                later=later,
                second=second,
                earlier=earlier,
                first=first,
            )
            yield Finding(RULE, message, say("Correct one of the two; perhaps they were swapped."), (later,))

"""What began first does not end before."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record
from afterword.text.dates import period

RULE = Rule("date-order", "Something ends before it begins")

_ORDER = (("starts", "ends"), ("ends", "met_on"), ("ends", "review_by"))


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Loose dates are in order as long as some day of the later one is not before the earlier one begins."""
    for earlier, later in _ORDER:
        first, second = (str(record.data.get(key, "")) for key in (earlier, later))
        since, until = period(first), period(second)
        if since and until and until.last < since.first:
            message = say(
                "`{later}` ({second}) lies before `{earlier}` ({first}).",
                later=later,
                second=second,
                earlier=earlier,
                first=first,
            )
            yield Finding(RULE, message, say("Correct one of the two; perhaps they were swapped."), (later,))

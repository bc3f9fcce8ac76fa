"""Dates as loosely as people know them: a day, a month, a quarter or a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_LOOSE = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days a date may mean, first and last included; one day where the day is known."""

    first: date
    last: date


@lru_cache(maxsize=4096)  # the same few dates are asked for again and again
def period(text: str) -> Period | None:
    """The period of `2009`, `2009-Q1`, `2009-01` or `2009-01-31`; None when no calendar has it."""
    found = _LOOSE.fullmatch(text)
    if found is None:
        return None
    year, day = int(found["year"]), found["day"]
    if found["quarter"]:
        first, last = 3 * int(found["quarter"]) - 2, 3 * int(found["quarter"])
    else:
        first, last = (int(found["month"]),) * 2 if found["month"] else (1, 12)
    try:
        start = date(year, first, int(day) if day else 1)
        return Period(start, start if day else date(year, last, monthrange(year, last)[1]))
    except ValueError:
        return None

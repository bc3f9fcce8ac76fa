"""Dates of any precision: a day, a month, a quarter or a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_LOOSE_DATE = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Range of days that a date can mean, first and last included; a single day where the day is known."""

    first: date
    last: date


@lru_cache(maxsize=4096)  # a library repeats the same few dates
def parse_period(text: str) -> Period | None:
    """Parse `2009`, `2009-Q1`, `2009-01` or `2009-01-31` into a period; None when it is not a valid date."""
    match = _LOOSE_DATE.fullmatch(text)
    if match is None:
        return None
    year, day = int(match["year"]), match["day"]
    if match["quarter"]:
        first, last = 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"])
    else:
        first, last = (int(match["month"]),) * 2 if match["month"] else (1, 12)
    try:
        start = date(year, first, int(day) if day else 1)
        return Period(start, start if day else date(year, last, monthrange(year, last)[1]))
    except ValueError:
        return None

"""Dates as people write them, in the ISO forms that a schema takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from babel import Locale

from afterword.text.languages import LANGUAGES

_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([./-])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?")
# Of the countries whose dates have dots, none puts the month first: so says CLDR, and a test asks it again.
_DOTS = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([/-])(?P<month>\d{1,2})\2(?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})([/-])(?P<day>\d{1,2})\2(?P<year>\d{4})")
_NO_DAY = re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})")
_NUMBERS = (_YEAR_FIRST, _DOTS, _DAY_FIRST, _MONTH_FIRST, _NO_DAY)

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = (
    re.compile(rf"(?:{_DAY} )?(?P<name>[^\W\d].*?|\d-.*?)[ /-]?(?P<year>\d{{4}})"),
    re.compile(rf"(?P<name>[^\W\d].*?) {_DAY} (?P<year>\d{{4}})"),
    re.compile(r"(?P<year>\d{4})[ /-]?(?P<name>\D.*|\d-.*)"),
)
_LEFT_OUT = re.compile(r"(?<=[^\W\d])\.|,| (?:года?|г\.?)$")
"""The dot of a short name, a comma, and the Russian word for year."""


def readings(text: str) -> list[str]:
    """The days, months or quarters that a date may mean, as `2026-03-31`, `2026-03` or `2026-Q1`.

    Two where day and month may have changed places: `03/04/2026` is in March or in April. None that no calendar has.
    """
    found = [*_numbers(text), *_named(" ".join(_LEFT_OUT.sub("", text.casefold()).split()))]
    return list(dict.fromkeys(found))


def _numbers(text: str) -> Iterator[str]:
    for form in _NUMBERS:
        if found := form.fullmatch(text):
            yield from _iso(found, f"{int(found['month']):02}")


def _named(text: str) -> Iterator[str]:
    for form in _NAMED:
        if (found := form.fullmatch(text)) and (part := _names().get(found["name"])):
            yield from _iso(found, part)


def _iso(found: re.Match[str], part: str) -> Iterator[str]:
    """A year with its month or quarter, and a day if there is one, in the calendar."""
    day, is_month = found.groupdict().get("day"), part.isdigit()
    try:
        first = date(int(found["year"]), int(part) if is_month else 1, int(day or 1))
    except ValueError:
        return
    if is_month or not day:
        yield first.isoformat() if day else f"{first.year:04}-{part}"


@cache
def _names() -> Mapping[str, str]:
    """Months and quarters by their names, long and short, alone and in a date: `марта`, `март`, `mar`, `q1`."""
    named = {}
    for locale in map(Locale, LANGUAGES):
        for kind, form in ((locale.months, "{:02}"), (locale.quarters, "Q{}")):
            for use in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, name in kind[use][width].items():
                        named[name.casefold().replace(".", "")] = form.format(number)
    return named

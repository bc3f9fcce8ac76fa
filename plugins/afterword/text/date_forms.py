"""Dates as people write them, converted to the ISO forms that a schema accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from babel import Locale

from afterword.text.profiles import PROFILES

_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([./-])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?")
# No country that writes dates with dots puts the month first, according to CLDR; a test verifies it.
_DOTS = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([/-])(?P<month>\d{1,2})\2(?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})([/-])(?P<day>\d{1,2})\2(?P<year>\d{4})")
_NO_DAY = re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})")
_NUMERIC_FORMS = (_YEAR_FIRST, _DOTS, _DAY_FIRST, _MONTH_FIRST, _NO_DAY)

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED_FORMS = (
    re.compile(rf"(?:{_DAY} )?(?P<name>[^\W\d].*?|\d-.*?)[ /-]?(?P<year>\d{{4}})"),
    re.compile(rf"(?P<name>[^\W\d].*?) {_DAY} (?P<year>\d{{4}})"),
    re.compile(r"(?P<year>\d{4})[ /-]?(?P<name>\D.*|\d-.*)"),
)
_ENDINGS = "|".join(ending for profile in PROFILES.values() for ending in profile.date_endings)
_IGNORED = re.compile(rf"(?<=[^\W\d])\.|,| (?:{_ENDINGS})$")
"""The dot of an abbreviation, a comma, and the word for year after one."""


def possible_dates(text: str) -> list[str]:
    """Return the days, months or quarters that a text can mean, as `2026-03-31`, `2026-03` or `2026-Q1`.

    There are two where day and month are ambiguous: `03/04/2026` is in March or in April. Invalid dates are
    left out.
    """
    dates = [*_parse_numeric(text), *_parse_named(" ".join(_IGNORED.sub("", text.casefold()).split()))]
    return list(dict.fromkeys(dates))


def _parse_numeric(text: str) -> Iterator[str]:
    for form in _NUMERIC_FORMS:
        if match := form.fullmatch(text):
            yield from _format_iso(match, f"{int(match['month']):02}")


def _parse_named(text: str) -> Iterator[str]:
    for form in _NAMED_FORMS:
        if (match := form.fullmatch(text)) and (part := _month_and_quarter_names().get(match["name"])):
            yield from _format_iso(match, part)


def _format_iso(match: re.Match[str], part: str) -> Iterator[str]:
    """Yield a valid year with its month or quarter, and with its day if there is one."""
    day, is_month = match.groupdict().get("day"), part.isdigit()
    try:
        first = date(int(match["year"]), int(part) if is_month else 1, int(day or 1))
    except ValueError:
        return
    if is_month or not day:
        yield first.isoformat() if day else f"{first.year:04}-{part}"


@cache
def _month_and_quarter_names() -> Mapping[str, str]:
    """Return months and quarters by name, long and short, alone and in a date: `марта`, `март`, `mar`, `q1`."""
    parts_by_name = {}
    for locale in map(Locale, PROFILES):
        for kind, form in ((locale.months, "{:02}"), (locale.quarters, "Q{}")):
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, name in kind[context][width].items():
                        parts_by_name[name.casefold().replace(".", "")] = form.format(number)
    return parts_by_name

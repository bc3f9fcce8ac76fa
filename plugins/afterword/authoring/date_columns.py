"""Days as spreadsheets write them, in a style that the whole column decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from afterword.problems import Text, say

_DAY = re.compile(
    r"(?P<a>\d{1,4})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{1,4})"
    r"(?:[T,\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[A-Za-z]{2,5}|[+-]\d{2}:?\d{2})?)?"
)
"""A day in numbers; the time and zone behind it do not count."""


class Style(StrEnum):
    """The order of year, month and day."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


@dataclass(frozen=True, slots=True)
class Column:
    """How a column of days is to be read: `slashes` is the order of 03/04/2026, None where the column does not say.

    `styles` counts the days in each style; those that can be read two ways are under None.
    """

    slashes: Style | None
    styles: Mapping[Style | None, int]

    def day(self, text: str) -> date | Text:
        """The day of a cell, or why it is none."""
        return _read(text, self.slashes)


def column(cells: Iterable[str], said: Style | None = None) -> Column:
    """How the days of a column are written. A day above 12 shows which number is the day; so does who says it.

    Year first and points (31.03.2026) have one order only. Without a day above 12, or with some on either side, nothing
    is decided, and days that could be two are not read.
    """
    found = [text for text in cells if text]
    orders = {order for text in found if (order := _shown(text))}
    slashes = said or (orders.pop() if len(orders) == 1 else None)
    styles: dict[Style | None, int] = {}
    for text in found:
        if isinstance(_read(text, slashes), date) or _is_open(text):
            style = _style(text, slashes)
            styles[style] = styles.get(style, 0) + 1
    return Column(slashes, styles)


def _shown(text: str) -> Style | None:
    """The order that one day with slashes proves by itself."""
    parts = _parts(text)
    if parts is None or parts[1] is not None:
        return None
    a, b, _ = parts[0]
    return Style.DMY if a > 12 >= b else Style.MDY if b > 12 >= a else None


def _parts(text: str) -> tuple[tuple[int, int, int], Style | None] | None:
    """The three numbers of a day, and their order where the signs between them tell it."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    a, b, c = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["a"]) == 4 and len(found["c"]) <= 2:
        return (a, b, c), Style.YMD
    if len(found["a"]) > 2 or len(found["c"]) != 4:
        return None
    return (a, b, c), Style.DMY if found["sign"] == "." else None


def _style(text: str, slashes: Style | None) -> Style | None:
    parts = _parts(text)
    return (parts[1] or slashes or _shown(text)) if parts else None


def _is_open(text: str) -> bool:
    """Whether a day can be read two ways, were it not for its column."""
    parts = _parts(text)
    return parts is not None and parts[1] is None and max(parts[0][:2]) <= 12 and parts[0][0] != parts[0][1]


def _read(text: str, slashes: Style | None) -> date | Text:
    parts = _parts(text)
    if parts is None:
        return say("`{day}` is no day in numbers, as in 2026-03-31", day=text[:40]) if text else say("there is no day")
    style = _style(text, slashes)
    if style is None and _is_open(text):
        return say("`{day}` can be two days, and its column does not say which; use --date-style", day=text[:40])
    a, b, c = parts[0]
    year, month, day = (a, b, c) if style is Style.YMD else (c, a, b) if style is Style.MDY else (c, b, a)
    try:
        return date(year, month, day)
    except ValueError:
        return say("there is no day `{day}` in the calendar", day=text[:40])

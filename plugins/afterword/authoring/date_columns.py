"""Dates in spreadsheets, in a style that the whole column determines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from afterword.problems import Message, say

_NUMERIC_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{1,4})"
    r"(?:[T,\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[A-Za-z]{2,5}|[+-]\d{2}:?\d{2})?)?"
)
"""Matches a numeric date; a time and zone after it are ignored."""


class DateStyle(StrEnum):
    """The order of year, month and day."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


@dataclass(frozen=True, slots=True)
class DateColumn:
    """The format of a column of dates: `slash_style` is the order of 03/04/2026, None if ambiguous.

    `style_counts` counts the dates in each style; ambiguous dates are under None.
    """

    slash_style: DateStyle | None
    style_counts: Mapping[DateStyle | None, int]

    def parse_cell(self, text: str) -> date | Message:
        """Parse the date of a cell, or return the reason why it is not a date."""
        return _parse_date(text, self.slash_style)


def detect_date_column(cells: Iterable[str], stated_style: DateStyle | None = None) -> DateColumn:
    """Detect the date style of a column from a stated style, or from a day above 12.

    ISO dates and dates with points (31.03.2026) have only one possible order. Without a day above 12, or with
    such days in both positions, the style is undecided, and ambiguous dates are not parsed.
    """
    filled_cells = [text for text in cells if text]
    proven_styles = {proven_style for text in filled_cells if (proven_style := _proven_style(text))}
    slash_style = stated_style or (proven_styles.pop() if len(proven_styles) == 1 else None)
    style_counts: dict[DateStyle | None, int] = {}
    for text in filled_cells:
        if isinstance(_parse_date(text, slash_style), date) or _is_ambiguous(text):
            style = _date_style(text, slash_style)
            style_counts[style] = style_counts.get(style, 0) + 1
    return DateColumn(slash_style, style_counts)


def _proven_style(text: str) -> DateStyle | None:
    """Return the style that a single date with slashes proves; None if it proves none."""
    parts = _split_date(text)
    if parts is None or parts[1] is not None:
        return None
    a, b, _ = parts[0]
    return DateStyle.DMY if a > 12 >= b else DateStyle.MDY if b > 12 >= a else None


def _split_date(text: str) -> tuple[tuple[int, int, int], DateStyle | None] | None:
    """Return the three numbers of a date, and their order if the separators determine it."""
    match = _NUMERIC_DATE.fullmatch(text.strip())
    if match is None:
        return None
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["a"]) == 4 and len(match["c"]) <= 2:
        return (a, b, c), DateStyle.YMD
    if len(match["a"]) > 2 or len(match["c"]) != 4:
        return None
    return (a, b, c), DateStyle.DMY if match["sign"] == "." else None


def _date_style(text: str, slash_style: DateStyle | None) -> DateStyle | None:
    """Return the style in which a date is read: by its separators, its column, or its own numbers."""
    parts = _split_date(text)
    return (parts[1] or slash_style or _proven_style(text)) if parts else None


def _is_ambiguous(text: str) -> bool:
    """Check whether a date is ambiguous apart from its column."""
    parts = _split_date(text)
    return parts is not None and parts[1] is None and max(parts[0][:2]) <= 12 and parts[0][0] != parts[0][1]


def _parse_date(text: str, slash_style: DateStyle | None) -> date | Message:
    """Parse a date in the style of its column, or return the reason why it is not a date."""
    parts = _split_date(text)
    if parts is None:
        return say("`{day}` is no day in numbers, as in 2026-03-31", day=text[:40]) if text else say("there is no day")
    style = _date_style(text, slash_style)
    if style is None and _is_ambiguous(text):
        return say("`{day}` can be two days, and its column does not say which; use --date-style", day=text[:40])
    a, b, c = parts[0]
    year, month, day = (a, b, c) if style is DateStyle.YMD else (c, a, b) if style is DateStyle.MDY else (c, b, a)
    try:
        return date(year, month, day)
    except ValueError:
        return say("there is no day `{day}` in the calendar", day=text[:40])

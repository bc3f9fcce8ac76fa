"""Dates of any precision become the period of days that they can mean."""

from __future__ import annotations

from datetime import date

import pytest

from afterword.text.dates import Period, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2009", date(2009, 1, 1), date(2009, 12, 31)),
        ("2009-Q2", date(2009, 4, 1), date(2009, 6, 30)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("2009-01-31", date(2009, 1, 31), date(2009, 1, 31)),
    ],
)
def test_a_loose_date_is_a_period(text: str, first: date, last: date) -> None:
    """A year, a quarter, a month and a day cover the days from their first to their last."""
    assert parse_period(text) == Period(first, last)


@pytest.mark.parametrize("text", ["", "09", "2009-Q5", "2009-13", "2009-02-30", "0000", "1/2/2009", "2009-1"])
def test_an_invalid_date_has_no_period(text: str) -> None:
    """Days that no calendar has and other forms are refused."""
    assert parse_period(text) is None

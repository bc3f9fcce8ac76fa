"""A column of dates shows how its days are written."""

from __future__ import annotations

import pytest

from afterword.authoring.date_columns import DateStyle
from crm_tables import days


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["2026-03-04", "2026/3/4", "2026-03-04T23:59:59.999+02:00", "2026-03-04 11:05 PM"], ["2026-03-04"] * 4),
        (["04.03.2026", "4.3.2026 09:00", "04.03.2026 09:00:00 UTC"], ["2026-03-04"] * 3),
        (["04/03/2026", "31/03/2026"], ["2026-03-04", "2026-03-31"]),
        (["04/03/2026", "03/31/2026 1:05 PM"], ["2026-04-03", "2026-03-31"]),
        (["2026-03-04", "04.03.2026"], ["2026-03-04"] * 2),
    ],
)
def test_a_column_shows_how_its_days_are_written(cells: list[str], read_as: list[str]) -> None:
    """A day above 12 anywhere in it decides; time and zone do not count."""
    assert days(*cells) == read_as


def test_what_can_be_two_days_is_not_guessed() -> None:
    """Where nothing decides, or both are there, only what can be one day is read; who knows may say."""
    open_day = "`04/03/2026` can be two days, and its column does not say which; use --date-style"
    assert days("04/03/2026", "05/05/2026") == [open_day, "2026-05-05"]
    assert days("04/03/2026", "31/03/2026", "03/31/2026") == [open_day, "2026-03-31", "2026-03-31"]
    assert days("04/03/2026", style=DateStyle.MDY) == ["2026-04-03"]
    assert days("04/03/2026", "31/03/2026", style=DateStyle.MDY) == [
        "2026-04-03",
        "there is no day `31/03/2026` in the calendar",
    ]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("", "there is no day"),
        ("46112", "`46112` is no day in numbers, as in 2026-03-31"),
        ("31.03.26", "`31.03.26` is no day in numbers, as in 2026-03-31"),
        ("March 31, 2026", "`March 31, 2026` is no day in numbers, as in 2026-03-31"),
        ("2026-02-30", "there is no day `2026-02-30` in the calendar"),
        ("0000-01-01", "there is no day `0000-01-01` in the calendar"),
    ],
)
def test_what_is_no_day_says_so(cell: str, says: str) -> None:
    """Words, serial numbers and years of two digits could mean anything."""
    assert days(cell) == [says]

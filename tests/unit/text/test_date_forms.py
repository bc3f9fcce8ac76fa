"""Dates in the forms that people write are recognized."""

from __future__ import annotations

import re

import pytest
from babel import Locale, localedata

from afterword.text.date_forms import possible_dates


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("31.03.2026", ["2026-03-31"]), ("2026/03/31", ["2026-03-31"]), ("2026-3-1", ["2026-03-01"]),
        ("31 March 2026", ["2026-03-31"]), ("March 31, 2026", ["2026-03-31"]), ("1st march 2026", ["2026-03-01"]),
        ("31 марта 2026", ["2026-03-31"]), ("31 марта 2026 г.", ["2026-03-31"]), ("сент. 2026", ["2026-09"]),
        ("March 2026", ["2026-03"]), ("Март 2026 года", ["2026-03"]), ("марта 2026", ["2026-03"]),
        ("03.2026", ["2026-03"]), ("Q1 2026", ["2026-Q1"]), ("2026 Q1", ["2026-Q1"]), ("2026-q1", ["2026-Q1"]),
        ("1-й квартал 2026", ["2026-Q1"]), ("31/03/2026", ["2026-03-31"]), ("03/03/2026", ["2026-03-03"]),
        ("03/04/2026", ["2026-04-03", "2026-03-04"]), ("3-4-2026", ["2026-04-03", "2026-03-04"]),
        ("30.02.2026", []), ("2026-13-01", []), ("Marsh 2026", []), ("31.03.26", []), ("31 Q1 2026", []), ("May", []),
    ],
)  # fmt: skip
def test_a_date_is_known_by_its_form(written: str, iso: list[str]) -> None:
    """In two languages and in figures; where day and month may have changed places there are two readings."""
    assert possible_dates(written) == iso


def test_dots_mean_that_the_day_comes_first() -> None:
    """Of all countries and languages that CLDR knows, none writes dates with dots and the month first."""
    orders = set()
    for name in localedata.locale_identifiers():
        for form in Locale.parse(name).date_formats.values():
            if found := re.fullmatch(r"\W*([dMy])+\. ?([dMy])+\. ?([dMy])+\.?", form.pattern.replace("MMM", "")):
                orders.add("".join(found.groups()))
    assert orders == {"dMy", "yMd"}

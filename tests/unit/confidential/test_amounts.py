"""Amounts are found however they are written, and small numbers and years are left alone."""

from __future__ import annotations

import pytest

from afterword.confidential.amounts import find_amounts


@pytest.mark.parametrize(
    "text",
    [
        *(
            "84,000",
            "84 000",
            "84.000",
            "€84k",
            "84K",
            "0.084m",
            "84 тыс.",
            "84 thousand",
            "EUR 84,000.00",
            "84000 EUR",
        ),
        *("84\u00a0000\u00a0руб.", "84'000", "EUR84000", "84 т.р.", "84к", "84 kEUR"),
    ],
)
def test_an_amount_is_found_however_it_is_written(text: str) -> None:
    """With separators of any country, a magnitude or a currency."""
    assert any(84000.0 in hit.values for hit in find_amounts(f"It was {text} then"))


@pytest.mark.parametrize("text", ["in 2026", "40 people", "84%", "TOP 40", "€84", "A84000", "ABC84000"])
def test_small_numbers_and_years_are_no_amounts(text: str) -> None:
    """What is in many texts by chance does not alarm."""
    assert list(find_amounts(text)) == []

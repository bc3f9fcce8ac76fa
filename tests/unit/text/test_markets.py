"""Countries are recognized by code and by name in each language of the interface."""

from __future__ import annotations

import pytest

from afterword.text.markets import country_codes, find_country_code, is_country


@pytest.mark.parametrize(("name", "code"), [("Germany", "DE"), ("германия", "DE"), ("BRAZIL", "BR"), ("Utopia", None)])
def test_a_country_is_found_by_its_name(name: str, code: str | None) -> None:
    """Case does not count, and both English and Russian names work."""
    assert find_country_code(name) == code


def test_only_assigned_letters_are_a_code() -> None:
    """Three letters, unassigned letters and an empty text are no ISO 3166-1 alpha-2 codes."""
    assert [code for code in ("DE", "DEU", "XX", "") if is_country(code)] == ["DE"]


def test_every_named_country_has_an_official_code() -> None:
    """CLDR also names regions such as the euro area, which are no countries."""
    assert all(is_country(code) for code in country_codes().values())

"""Countries: ISO 3166-1 codes by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pycountry
from babel import Locale

from afterword.text.profiles import PROFILES


def is_country(code: str) -> bool:
    """Return whether two capital letters are a code of ISO 3166-1."""
    return pycountry.countries.get(alpha_2=code) is not None


@cache
def country_codes() -> Mapping[str, str]:
    """Return the codes of countries by their CLDR names in each language of the interface."""
    return {
        name: code
        for lang in PROFILES
        for code, name in Locale(lang).territories.items()
        if len(code) == 2 and is_country(code)
    }


def find_country_code(name: str) -> str | None:
    """Return the code of a country by its full name, ignoring case; None when it is unknown."""
    return _codes_by_folded_name().get(name.casefold())


@cache
def _codes_by_folded_name() -> Mapping[str, str]:
    """Return the codes of countries by name, ignoring case."""
    return {name.casefold(): code for name, code in country_codes().items()}

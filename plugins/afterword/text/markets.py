"""Countries: their ISO 3166-1 codes by what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pycountry
from babel import Locale

from afterword.text.languages import LANGUAGES


def is_country(code: str) -> bool:
    """Whether ISO 3166-1 has a code of two capital letters."""
    return pycountry.countries.get(alpha_2=code) is not None


@cache
def codes() -> Mapping[str, str]:
    """The codes of countries by their names in each language of the interface, as CLDR has them."""
    return {
        name: code
        for lang in LANGUAGES
        for code, name in Locale(lang).territories.items()
        if len(code) == 2 and is_country(code)
    }


def code_of(name: str) -> str | None:
    """The code of a country by its whole name, in any case."""
    return _folded().get(name.casefold())


@cache
def _folded() -> Mapping[str, str]:
    return {name.casefold(): code for name, code in codes().items()}

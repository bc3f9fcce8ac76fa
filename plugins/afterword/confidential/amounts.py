"""Find amounts of money in texts however they are written: `84,000`, `€84k`, `84 тыс.`, `0.084m`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.numbers import list_currencies

_MAGNITUDES: Mapping[float, str] = {
    1e3: r"k|tsd\.?|thousand|grand|к|тыс\.?|тысяч\w*|тыщ\w*|т\.?[ \u00a0]?р\.?",
    1e6: r"m|mn|mln\.?|mio\.?|mill?\.?|millions?|млн\.?|миллион\w*",
    1e9: r"b|bn|bln\.?|mrd\.?|billions?|млрд\.?|миллиард\w*",
}
_CURRENCY = (
    rf"[$€£¥₽₸₴₹₺₩₪₫]|(?-i:{'|'.join(sorted(list_currencies()))})(?![a-z])|euros?|dollars?|pounds?|roubles?|rubles?|tenge|francs?|yen|yuan"
    r"|евро|долл\w*\.?|руб\w*\.?|р\.|тенге|фунт\w*|юан\w*"
)
_MAGNITUDE = "|".join(_MAGNITUDES.values())
_SPACE = r"[ \t\u00a0\u2009\u202f]?"
_DIGITS = re.compile(
    r"(?:(?<![\w.,])|(?<=\b[A-Z]{3}))"
    r"(?:\d{1,3}(?:[ ,.'’\u00a0\u2009\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)(?!\d)"
)
_CURRENCY_BEFORE = re.compile(rf"(?<!\w)(?:{_CURRENCY}){_SPACE}$", re.IGNORECASE)
_UNITS_AFTER = re.compile(
    rf"(?:{_SPACE}-?(?P<early>{_CURRENCY})(?!\w))?(?:{_SPACE}-?(?P<magnitude>{_MAGNITUDE})(?:(?!\w)|(?={_CURRENCY})))?"
    rf"(?:{_SPACE}(?P<late>{_CURRENCY})(?!\w))?",
    re.IGNORECASE,
)
_CURRENCY_WINDOW = 12
"""Number of characters before a number in which its currency may stand."""
_GROUP_SEPARATOR = re.compile(r"(?<=\d)[ ,.'’\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_MIN_DIGITS = 4
"""Digits from which on a bare number counts as an amount."""
_MIN_AMOUNT = 1000
"""Smallest amount that is searched for, because smaller numbers occur in too many texts by chance."""
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class AmountHit:
    """Amount in a text from character `start` to `end`, with the values it may mean."""

    start: int
    end: int
    values: frozenset[float]
    has_currency: bool = False


def find_amounts(text: str) -> Iterator[AmountHit]:
    """Yield the numbers of a text that may be amounts.

    These have a currency or a magnitude beside them, or at least four digits, except years.
    """
    for match in _DIGITS.finditer(text):
        digits = match[0]
        before = _CURRENCY_BEFORE.search(text[max(0, match.start() - _CURRENCY_WINDOW) : match.start()])
        if not before and text[match.start() - 1 : match.start()].isalpha():
            continue  # for example ABC84000
        after = _UNITS_AFTER.match(text, match.end())
        magnitude = ((after and after["magnitude"]) or "").lower()
        has_currency = bool(before or (after and (after["early"] or after["late"])))
        digits_only = re.sub(r"\D", "", digits)
        is_year = len(digits) == _MIN_DIGITS and digits.isdigit() and int(digits) in _YEARS
        if has_currency or magnitude or (len(digits_only) >= _MIN_DIGITS and not is_year):
            factor = next((size for size, words in _MAGNITUDES.items() if re.fullmatch(words, magnitude)), 1.0)
            values = frozenset(round(number * factor, 2) for number in _parse_digits(digits))
            if max(values) >= _MIN_AMOUNT:
                start = match.start() - (len(before[0]) if before else 0)
                yield AmountHit(start, after.end() if after else match.end(), values, has_currency)


def _parse_digits(digits: str) -> Iterator[float]:
    """Yield the values that digits may mean: `84.000` is 84 as well as 84,000."""
    yield float(_GROUP_SEPARATOR.sub("", digits).replace(",", "."))
    if re.fullmatch(r"\d+[.,]\d+", digits):
        yield float(digits.replace(",", "."))

"""Compare two values of one field: texts, codes, numbers within a tolerance, money, months."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

from afterword.analysis.inputs import ValueForm, split_text
from afterword.analysis.kpis import is_number
from afterword.schema.vocabulary import Tolerance
from afterword.text.names import name_key
from afterword.text.profiles import PROFILES

_MONTHS_OF_YEAR = 12
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CACHE_SIZE = 10_000

NUMBER_WORDS = {
    word: str(number)
    for profile in PROFILES.values()
    for row in profile.number_words
    for number, word in enumerate(row.split(), start=1)
}
"""Numbers in words and in digits, which a comparison treats as one spelling."""


class ValueMatch(Enum):
    """Result of comparing the values of two records."""

    SAME = "same"
    DIFFERS = "differs"
    UNCLEAR = "unclear"
    """Recorded in both, but in forms that cannot be compared, such as in two languages."""
    UNKNOWN = "unknown"
    """Recorded in one only."""
    ABSENT = "absent"


def match_values(form: ValueForm, a: Any, b: Any, languages: tuple[str, str], tolerance: Tolerance) -> ValueMatch:
    """Compare two values of a form; `tolerance` is for numbers, `languages` are those of the two records."""
    if a is None or b is None:
        return ValueMatch.ABSENT if a is None and b is None else ValueMatch.UNKNOWN
    match form:
        case ValueForm.MONEY if a[1] != b[1]:
            return ValueMatch.UNCLEAR
        case ValueForm.MONEY:
            is_same = is_close(a[0], b[0], tolerance)
        case ValueForm.MONTHS:
            difference = abs(sum(a) - sum(b)) / 2
            is_same = min(difference, _MONTHS_OF_YEAR - difference) <= tolerance.at_least
        case ValueForm.TALLY:
            return _match_tallies(a, b, languages, tolerance)
        case ValueForm.CODES:
            is_same = set(a) == set(b)
        case ValueForm.NUMBER | ValueForm.DAYS | ValueForm.WORDS:
            if not (is_number(a) and is_number(b)):
                return match_words(a, b, languages)
            is_same = is_close(a, b, tolerance)
    return ValueMatch.SAME if is_same else ValueMatch.DIFFERS


def is_close(a: float, b: float, tolerance: Tolerance) -> bool:
    """Return whether two numbers are equal within the tolerance, its limit included."""
    difference = abs(a - b)
    return difference <= tolerance.at_least or difference * 100 <= tolerance.percent * min(abs(a), abs(b))


def _match_tallies(
    a: Mapping[str, int], b: Mapping[str, int], languages: tuple[str, str], tolerance: Tolerance
) -> ValueMatch:
    """Compare counts by name: the same names, and counts that differ by at most a share of the smaller total."""
    names = match_words(list(a), list(b), languages)
    if names is not ValueMatch.SAME:
        return names
    counts_a, counts_b = _fold_tally(a), _fold_tally(b)
    smaller_total = min(sum(counts_a.values()), sum(counts_b.values()))
    is_same = all(
        abs(count - counts_b[name]) * 100 <= tolerance.percent * smaller_total for name, count in counts_a.items()
    )
    return ValueMatch.SAME if is_same else ValueMatch.DIFFERS


def _fold_tally(tally: Mapping[str, int]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for name, count in tally.items():
        counts[_fold_text(name)] += count
    return counts


def match_words(a: Any, b: Any, languages: tuple[str, str]) -> ValueMatch:
    """Compare texts or lists of texts; spelling and order do not count.

    Two languages cannot be compared, nor a number and a text such as “about 5”.
    """
    if fold_words(a) == fold_words(b):
        return ValueMatch.SAME
    texts = [", ".join(value) if isinstance(value, list) else str(value) for value in (a, b)]
    has_letters = [any(sign.isalpha() for sign in text) for text in texts]
    if not any(has_letters):
        return ValueMatch.DIFFERS
    is_one_language = languages[0] == languages[1] and len({bool(_CYRILLIC.search(text)) for text in texts}) == 1
    return ValueMatch.DIFFERS if all(has_letters) and is_one_language else ValueMatch.UNCLEAR


def fold_words(value: Any) -> frozenset[str]:
    """Return the items of a text or list, without spelling variants and order."""
    return frozenset(map(_fold_text, value if isinstance(value, list) else split_text(str(value))))


@lru_cache(maxsize=_CACHE_SIZE)
def _fold_text(text: str) -> str:
    """Return a text without spelling variants: case, ё, quotes, dashes, thousands separators, numbers in words."""
    folded = re.sub("[\u2010-\u2015\u2212]", "-", name_key(text).replace("ё", "е"))
    folded = re.sub(r"(?<=\d)[ ,'’](?=\d{3}(?!\d))", "", folded)
    folded = re.sub(r"""[«»"“”„‘’'`()!?…:*_]|\.(?!\d)|-(?!\d)""", " ", folded)
    return " ".join(NUMBER_WORDS.get(word, word) for word in folded.replace(" %", "%").split())

"""Two values of one field are the same, differ, or cannot be compared."""

from __future__ import annotations

from typing import Any

import pytest

from afterword.analysis.inputs import ValueForm
from afterword.analysis.values import ValueMatch, is_close, match_values, match_words
from afterword.schema.vocabulary import Tolerance

ENGLISH = ("en", "en")


@pytest.mark.parametrize(
    ("form", "a", "b", "match"),
    [
        (ValueForm.MONEY, [100, "EUR"], [104, "EUR"], ValueMatch.SAME),
        (ValueForm.MONEY, [100, "EUR"], [100, "USD"], ValueMatch.UNCLEAR),
        (ValueForm.MONTHS, [12, 12], [1, 1], ValueMatch.SAME),
        (ValueForm.MONTHS, [1, 1], [7, 7], ValueMatch.DIFFERS),
        (ValueForm.CODES, ["DE", "FR"], ["FR", "DE"], ValueMatch.SAME),
        (ValueForm.TALLY, {"micro": 4}, {"Micro": 4}, ValueMatch.SAME),
        (ValueForm.TALLY, {"micro": 4}, {"micro": 9}, ValueMatch.DIFFERS),
        (ValueForm.NUMBER, 6, 6, ValueMatch.SAME),
        (ValueForm.NUMBER, 6, "six", ValueMatch.SAME),
        (ValueForm.WORDS, "weekly", None, ValueMatch.UNKNOWN),
        (ValueForm.WORDS, None, None, ValueMatch.ABSENT),
    ],
)
def test_values_are_compared_by_their_form(form: ValueForm, a: Any, b: Any, match: ValueMatch) -> None:
    """Numbers within the tolerance are equal, December and January are neighbours, currencies are not converted."""
    assert match_values(form, a, b, ENGLISH, Tolerance(percent=5, at_least=1)) is match
    assert match_values(form, b, a, ENGLISH, Tolerance(percent=5, at_least=1)) is match


@pytest.mark.parametrize(
    ("a", "b", "languages", "match"),
    [
        ("“Two” posts a week", "2 posts – a week", ENGLISH, ValueMatch.SAME),
        ("two posts a week", "three posts a week", ENGLISH, ValueMatch.DIFFERS),
        ("red and blue", ["blue", "red"], ENGLISH, ValueMatch.SAME),
        ("weekly", "еженедельно", ("en", "ru"), ValueMatch.UNCLEAR),
        ("5", "about 5", ENGLISH, ValueMatch.UNCLEAR),
        ("5", "6", ENGLISH, ValueMatch.DIFFERS),
    ],
)
def test_texts_are_compared_without_spelling(a: Any, b: Any, languages: tuple[str, str], match: ValueMatch) -> None:
    """Case, quotation marks, order and numbers in words do not count; two languages cannot be compared."""
    assert match_words(a, b, languages) is match


def test_the_limit_of_a_tolerance_is_still_equal() -> None:
    """The share is of the smaller number."""
    assert is_close(100, 110, Tolerance(percent=10))
    assert not is_close(100, 110.1, Tolerance(percent=10))

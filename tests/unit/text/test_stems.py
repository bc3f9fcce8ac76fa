"""Inflected words have one stem, in English and in Russian."""

from __future__ import annotations

import pytest

from afterword.text.stems import count_words, is_significant, is_stopword, stem_text, stem_word


@pytest.mark.parametrize("forms", [("deal", "deals", "Deals"), ("воронка", "воронки", "воронкой"), ("ёлка", "елки")])
def test_inflected_forms_have_one_stem(forms: tuple[str, ...]) -> None:
    """Case, endings and ё do not count."""
    assert len(set(map(stem_word, forms))) == 1


def test_single_letters_are_left_out_of_a_text() -> None:
    """Numbers of one digit stay."""
    assert stem_text("Plan B of 3 markets") == ["plan", "of", "3", "market"]


def test_stopwords_carry_no_meaning() -> None:
    """They are recognized as words and as stems."""
    assert is_stopword("The")
    assert is_stopword("были")
    assert not is_stopword("funnel")
    assert [stem for stem in ("the", "funnel", "x", "7") if is_significant(stem)] == ["funnel", "7"]


def test_words_are_counted_as_written() -> None:
    """In the order in which they first occur."""
    assert list(count_words(["Ask early", "ask early"]).items()) == [("Ask", 1), ("early", 2), ("ask", 1)]

"""The nearest candidate for a mistyped word is found, or none is suggested."""

from __future__ import annotations

from afterword.text.similarity import find_nearest, letter_similarity, normalize_text, word_similarity


def test_the_nearest_candidate_is_suggested() -> None:
    """One letter too few still leads to the word that was meant."""
    assert find_nearest("keepr", ["kind", "keeper", "status"]) == "keeper"


def test_nothing_is_suggested_for_a_word_like_no_other() -> None:
    """A poor suggestion would confuse."""
    assert find_nearest("zebra", ["kind", "keeper", "status"]) is None


def test_word_order_does_not_count() -> None:
    """The same words in another order are equal, and a score below the threshold is 0."""
    first, second = normalize_text("Frozen, funnel!"), normalize_text("funnel frozen")
    assert word_similarity(first, second, 50) == 100
    assert word_similarity(first, "something else", 90) == 0


def test_letters_are_compared_one_by_one() -> None:
    """From 0 for nothing in common to 100 for equal words."""
    scores = [letter_similarity(*pair) for pair in (("abc", "xyz"), ("nortlait", "northlait"), ("a", "a"))]
    assert scores[0] == 0 < scores[1] < scores[2] == 100

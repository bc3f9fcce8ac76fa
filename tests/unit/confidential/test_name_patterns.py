"""A name is searched for by its significant words, unless it only describes somebody."""

from __future__ import annotations

import pytest

from afterword.confidential.name_patterns import apply_exceptions, make_patterns
from afterword.confidential.word_lists import load_word_lists


def words(name: str) -> list[tuple[str, ...]]:
    """Return the words of each pattern of a name."""
    return [pattern.words for pattern in make_patterns(name, load_word_lists())]


@pytest.mark.parametrize("name", ["a colleague from finance", "Bid lead"])
def test_a_description_is_no_name(name: str) -> None:
    """It would be in every text."""
    assert words(name) == []


def test_the_kind_of_a_firm_is_not_searched_for() -> None:
    """The significant word is, alone and together with the kind."""
    assert words("Northlight Ltd") == [("Northlight",), ("Northlight", "Ltd")]


def test_an_exception_removes_its_patterns() -> None:
    """Spelling does not count, and an exception that names nobody stays unused."""
    patterns = list(make_patterns("Northlight", load_word_lists()))
    assert apply_exceptions(patterns, {"north-light": "a public customer", "Acme": "unknown"}) == ([], {"north-light"})

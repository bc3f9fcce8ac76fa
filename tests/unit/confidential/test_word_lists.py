"""Words that identify nobody are known in both languages and any inflection."""

from __future__ import annotations

from afterword.confidential.word_lists import load_word_lists


def test_kinds_ordinary_words_and_first_names_are_told_apart() -> None:
    """A rare word is in no list."""
    lists = load_word_lists()
    assert lists.is_kind("Ltd")
    assert lists.is_ordinary("Target")
    assert lists.is_given_name("Anna")
    assert lists.is_given_name("Ивана")
    assert lists.is_common("the")
    assert not any((lists.is_kind("Northlight"), lists.is_common("Northlight"), lists.is_given_name("Northlight")))

"""A word is a name or an ordinary word, depending on where it stands."""

from __future__ import annotations

import re

import pytest

from afterword.confidential.name_patterns import WORD, NamePattern
from afterword.confidential.name_places import find_phrase_end, is_address, is_used_as_name, list_compounds


def matches(text: str) -> list[re.Match[str]]:
    """Return the words of a text."""
    return list(WORD.finditer(text))


@pytest.mark.parametrize(
    ("text", "is_name"),
    [("we lost Target", True), ("the target was missed", False), ("see @target", True), ("target.com said no", True)],
)
def test_an_ordinary_word_is_a_name_with_a_capital_or_as_an_address(text: str, is_name: bool) -> None:  # noqa: FBT001 - a case
    """The names of accounts and sites are in lower case."""
    words = matches(text)
    position = next(index for index, word in enumerate(words) if word[0].lower() == "target")
    assert is_used_as_name(NamePattern("Target", ("Target",), is_ordinary=True), text, words, position) is is_name


def test_a_name_of_several_words_ends_with_its_last() -> None:
    """Other words between them make it none."""
    phrase = NamePattern("Blue Harbor", ("Blue", "Harbor"))
    text = "we met Blue  Harbor, once"
    assert text[: find_phrase_end(phrase, text, matches(text), 2)] == "we met Blue  Harbor"
    assert find_phrase_end(phrase, "Blue old Harbor", matches("Blue old Harbor"), 0) == 0


def test_joined_words_make_a_compound() -> None:
    """A hyphen or one space joins them."""
    text = "north-light"
    assert (len(text), "northlight") in list(list_compounds(text, matches(text), 0))


@pytest.mark.parametrize(
    ("text", "is_part"), [("@northlight", True), ("northlight/pricing", True), ("northlight.", False)]
)
def test_a_word_may_be_a_part_of_an_address(text: str, is_part: bool) -> None:  # noqa: FBT001 - a case
    """A full stop at the end of a sentence does not make it one."""
    assert is_address(text, matches(text)[0]) is is_part

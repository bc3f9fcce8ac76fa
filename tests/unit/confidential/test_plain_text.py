"""Markup, entities and invisible characters inside words are removed, and places stay known."""

from __future__ import annotations

import pytest

from afterword.confidential.plain_text import strip_markup


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("North**light**", "Northlight**"),
        ("North<wbr>light", "Northlight"),
        ("North&shy;light", "Northlight"),
        ("North\u200blight", "Northlight"),
        ("N O R T H", "NORTH"),
        ("North%6Cight", "Northlight"),
        ("5 * 3 < 20", "5 * 3 < 20"),
    ],
)
def test_a_word_is_seen_as_a_reader_sees_it(source: str, plain: str) -> None:
    """Signs between words stay."""
    assert strip_markup(source).text == plain


def test_a_place_in_the_plain_text_is_a_place_in_the_source() -> None:
    """The hidden character is a part of the range."""
    source = "ask North\u200blight soon"
    plain = strip_markup(source)
    start = plain.text.index("Northlight")
    assert source[slice(*plain.source_range(start, start + 10))] == "North\u200blight"

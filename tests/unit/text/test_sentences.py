"""Text is split into sentences without being misled by abbreviations."""

from __future__ import annotations

import pytest

from afterword.text.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We lost. Why? Nobody asked!", ["We lost.", "Why?", "Nobody asked!"]),
        ("J. Smith of Acme Inc. signed.", ["J. Smith of Acme Inc. signed."]),
        ("Цена 5 млн руб. Дорого.", ["Цена 5 млн руб. Дорого."]),
        ("«Нет!» Так и вышло.", ["«Нет!»", "Так и вышло."]),
        ("version 1.5 is out", ["version 1.5 is out"]),
        ("", []),
    ],
)
def test_a_text_is_split_at_closing_marks(text: str, sentences: list[str]) -> None:
    """A full stop after an abbreviation, an initial or inside a number does not end a sentence."""
    assert split_sentences(text) == sentences

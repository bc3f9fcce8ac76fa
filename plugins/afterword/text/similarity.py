"""How alike words are: the nearest of those that are known, and how much two sentences say the same."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

_CLOSE = 75.0
"""Similarity from 0 to 100 below which a guess would confuse more than help."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like a mistyped one, or None when none is close."""
    found = process.extractOne(
        word, sorted(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_CLOSE
    )
    return found[0] if found else None


def plain(text: str) -> str:
    """A text for `likeness`: in lower case, with nothing but letters, digits and spaces."""
    return utils.default_process(text)


def likeness(one: str, other: str, least: float) -> float:
    """How alike the words of two plain texts are, from 0 to 100, their order aside; 0 below `least`."""
    return fuzz.token_set_ratio(one, other, score_cutoff=least)


def similarity(one: str, other: str) -> float:
    """Return how alike two words are letter by letter, from 0 to 100."""
    return fuzz.ratio(one, other)

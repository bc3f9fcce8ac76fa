"""Similarity of words and texts, and the nearest candidate for a mistyped word."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

_MIN_SIMILARITY = 75.0
"""Similarity, from 0 to 100, below which a suggestion would confuse more than help."""


def find_nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most similar to a mistyped word; None when no candidate is similar enough."""
    match = process.extractOne(
        word, sorted(candidates), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_MIN_SIMILARITY
    )
    return match[0] if match else None


def normalize_text(text: str) -> str:
    """Normalize a text for `word_similarity`: lower case, only letters, digits and spaces."""
    return utils.default_process(text)


def word_similarity(first: str, second: str, threshold: float) -> float:
    """Return the similarity of two normalized texts, from 0 to 100, ignoring word order; 0 below `threshold`."""
    return fuzz.token_set_ratio(first, second, score_cutoff=threshold)


def letter_similarity(first: str, second: str) -> float:
    """Return the similarity of two words by their letters, from 0 to 100."""
    return fuzz.ratio(first, second)

"""Did you mean: the nearest of the known words."""

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

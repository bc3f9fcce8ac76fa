"""Ids of headings, by GitHub's rules."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NON_SLUG_CHARACTERS = re.compile(r"[^\w\- ]")


def make_heading_id(text: str, counts: dict[str, int]) -> str:
    """Return the id of a heading, in the script of its text; `counts` tracks the ids that the body has so far."""
    candidate = base_slug = _make_slug(text)
    while candidate in counts:
        counts[base_slug] += 1
        candidate = f"{base_slug}-{counts[base_slug]}"
    counts[candidate] = 0
    return candidate


@lru_cache(1024)
def _make_slug(text: str) -> str:
    """Return a heading's text as an id, by GitHub's rules."""
    return (
        _NON_SLUG_CHARACTERS.sub("", unicodedata.normalize("NFC", text).lower()).strip().replace(" ", "-") or "section"
    )

"""Comparison of names: equality, visual similarity, and addresses made from names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from anyascii import anyascii

_CACHE_SIZE = 100_000
"""Names whose keys and slugs are cached, since rules and links ask for each of them many times."""


@lru_cache(maxsize=_CACHE_SIZE)
def name_key(name: str) -> str:
    """Return a key that ignores case, spaces and Unicode normalization, to compare names."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@lru_cache(maxsize=_CACHE_SIZE)
def slugify(name: str) -> str:
    """Return a name as part of an address: ASCII, lower case, words joined by hyphens; possibly empty.

    It has at most 200 characters, so that it can be the name of a folder.
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower().replace("'", "")).strip("-")[:200].rstrip("-")


def romanize(word: str) -> str:
    """Return a word in lower-case Latin letters, whatever its script."""
    return anyascii(word).lower()


def name_skeleton(name: str) -> str:
    """Return a name with look-alike letters of other scripts replaced by Latin ones, by Unicode TR39."""
    if name.isascii():
        return name_key(name)
    return name_key("".join(map(_latin_lookalike, unicodedata.normalize("NFC", name))))


@cache
def _latin_lookalike(character: str) -> str:
    """Return the Latin letter that looks like a character, or the character itself."""
    if character.isascii() or not character.isalpha():
        return character
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415 - most libraries never ask this table

    lookalikes = (row["c"] for row in confusables_data.get(character, ()))
    return next(
        (letter for letter in lookalikes if len(letter) == 1 and letter.isascii() and letter.isalpha()), character
    )

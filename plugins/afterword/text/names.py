"""What makes two names the same, alike, or the same address."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from anyascii import anyascii

_REMEMBERED = 100_000
"""Names whose keys and addresses are kept: rules and links ask for each of them many times."""


@lru_cache(maxsize=_REMEMBERED)
def name_key(name: str) -> str:
    """What makes two spellings the same name: case, spaces and the way accents are encoded do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@lru_cache(maxsize=_REMEMBERED)
def slug(name: str) -> str:
    """A name as part of an address: ASCII, lower case, words joined by hyphens; empty when nothing is left of it.

    No longer than what a file system takes as the name of a folder.
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower().replace("'", "")).strip("-")[:200].rstrip("-")


def romanized(word: str) -> str:
    """Return a word in lower-case Latin letters, whatever its script."""
    return anyascii(word).lower()


def skeleton(name: str) -> str:
    """A name with the letters of other scripts that look like Latin ones in their place, by Unicode TR39."""
    if name.isascii():
        return name_key(name)
    return name_key("".join(map(_twin, unicodedata.normalize("NFC", name))))


@cache
def _twin(character: str) -> str:
    if character.isascii() or not character.isalpha():
        return character
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415 - most libraries never ask this table

    alike = (found["c"] for found in confusables_data.get(character, ()))
    return next((letter for letter in alike if len(letter) == 1 and letter.isascii() and letter.isalpha()), character)

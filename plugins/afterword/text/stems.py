"""Stems of words, by the profile of their language, so that inflected forms count as the same word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from afterword.text.profiles import PROFILES, profile_of_word

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CACHE_SIZE = 200_000
"""Words whose stems are cached, since a library repeats the same ones."""


def stemmed_words(text: str, lang: str = "en") -> Iterator[tuple[str, str]]:
    """Yield the words of a text in order, each as its stem and as it is written.

    A word is stemmed by the language of the text, or by that of its script; in a language without a stemmer it stays
    as it is. Single letters are left out.
    """
    for word in _WORD.findall(text):
        if len(word) > 1 or word.isdigit():
            yield stem_word(word, lang), word


def stem_text(text: str, lang: str = "en") -> list[str]:
    """Return the stems of a text, in order."""
    return [word_stem for word_stem, _ in stemmed_words(text, lang)]


def count_words(texts: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Count the words in texts, each given after its language, as they are written and in order of first occurrence."""
    return Counter((lang, word) for lang, text in texts for word in _WORD.findall(text))


def is_significant(word_stem: str, lang: str = "en") -> bool:
    """Return whether a stem carries meaning: neither a single letter nor a stopword of its language."""
    profile = profile_of_word(word_stem, lang)
    return (len(word_stem) > 1 or word_stem.isdigit()) and not (profile and word_stem in profile.stopword_stems)


@lru_cache(maxsize=_CACHE_SIZE)
def stem_word(word: str, lang: str = "en") -> str:
    """Return the stem of a word in lower case, with ё as е."""
    folded = word.casefold().replace("’", "'")
    profile = profile_of_word(folded, lang)
    return profile.stem(profile.fold(folded)) if profile else folded


def is_stopword(word: str) -> bool:
    """Return whether every text has a word as it is written: были, but not Прии, whose stem is the preposition при."""
    return any(profile.fold(word) in profile.folded_stopwords for profile in PROFILES.values())

"""Stemming of English and Russian words, so that inflected forms count as the same word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_RUSSIAN

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CACHE_SIZE = 200_000
"""Words whose stems are cached, since a library repeats the same ones."""
_ENGLISH, _RUSSIAN = (Stemmer.Stemmer(language, 0) for language in ("english", "russian"))


def stemmed_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text in order, each as its stem and as it is written.

    A word that begins with a Cyrillic letter is stemmed by Snowball's rules for Russian, any other by those
    for English. Single letters are left out.
    """
    for word in _WORD.findall(text):
        if len(word) > 1 or word.isdigit():
            yield stem_word(word), word


def stem_text(text: str) -> list[str]:
    """Return the stems of a text, in order."""
    return [word_stem for word_stem, _ in stemmed_words(text)]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count the words in texts as they are written, in order of their first occurrence."""
    return Counter(word for text in texts for word in _WORD.findall(text))


def is_significant(word_stem: str) -> bool:
    """Return whether a stem carries meaning: neither a single letter nor a stopword."""
    return (len(word_stem) > 1 or word_stem.isdigit()) and word_stem not in _STOPWORD_STEMS


@lru_cache(maxsize=_CACHE_SIZE)
def stem_word(word: str) -> str:
    """Return the stem of a word in lower case, with ё as е."""
    folded = word.casefold().replace("ё", "е").replace("’", "'")
    return str((_RUSSIAN if "а" <= folded[0] <= "я" else _ENGLISH).stemWord(folded))


def is_stopword(word: str) -> bool:
    """Return whether every text has a word as it is written: были, but not Прии, whose stem is the preposition при."""
    return word.casefold().replace("ё", "е") in _STOPWORDS


_STOPWORDS = frozenset(word.replace("ё", "е") for word in (*STOPWORDS_EN_PLUS, *STOPWORDS_RUSSIAN))
_STOPWORD_STEMS = frozenset(map(stem_word, _STOPWORDS))

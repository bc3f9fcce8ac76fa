"""Words as stems: what counts as the same word in English and in Russian, however it is inflected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_RUSSIAN

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_REMEMBERED = 200_000
"""Words whose stems are kept: a library says the same ones over and over."""
_ENGLISH, _RUSSIAN = (Stemmer.Stemmer(language, 0) for language in ("english", "russian"))


def words(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text in order, each as its stem and as it is written.

    A word is stemmed by Snowball's rules for the language of its letters: Russian where it begins in Cyrillic, else
    English. Single letters say nothing and are left out.
    """
    for word in _WORD.findall(text):
        if len(word) > 1 or word.isdigit():
            yield stem(word), word


def stems(text: str) -> list[str]:
    """The stems of a text, in order."""
    return [found for found, _ in words(text)]


def counts(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in some texts, as it is written, in the order in which they first have it."""
    return Counter(word for text in texts for word in _WORD.findall(text))


def is_telling(stem: str) -> bool:
    """Whether a stem says anything: it is no single letter, and none of the words that every text has."""
    return (len(stem) > 1 or stem.isdigit()) and stem not in _EMPTY


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """The stem of one word, in lower case; ё is е."""
    plain = word.casefold().replace("ё", "е").replace("’", "'")
    return str((_RUSSIAN if "а" <= plain[0] <= "я" else _ENGLISH).stemWord(plain))


def is_stopword(word: str) -> bool:
    """Return whether every text has a word as it is written: были, but not Прии, whose stem is the preposition при."""
    return word.casefold().replace("ё", "е") in _STOPWORDS


_STOPWORDS = frozenset(word.replace("ё", "е") for word in (*STOPWORDS_EN_PLUS, *STOPWORDS_RUSSIAN))
_EMPTY = frozenset(map(stem, _STOPWORDS))

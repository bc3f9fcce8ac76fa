"""How much texts say of what is asked, as numbers that can be added up."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import bm25s
import numpy as np
from bm25s.tokenization import Tokenized
from numpy.typing import NDArray

_NOTHING = 3
"""Texts that share nothing, beside those that there are."""

Scores = NDArray[np.float64]
"""One number for each text, in their order."""


class Index:
    """Texts as lists of words, scored by BM25 (Robertson and Zaragoza 2009, in the form that Lucene uses, by bm25s).

    `saturation` is its k1: how much a word counts that is said again, nothing at 0. `length` is its b: how far long
    texts are held back, from 0 to 1.
    """

    def __init__(self, texts: Sequence[Sequence[str]], saturation: float = 1.2, length: float = 0.6) -> None:
        self._count = len(texts)
        self._known = dict.fromkeys(chain.from_iterable(texts))
        self._known = {
            word: number for number, word in enumerate(self._known)
        }  # in order, so that ties always fall alike
        holders = Counter(chain.from_iterable(map(set, texts)))
        self._rarity = {word: self._idf(count) for word, count in holders.items()}
        ids = [[self._known[word] for word in text] for text in texts]
        self._scorer = bm25s.BM25(k1=saturation, b=length, method="lucene", dtype="float64")
        if self._known:
            self._scorer.index(Tokenized(ids=ids, vocab=dict(self._known)), show_progress=False)

    def _idf(self, holders: int) -> float:
        return math.log(1 + (self._count - holders + 0.5) / (holders + 0.5))

    def rarity(self, word: str) -> float:
        """How much it says that a text holds a word: its inverse document frequency, the most for a word of no text."""
        return self._rarity.get(word, self._idf(0))

    def shares(self, asked: Iterable[str]) -> Scores:
        """For each text, how much it has of what is asked, from 0 to nearly 1: all of it, again and again."""
        wanted = dict.fromkeys(asked)
        known = [word for word in wanted if word in self._known]
        if not known:
            return np.zeros(self._count)
        found: Scores = self._scorer.get_scores(known)
        return found / sum(map(self.rarity, wanted))


def surprise(shares: Scores, floor: float) -> Scores:
    """How far each share is above the mean of the others, in standard deviations, which are taken for `floor` at least.

    So what is asked in many words and what is asked in few can be added up, and a text that shares what all others
    share too surprises nobody. Some texts that share nothing are counted in, as of two texts both may be meant.
    """
    count = len(shares) + _NOTHING
    total, squares = float(shares.sum()), float((shares**2).sum())
    deviation = math.sqrt(max(0.0, squares / count - (total / count) ** 2))
    found: Scores = (shares - (total - shares) / (count - 1)) / max(deviation, floor)
    return found

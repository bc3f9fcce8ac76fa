"""Scored text index: BM25 scores of texts for a query, and arithmetic on scores."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import bm25s
import numpy as np
from bm25s.tokenization import Tokenized
from numpy.typing import NDArray

_CHANCE_FACTOR = 0.8
"""A factor of ln(1 + texts): the z-score that exceeds the expected maximum of random scores."""
_EMPTY_TEXT_COUNT = 3
"""The number of empty texts that are counted in with the real ones."""

Scores = NDArray[np.float64]
"""One number per text, in their order."""


class Bm25Index:
    """A BM25 index of texts as lists of words (Robertson and Zaragoza 2009, Lucene's variant, by bm25s).

    `saturation` is k1: how much repeated words count, 0 for not at all. `length` is b: how much long texts are
    penalized, from 0 to 1.
    """

    def __init__(self, texts: Sequence[Sequence[str]], saturation: float = 1.2, length: float = 0.6) -> None:
        self._count = len(texts)
        self._word_numbers = dict.fromkeys(chain.from_iterable(texts))
        self._word_numbers = {
            word: number for number, word in enumerate(self._word_numbers)
        }  # in order, so that ties are always resolved the same way
        text_counts = Counter(chain.from_iterable(map(set, texts)))
        self._idf_by_word = {word: self._compute_idf(count) for word, count in text_counts.items()}
        ids = [[self._word_numbers[word] for word in text] for text in texts]
        self._scorer = bm25s.BM25(k1=saturation, b=length, method="lucene", dtype="float64")
        if self._word_numbers:
            self._scorer.index(Tokenized(ids=ids, vocab=dict(self._word_numbers)), show_progress=False)

    def _compute_idf(self, text_count: int) -> float:
        return math.log(1 + (self._count - text_count + 0.5) / (text_count + 0.5))

    def idf(self, word: str) -> float:
        """Return the inverse document frequency of a word, which is highest for a word in no text."""
        return self._idf_by_word.get(word, self._compute_idf(0))

    def normalized_scores(self, words: Iterable[str]) -> Scores:
        """Return for each text its score as a share of the maximum, from 0 to nearly 1."""
        unique_words = dict.fromkeys(words)
        indexed_words = [word for word in unique_words if word in self._word_numbers]
        if not indexed_words:
            return np.zeros(self._count)
        scores: Scores = self._scorer.get_scores(indexed_words)
        return scores / sum(map(self.idf, unique_words))


def z_scores(scores: Scores, min_deviation: float) -> Scores:
    """Return the z-score of each score against the mean of the others.

    The standard deviation is at least `min_deviation`. Z-scores of long and short queries can be added up, and
    what all texts share counts for nothing. A few empty texts are counted in, so that both of two texts can be
    relevant.
    """
    count = len(scores) + _EMPTY_TEXT_COUNT
    total, squares = float(scores.sum()), float((scores**2).sum())
    deviation = math.sqrt(max(0.0, squares / count - (total / count) ** 2))
    result: Scores = (scores - (total - scores) / (count - 1)) / max(deviation, min_deviation)
    return result


def z_scores_by_group(scores: Scores, groups: Iterable[list[int]], min_deviation: float) -> Scores:
    """Return the z-score of each score within its group of positions; groups do not overlap."""
    result: Scores = np.zeros(len(scores))
    for positions in groups:
        result[positions] = z_scores(scores[positions], min_deviation)
    return result


def lend_scores(scores: Scores, related: Sequence[Sequence[int]], share: float, lender_count: int) -> Scores:
    """Return scores with a share of the highest score among the strongest texts that each text is related to.

    `related` are the positions of the texts related to each text; only the `lender_count` strongest texts lend.
    """
    lent_scores = np.zeros(len(scores))
    strongest: list[int] = np.argsort(-scores, kind="stable")[:lender_count].tolist()
    for position in strongest:
        for other in related[position]:
            lent_scores[other] = max(lent_scores[other], scores[position])
    result: Scores = scores + share * lent_scores
    return result


def chance_threshold(text_count: int) -> float:
    """Return the z-score that the best of so many texts exceeds only if it is relevant, not by chance."""
    return _CHANCE_FACTOR * math.log(1 + text_count)


def positions_from(scores: Scores, threshold: float) -> list[int]:
    """Return the positions of the scores that reach a threshold."""
    positions: list[int] = np.flatnonzero(scores >= threshold).tolist()
    return positions

"""Scores of texts for a query, and what is computed from them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from afterword.text.text_index import (
    Bm25Index,
    chance_threshold,
    lend_scores,
    positions_from,
    z_scores,
    z_scores_by_group,
)


def test_a_text_with_every_word_of_the_query_scores_best() -> None:
    """More shared words give a higher score, and a text without any gives 0."""
    index = Bm25Index([["price", "rival"], ["price", "trial"], ["weather"]])
    both, one, none = index.normalized_scores(["price", "rival"])
    assert 1 > both > one > none == 0
    assert list(index.normalized_scores(["unheard"])) == [0, 0, 0]


def test_a_rare_word_has_a_higher_idf() -> None:
    """The idf falls with the number of texts that have a word, and is highest for a word in none."""
    index = Bm25Index([["price", "rival"], ["price"]])
    assert index.idf("unheard") > index.idf("rival") > index.idf("price") > 0


def test_z_scores_compare_each_text_with_the_others() -> None:
    """The text that stands out has the highest z-score; equal scores have equal ones, within their group."""
    scores = np.array([0.9, 0.1, 0.1])
    best, second, third = z_scores(scores, 0.01)
    assert best > 0 > second == third
    grouped = z_scores_by_group(scores, [[0], [1, 2]], 0.01)
    assert list(grouped) == [*z_scores(scores[[0]], 0.01), *z_scores(scores[[1, 2]], 0.01)]


def test_only_the_strongest_texts_lend_a_share_of_their_score() -> None:
    """A related text gains half of the highest score that is lent to it."""
    scores = np.array([4.0, 2.0, 0.0])
    assert list(lend_scores(scores, [[2], [2], []], share=0.5, lender_count=1)) == [4.0, 2.0, 2.0]
    assert list(lend_scores(scores, [[], [2], []], share=0.5, lender_count=1)) == [4.0, 2.0, 0.0]


def test_the_threshold_grows_with_the_number_of_texts() -> None:
    """Among more texts the best of random scores is higher; a score at the threshold counts."""
    assert chance_threshold(10) == pytest.approx(0.8 * math.log(11))
    assert chance_threshold(0) == 0
    assert positions_from(np.array([1.0, 3.0, 2.0]), 2.0) == [1, 2]

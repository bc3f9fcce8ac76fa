"""Reasons for a match name what a record and a plan share."""

from __future__ import annotations

import pytest

from afterword.gate.reasons import explain_match
from afterword.library.published_index import IndexedRecord


def reasons(shared: dict[str, list[str]], weights: dict[str, float]) -> list[str]:
    """Return the reasons for a match with a record that has nothing else."""
    return [str(reason) for reason in explain_match(IndexedRecord({"name": "A"}), {}, shared, weights)]


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        ({"series": ["x"], "kind": ["deal"]}, ["same series"]),
        ({"goal": ["retention"], "markets": ["DE"]}, ["same goal and market"]),
        ({"markets": ["DE"]}, ["same market"]),
        ({"tags": ["a", "b", "c", "d", "e"]}, ["tags: a, b, c, d"]),
        ({"product": []}, []),
    ],
)
def test_shared_facets_are_reasons(shared: dict[str, list[str]], expected: list[str]) -> None:
    """The kind alone is no reason, and at most four values are named."""
    assert reasons(shared, {}) == expected


def test_the_rarest_words_are_named_once() -> None:
    """A word that is a part of a named phrase is left out, and so are short ones."""
    weights = {"security questionnaire": 5.0, "questionnaire": 4.0, "clinic": 3.0, "two": 2.0}
    assert reasons({}, weights) == ["text: security questionnaire, clinic"]

"""A comparison of two records supports one conclusion, told in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from afterword.analysis.comparison import Comparison
from afterword.analysis.inputs import Comparable
from afterword.analysis.verdicts import PairVerdict, join_names, judge_comparison, lower_first_word, verdict_sentences

SAME = Comparison(Comparable("A", "a", {}), Comparable("B", "b", {}), [], [], [], [], [], [], is_marked=True, kpis=[])


def compared(differs: Sequence[str] = (), unknown: Sequence[str] = (), *, is_marked: bool = True) -> Comparison:
    """Return a comparison with some variables that differ or are unknown."""
    return replace(SAME, differs=differs, unknown=unknown, is_marked=is_marked)


@pytest.mark.parametrize(
    ("comparison", "verdict", "sentences"),
    [
        (
            compared(),
            PairVerdict.UNEXPLAINED,
            ["Nothing that was recorded differs, so it does not explain the result."],
        ),
        (compared(["market"]), PairVerdict.SPEAKS, ["Only the market differs."]),
        (compared(["budget"]), PairVerdict.SPEAKS, ["Only one variable differs: budget."]),
        (compared(["budget"], ["goal"]), PairVerdict.CANNOT_TELL, None),
        (compared(["budget"], is_marked=False), PairVerdict.CANNOT_TELL, None),
        (compared(["budget", "goal"]), PairVerdict.CONFOUNDED, None),
    ],
)
def test_a_comparison_supports_one_conclusion(
    comparison: Comparison, verdict: PairVerdict, sentences: list[str] | None
) -> None:
    """Only one difference with nothing decisive unknown lets a pair speak about a variable."""
    assert judge_comparison(comparison) is verdict
    if sentences is not None:
        assert list(map(str, verdict_sentences(comparison, str.title))) == sentences


def test_the_market_is_neither_blamed_nor_cleared_by_a_confounded_pair() -> None:
    """The sentence stands beside the variables that differ."""
    sentences = list(map(str, verdict_sentences(compared(["budget", "market"]), str)))
    assert sentences == [
        "Several things differ: budget and market. This pair cannot show which of them mattered.",
        "So it can neither blame nor clear the market.",
    ]


def test_names_are_listed_in_a_sentence() -> None:
    """An abbreviation keeps its capitals."""
    assert [str(join_names(names)) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert [lower_first_word(title) for title in ("Content type", "KPI plan")] == ["content type", "KPI plan"]

"""Pairs of records that relations connect."""

from __future__ import annotations

from afterword.analysis.pairs import compare_entries, list_related_pairs
from afterword.analysis.verdicts import PairVerdict, judge_comparison
from analysed import entry, names, projection


def test_two_reruns_that_changed_more_than_they_say() -> None:
    """Only the creators are said to have changed, but fields differ too; what only a relation keeps counts."""
    pair = compare_entries(entry("The Empty Lunchbox"), entry("The Second Lunchbox"), projection())
    assert (judge_comparison(pair), pair.differs) == (
        PairVerdict.CONFOUNDED,
        ["content", "creators", "length", "timing"],
    )
    assert pair.same == ["budget", "goal", "market", "messaging", "product", "targeting"]
    assert (pair.kept, pair.unknown) == (["messaging"], ["structure"])
    assert [(row.name, row.difference) for row in pair.kpis] == [
        ("Orders", 65),
        ("CAC", -21),
        ("Engagement", None),
        ("Enquiries", None),
        ("Buyers of a hundred visitors", None),
        ("Return on ads", None),
    ]
    other = compare_entries(entry("The Empty Lunchbox"), entry("The Lunchbox Parade"), projection())
    assert (judge_comparison(other), other.differs) == (
        PairVerdict.CONFOUNDED,
        ["content", "creators", "length", "market", "timing"],
    )
    assert other.same == ["budget", "goal", "messaging", "product", "targeting"]
    assert other.unknown == ["structure"]


def test_pairs_are_those_that_relations_tie() -> None:
    """The older first; the pair with the newest entry before the others (Comparison)."""
    assert [names(pair) for pair in list_related_pairs(projection())] == [
        ["The Empty Lunchbox", "The Second Lunchbox"],
        ["The Empty Lunchbox", "The Lunchbox Parade"],
    ]

"""Assumptions of the hand-calculated library, grouped by what they claim."""

from __future__ import annotations

from afterword.analysis.assumptions import build_ledger, count_verdicts
from analysed import names, projection


def test_assumptions_meet_those_that_read_the_same() -> None:
    """The same words in another order, more words about the same, a slip of the pen: but not another sense (Ledger)."""
    found = build_ledger(projection())
    assert [
        (row.assumption.source.name, row.assumption.verdict, names(a.source for a in row.alike)) for row in found
    ] == [
        ("The Second Lunchbox", "untested", ["The Lunchbox Parade", "The Empty Lunchbox"]),
        ("The Endless Pilot", "untested", ["The Frozen Funnel"]),
        ("The Lunchbox Parade", "confirmed", ["The Second Lunchbox", "The Empty Lunchbox"]),
        ("The Quiet Renewal", "confirmed", []),
        ("The Frozen Funnel", "wrong", ["The Endless Pilot"]),
        ("The Empty Lunchbox", "wrong", ["The Second Lunchbox", "The Lunchbox Parade"]),
        ("The Empty Lunchbox", "untested", []),
    ]
    assert count_verdicts([row.assumption for row in found]) == {"wrong": 2, "confirmed": 2, "untested": 3}

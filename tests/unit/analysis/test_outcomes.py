"""Records are counted by outcome."""

from __future__ import annotations

from afterword.analysis.outcomes import OutcomeTally, tally_outcomes
from analysed import entry, projection


def test_wins_and_losses_are_counted() -> None:
    """Mixed, stopped and undecided records are neither, and count in the total only."""
    assert tally_outcomes(projection().entries) == OutcomeTally(count=14, won=3, lost=5)
    assert tally_outcomes([entry("The Waiting Room")]) == OutcomeTally(count=1, won=0, lost=0)
    assert tally_outcomes([]) == OutcomeTally(count=0, won=0, lost=0)

"""Records counted by outcome."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from afterword.library.projection import Entry

_LOSSES = ("lost", "missed")


@dataclass(frozen=True, slots=True)
class OutcomeTally:
    """Number of records, and of the wins and losses among them; the other records ended neither way."""

    count: int
    won: int
    lost: int


def tally_outcomes(entries: Collection[Entry]) -> OutcomeTally:
    """Count entries by outcome."""
    return OutcomeTally(
        len(entries),
        sum(entry.is_win for entry in entries),
        sum(entry.outcome in _LOSSES for entry in entries),
    )

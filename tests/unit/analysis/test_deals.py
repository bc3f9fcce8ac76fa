"""Closed deals of the hand-calculated library by reason, competitor and stage."""

from __future__ import annotations

import pytest

from afterword.analysis.deals import tally_deals
from analysed import names, projection

_PRICED = ["The Twin Story", "The Quiet Renewal", "The Frozen Funnel", "Тихий отказ"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("reason", [("price", 1, 3, 0, _PRICED), ("budget", 0, 0, 1, ["The Endless Pilot"])]),
        ("competitor", [("ledgerwise", 1, 3, 0, _PRICED)]),
        (
            "stage",
            [
                ("Contract  Review", 0, 2, 0, ["The Twin Story", "The Frozen Funnel"]),
                ("Negotiation", 1, 0, 0, ["The Quiet Renewal"]),
                ("Pilot", 0, 0, 1, ["The Endless Pilot"]),
            ],
        ),
    ],
)
def test_closed_deals_are_counted_as_reckoned(field: str, expected: list[tuple[object, ...]]) -> None:
    """One competitor however it is written; an open deal is in none (Deals)."""
    found = tally_deals(projection().entries, field)
    assert [(t.key, t.won, t.lost, t.undecided, names(t.entries)) for t in found] == expected

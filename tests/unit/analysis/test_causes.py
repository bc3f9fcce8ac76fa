"""Accounts of causes in the hand-calculated library, and what they leave unexplained."""

from __future__ import annotations

from afterword.analysis.causes import list_accounts
from analysed import projection

# Account, explained without and with what is disputed, unexplained least and most.
ACCOUNTS = {
    "The Moved Warehouse": [("Warehouse", 80, 80, (20, 20)), ("Finance", 0, 0, (100, 100))],
    "The Second Lunchbox": [("", 0, 0, (100, 100))],
    "The Endless Pilot": [("", 100, 100, (0, 0))],
    "The Twin Story": [("Sales", 90, 90, (10, 10)), ("Product", 10, 60, (40, 90))],
    "The Lunchbox Parade": [("", 50, 50, (50, 50))],
    "The Quiet Renewal": [("", 0, 0, (100, 100))],
    "The Frozen Funnel": [("", 60, 85, (15, 40))],
    "Тихий отказ": [("", 40, 70, (30, 60))],
    "The Empty Lunchbox": [("", 70, 70, (30, 30))],
}


def test_accounts_explain_what_was_reckoned() -> None:
    """Weights are added within one account; what is disputed makes a range (Causes)."""
    found = {
        one.name: [(a.name, a.low, a.high, a.unexplained) for a in list_accounts(one)]
        for one in projection().entries
        if one.causes
    }
    assert found == ACCOUNTS

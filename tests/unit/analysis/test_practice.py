"""Practice of postmortems in the hand-calculated library: fields, lists and actions."""

from __future__ import annotations

from datetime import date

from afterword.analysis.practice import ActionState, summarize_practice
from analysed import entry


def test_practice_has_fields_and_lists_of_the_text_once() -> None:
    """What a field says in other spaces and case is not said again by the text; a ticked box is done (Practice)."""
    found = summarize_practice(entry("The Moved Warehouse"))
    assert (found.stop, found.start) == (("Moving in winter", "Ordering by phone"), ("A list of what stands where",))
    assert [(action.action, action.state) for action in found.actions] == [
        ("Label every shelf", ActionState.DONE),
        ("Sell the old racks", ActionState.OPEN),
    ]


def test_an_action_is_open_done_or_verified_and_late_only_while_open() -> None:
    """A day after the one by which it was to be done (Practice)."""
    found = summarize_practice(entry("The Frozen Funnel")).actions
    assert [(action.action, action.state, action.day, action.is_overdue(date(2026, 3, 1))) for action in found] == [
        ("Write standard answers", ActionState.DONE, "", False),
        ("Name a second contact", ActionState.OPEN, "", False),
        ("Train two people", ActionState.OPEN, "", True),
        ("Ask Northlight again in a year", ActionState.VERIFIED, "2026-03-10", False),
    ]

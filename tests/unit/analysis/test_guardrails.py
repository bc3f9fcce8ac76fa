"""Guardrails of the hand-calculated library, and the later entries that they apply to."""

from __future__ import annotations

from datetime import date

from afterword.analysis.guardrails import measure_reach
from analysed import names, projection


def test_guardrails_reach_later_entries_that_say_what_they_ask_for() -> None:
    """Where and when each applies, and the later win that contradicts the entry that drew it (Guardrails)."""
    found = [
        (r.guardrail.id, r.count, names(r.newest), names(r.contradicted_by), r.guardrail.is_expired(date(2026, 3, 2)))
        for r in measure_reach(projection())
    ]
    later = ["The Waiting Room", "The Moved Warehouse", "The Second Lunchbox", "The Endless Pilot", "Пустая парта"]
    phones = ["The Waiting Room", "The Second Lunchbox", "Пустая парта"]
    assert found == [
        ("GR-RACKS", 0, [], [], False),
        ("GR-LINK", 2, ["The Waiting Room", "The Second Lunchbox"], [], False),
        ("GR-PARENTS", 2, ["The Waiting Room", "The Second Lunchbox"], [], False),
        ("GR-ANSWER", 2, ["The Twin Story", "The Quiet Renewal"], [], True),
        ("GR-PHONES", 3, phones, ["The Second Lunchbox"], False),
        ("GR-ASK", 12, later, ["The Second Lunchbox"], False),
    ]


def test_a_guardrail_stands_on_its_last_day() -> None:
    """It has expired on the day after (Guardrails)."""
    rule = next(r.guardrail for r in measure_reach(projection()) if r.guardrail.id == "GR-ANSWER")
    assert [rule.is_expired(date(2026, 3, day)) for day in (1, 2)] == [False, True]

"""An approval keeps a digest of the answers, and the targets of that moment."""

from __future__ import annotations

from afterword.records.approval import answers_digest, mapping_rows, planned_targets

ANSWER = {"name": "The Frozen Funnel", "applied": "We answer questions within two days."}


def test_the_order_of_answers_does_not_matter() -> None:
    """The digest has 12 hexadecimal digits, and changes with any answer."""
    other = {"name": "Bud Light 2023", "applied": "We test the message first, in one market."}
    digest = answers_digest({"reviewed": [ANSWER, other]})
    assert digest == answers_digest({"reviewed": [other, ANSWER]})
    assert digest != answers_digest({"reviewed": [ANSWER]}) != answers_digest({"waived": [ANSWER]})
    assert len(digest) == 12
    assert int(digest, 16) >= 0


def test_targets_are_kept_without_other_keys() -> None:
    """A note beside a target is not a part of it."""
    data = {"kpis": [{"name": "CAC", "planned": 40, "unit": "EUR", "why": "as last year"}, "broken"]}
    assert planned_targets(data) == [{"name": "CAC", "planned": 40, "unit": "EUR"}]


def test_unvalidated_front_matter_is_tolerated() -> None:
    """Anything but a list of mappings has no rows."""
    assert mapping_rows({"reviewed": "none"}, "reviewed") == mapping_rows({}, "reviewed") == []

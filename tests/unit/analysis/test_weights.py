"""Weights of causes summed over the hand-calculated library."""

from __future__ import annotations

import pytest

from afterword.analysis.weights import weigh_causes
from analysed import names, projection

# Key, causes, major, minor, grades, least and most weight.
BY_VARIABLE: list[tuple[object, ...]] = [
    ("timing", 5, 1, 0, {"reporting": 1, "data": 2, "opinion": 2}, 60 + 0 + 14.5 + 80, 60 + 20 + 14.5 + 80),
    ("pricing", 6, 0, 1, {"opinion": 3, "reporting": 1, "data": 1}, 0 + 10 + 40, 25 + 70 + 70),
    ("budget", 2, 1, 0, {"reporting": 1}, 100, 100),
    ("creators", 3, 0, 0, {"comparison": 2, "experiment": 1}, 50 + 35.5, 50 + 35.5),
    ("product", 1, 0, 0, {"data": 1}, 0, 50),
    ("", 1, 0, 0, {"opinion": 1}, 20, 20),
]
BY_GAP: list[tuple[object, ...]] = [
    ("market", 8, 1, 0, {"opinion": 4, "reporting": 2, "data": 1}, 0 + 10 + 100 + 40 + 20, 25 + 70 + 100 + 70 + 20),
    (
        "execution",
        5,
        1,
        0,
        {"reporting": 1, "data": 1, "opinion": 1, "comparison": 1, "experiment": 1},
        60 + 0 + 50 + 35.5,
        60 + 20 + 50 + 35.5,
    ),
    ("planning", 3, 0, 0, {"data": 2, "opinion": 1}, 0 + 14.5 + 80, 50 + 14.5 + 80),
    ("", 2, 0, 1, {"comparison": 1}, 0, 0),
]


@pytest.mark.parametrize(("field", "expected"), [("variable", BY_VARIABLE), ("gap", BY_GAP)])
def test_weights_are_added_as_reckoned(field: str, expected: list[tuple[object, ...]]) -> None:
    """Rival accounts make ranges and are never added; 7 records weigh 700, two put no number to a cause (Causes)."""
    found = weigh_causes(projection().entries, lambda cause: cause.get(field, ""))
    rows = [(s.key, s.causes, s.major, s.minor, dict(s.grades), s.low, s.high) for s in found.shares]
    assert rows == expected
    assert (found.weighed, found.unweighed, found.total) == (7, 2, 700)
    assert found.unexplained == (15 + 10 + 0 + 30 + 30 + 50 + 20, 40 + 90 + 0 + 60 + 30 + 50 + 20)


def test_a_share_names_its_entries_newest_first() -> None:
    """Each entry once, weighed or not (Causes)."""
    found = weigh_causes(projection().entries, lambda cause: cause.get("variable", ""))
    assert {share.key: names(share.entries) for share in found.shares} == {
        "timing": [
            *("The Moved Warehouse", "The Twin Story", "The Lunchbox Parade", "The Quiet Renewal"),
            "The Frozen Funnel",
        ],
        "pricing": ["The Twin Story", "The Quiet Renewal", "The Frozen Funnel", "Тихий отказ"],
        "budget": ["The Moved Warehouse", "The Endless Pilot"],
        "creators": ["The Second Lunchbox", "The Lunchbox Parade", "The Empty Lunchbox"],
        "product": ["The Twin Story"],
        "": ["The Empty Lunchbox"],
    }

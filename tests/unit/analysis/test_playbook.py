"""Plays of the hand-calculated library: what worked, what did not, and who recommends it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from afterword.analysis import playbook
from afterword.analysis.playbook import Play
from analysed import names, projection

# Purpose, used, worked, failed, mixed, recommended by.
CONTENT: list[tuple[object, ...]] = [
    ("awareness", "video", [], ["The Paper Lantern"], ["Пустая парта"], []),
    ("awareness", "stories", [], ["The Paper Lantern"], [], []),
    (
        "conversion",
        "short-video",
        ["The Second Lunchbox", "The Lunchbox Parade"],
        ["The Empty Lunchbox"],
        [],
        ["The Lunchbox Parade"],
    ),
    ("conversion", "review", ["The Second Lunchbox"], [], [], ["The Second Lunchbox"]),
    ("conversion", "social-ad", [], [], ["The Loud Launch"], []),
    ("conversion", "stories", ["The Lunchbox Parade"], [], [], []),
    ("retention", "email", [], [], [], ["Пустая парта"]),
]
CREATORS: list[tuple[object, ...]] = [
    ("awareness", "macro", [], ["The Paper Lantern"], [], []),
    ("conversion", "Micro", ["The Second Lunchbox", "The Lunchbox Parade"], [], [], ["The Lunchbox Parade"]),
    ("conversion", "macro", [], ["The Empty Lunchbox"], [], []),
    ("conversion", "mid", ["The Lunchbox Parade"], [], [], []),
]
_PARENTS = ["The Second Lunchbox", "The Lunchbox Parade"]
AUDIENCES: list[tuple[object, ...]] = [
    ("awareness", "Collectors", [], ["The Paper Lantern"], [], []),
    ("awareness", "Родители первоклассников", [], [], ["Пустая парта"], []),
    ("conversion", "Parents of first-graders", _PARENTS, [], [], ["The Second Lunchbox"]),
    ("conversion", "Mostly grandparents", [], ["The Empty Lunchbox"], [], []),
]
PRODUCTS: list[tuple[object, ...]] = [
    ("Harbour Payroll", "heads of Payroll", ["The Quiet Renewal"], ["The Frozen Funnel"], [], []),
    ("Lunchbox", "Parents of first-graders", _PARENTS, [], [], ["The Second Lunchbox"]),
    ("Lunchbox", "Mostly grandparents", [], ["The Empty Lunchbox"], [], []),
]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (playbook.plays_by_content_type(projection()), CONTENT),
        (playbook.plays_by_creator_profile(projection()), CREATORS),
        (playbook.plays_by_audience(projection()), AUDIENCES),
        (playbook.plays_by_audience(projection(), "product"), PRODUCTS),
    ],
    ids=["content", "creator", "audience", "product"],
)
def test_plays_speak_for_and_against_as_reckoned(found: Sequence[Play], expected: list[tuple[object, ...]]) -> None:
    """Wins, losses and what was neither, by goal or product; recommended even where nobody tried (Playbook)."""
    rows = [
        (p.purpose, p.used, names(p.worked), names(p.failed), names(p.mixed), names(p.recommended_by)) for p in found
    ]
    assert rows == expected
    assert [play.use_count for play in found] == [sum(map(len, row[2:5])) for row in rows]

"""Attainment of plans in the hand-calculated library, by market, goal, content and quarter."""

from __future__ import annotations

import pytest

from afterword.analysis import attainment
from afterword.analysis.attainment import AttainmentGroup
from afterword.analysis.kpis import list_kpis
from analysed import entry, names, projection

# Shares of plan, in the order of the record; None where there is none.
SHARES = {
    "The Frozen Funnel": [60 / 90],
    "The Empty Lunchbox": [210 / 300, 40 / 61, 1, None],
    "The Lunchbox Parade": [220 / 200, 10_000 / 8000, 2.2 / 2.5, 60 / 50],
    "Пустая парта": [65 / 50, 12 / 20, None, 0, None, None],
    "The Paper Lantern": [0.4, 0.5, None],
    "The Second Lunchbox": [275 / 250, 45 / 40, 2.75 / 2, 2.4 / 2],
    "The Loud Launch": [None, None, None, 20 / 25, 80 / 100, 10 / 8, 250 / 200],
    "The Waiting Room": [None],
    "The Moved Warehouse": [90 / 120, 1],
}

# Key, hit, missed, unknown, median share of plan, shares it is the median of.
MARKETS = [
    ("KZ", 7, 5, 2, (1 + 1.1) / 2, 10),
    ("US", 4, 5, 1, 0.8, 6),
    ("DE", 4, 3, 0, 1.0, 7),
    ("RU", 2, 3, 1, 0.6, 3),
]
GOALS = [("conversion", 11, 6, 2, 1.1, 15), ("awareness", 3, 5, 1, 0.5, 5)]
CONTENT = [
    ("short-video", 8, 3, 1, 1.1, 11),
    ("video", 3, 5, 1, 0.5, 5),
    ("stories", 4, 3, 0, (0.88 + 1.1) / 2, 6),
    ("social-ad", 3, 3, 1, (0.8 + 1.25) / 2, 4),
    ("review", 4, 0, 0, (1.125 + 1.2) / 2, 4),
]
QUARTERS = [
    ("2025-Q4", 1, 2, 1, 0.7, 3),
    ("2026-Q1", 8, 8, 2, (0.88 + 1.1) / 2, 12),
    ("2026-Q2", 5, 1, 0, (1.1 + 1.125) / 2, 6),
]


def figures(groups: list[AttainmentGroup]) -> list[tuple[str, int, int, int, float | None, int]]:
    """What is asserted of groups, medians to eight places."""
    return [(g.key, g.hit, g.missed, g.unknown, round(g.middle or 0, 8), g.shares) for g in groups]


def rounded(rows: list[tuple[str, int, int, int, float, int]]) -> list[tuple[str, int, int, int, float, int]]:
    """Expected groups with their medians to eight places."""
    return [(*row[:4], round(row[4], 8), row[5]) for row in rows]


def test_each_share_of_plan_is_as_reckoned() -> None:
    """Plans of zero or below, actual losses, texts and gaps have no share; a cost has plan over actual (KPI by KPI)."""
    library = projection()
    found = {
        e.name: [attainment.kpi_attainment(kpi) for kpi in list_kpis(e, library.vocabulary)] for e in library.entries
    }
    assert {name: shares for name, shares in found.items() if shares} == SHARES


def test_what_has_not_ended_is_not_measured() -> None:
    """31 KPIs of eight records; the one of a planned campaign is not among them (KPI by KPI)."""
    found = attainment.measure_entries(projection())
    assert (sum(len(one.hits) for one in found), len(found)) == (31, 8)
    assert "The Waiting Room" not in {one.entry.name for one in found}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (attainment.group_by_market, MARKETS),
        (attainment.group_by_goal, GOALS),
        (attainment.group_by_content_type, CONTENT),
        (attainment.group_by_quarter, QUARTERS),
    ],
    ids=["market", "goal", "content", "quarter"],
)
def test_groups_are_counted_as_reckoned(groups: object, expected: list[tuple[str, int, int, int, float, int]]) -> None:
    """Hit, missed, unknown, and the median share of plan with the number it comes from (Groups)."""
    assert callable(groups)
    assert figures(groups(attainment.measure_entries(projection()))) == rounded(expected)


def test_a_group_names_its_entries_newest_first() -> None:
    """Each entry once, however many of its KPIs count (Groups)."""
    found = {
        group.key: names(group.entries)
        for group in attainment.group_by_market(attainment.measure_entries(projection()))
    }
    assert found == {
        "KZ": ["The Second Lunchbox", "Пустая парта", "The Empty Lunchbox"],
        "US": ["The Loud Launch", "The Paper Lantern"],
        "DE": ["The Moved Warehouse", "The Lunchbox Parade", "The Frozen Funnel"],
        "RU": ["Пустая парта"],
    }


def test_a_quarter_is_that_of_the_last_day() -> None:
    """A month and a quarter lie in one; a year alone does not, and what has no end has none (Groups)."""
    asked = ("Пустая парта", "The Loud Launch", "The Paper Lantern", "The Waiting Room", "The Moved Warehouse")
    assert [attainment.quarter_of(entry(name)) for name in asked] == ["2026-Q1", "2026-Q1", "", "", "2026-Q2"]

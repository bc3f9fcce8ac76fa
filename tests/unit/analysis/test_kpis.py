"""KPIs of the hand-calculated library: hit or missed by the direction of each."""

from __future__ import annotations

from afterword.analysis.kpis import find_most_missed, list_kpis
from analysed import projection

MOST_MISSED = {
    "The Frozen Funnel": ("Days from first call to answer", 30 / 60),
    "The Empty Lunchbox": ("CAC", 21 / 40),  # Orders only 90 / 300
    "The Lunchbox Parade": ("Buyers of a hundred visitors", 0.3 / 2.5),
    "Пустая парта": ("Жалобы", 3 / 3),  # of actual, as the plan is 0; Клики 500 / 500 come later
    "The Paper Lantern": ("Impressions", 600_000 / 1_000_000),
    "The Loud Launch": ("Profit", 12_500 / 10_000),
    "The Moved Warehouse": ("Days until the move was done", 30 / 90),
}

HITS = {
    "The Frozen Funnel": [False],
    "The Empty Lunchbox": [False, False, True, None],
    "The Lunchbox Parade": [True, True, False, True],
    "Пустая парта": [True, False, False, False, True, None],
    "The Paper Lantern": [False, False, True],
    "The Second Lunchbox": [True, True, True, True],
    "The Loud Launch": [True, False, None, False, False, True, True],
    "The Waiting Room": [None],
    "The Moved Warehouse": [False, True],
}


def test_each_kpi_was_hit_or_missed_by_its_direction() -> None:
    """Costs, complaints and days are better when lower; without two numbers nothing is said (KPI by KPI)."""
    found = {e.name: [kpi.hit for kpi in list_kpis(e, projection().vocabulary)] for e in projection().entries if e.kpis}
    assert found == HITS


def test_the_most_missed_is_the_furthest_from_its_plan() -> None:
    """As a share of plan, on the wrong side only (Most missed)."""
    library = projection()
    found = {e.name: find_most_missed(list_kpis(e, library.vocabulary)) for e in library.entries}
    assert {name: (kpi.name, round(kpi.shortfall, 12)) for name, kpi in found.items() if kpi} == {
        name: (kpi, round(share, 12)) for name, (kpi, share) in MOST_MISSED.items()
    }

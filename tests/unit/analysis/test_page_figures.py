"""Figures that pages print are computed here, from the library that was worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from afterword.analysis import attainment
from afterword.analysis.attainment import PlanBar, measure_plan_bar, median_attainment_percent
from afterword.analysis.causes import list_rivals
from afterword.analysis.guardrails import group_by_scope, measure_reach
from afterword.analysis.hindsight import group_counterfactuals
from afterword.analysis.kpis import list_kpis
from afterword.analysis.questions import count_answers
from afterword.analysis.rates import check_sums, list_sampled_rates
from afterword.analysis.series import list_series
from afterword.analysis.teams import list_teams
from afterword.analysis.trends import ReviewCounts, count_reviews, summarize_quarters
from afterword.analysis.weights import weigh_causes
from analysed import entry, projection

LIBRARY = projection()


def test_kpis_are_counted() -> None:
    """All KPIs of ended records, judged or not."""
    assert attainment.count_kpis(attainment.measure_entries(LIBRARY)) == 31


def test_a_group_has_its_share_of_hits_in_per_cent() -> None:
    """7 of 12 in Kazakhstan, with the Wilson interval and the median share of plan."""
    groups = {group.key: group for group in attainment.group_by_market(attainment.measure_entries(LIBRARY))}
    interval = groups["KZ"].chance_percent
    assert groups["KZ"].hit_percent == pytest.approx(100 * 7 / 12)
    assert (interval.low, interval.high, interval.width) == pytest.approx((31.9511, 80.6740, 48.7228), abs=1e-4)
    assert groups["KZ"].middle_percent == pytest.approx(105)


@pytest.mark.parametrize(
    ("name", "percent"),
    [("The Frozen Funnel", 67), ("The Empty Lunchbox", 70), ("The Paper Lantern", 45), ("The Waiting Room", None)],
)
def test_an_entry_has_its_median_share_of_plan(name: str, percent: int | None) -> None:
    """In whole per cent: 60/90; 210/300 between 40/61 and 1; between 0.4 and 0.5; no plan."""
    assert median_attainment_percent(entry(name), LIBRARY.vocabulary) == percent


def test_a_bar_shows_actual_and_plan_against_the_larger() -> None:
    """90 days of 60 planned fill the bar; a KPI without two numbers has none."""
    funnel, *_ = list_kpis(entry("The Frozen Funnel"), LIBRARY.vocabulary)
    bar = measure_plan_bar(funnel)
    assert bar == pytest.approx((100, 100 * 60 / 90))
    assert bar is not None
    assert bar.plan_start == pytest.approx(100 * 60 / 90 - 0.8)
    assert PlanBar(100, 0).plan_start == 0
    assert [measure_plan_bar(kpi) for kpi in list_kpis(entry("The Waiting Room"), LIBRARY.vocabulary)] == [None]


def test_answers_are_counted_by_question() -> None:
    """The sums of the answers of each campaign."""
    assert count_answers(LIBRARY) == {
        "converted": {"no": 1, "partly": 2, "unclear": 1, "yes": 1},
        "engaged": {"no": 2, "yes": 3},
        "audience": {"unclear": 2, "yes": 2},
    }


def test_sampled_rates_say_whether_chance_could_decide() -> None:
    """The plan of 2.5 lies within the interval of 2.2 on 10,000."""
    rates = {(rate.entry.name, rate.sample): rate for rate in list_sampled_rates(LIBRARY)}
    parade = rates["The Lunchbox Parade", 10_000]
    assert (parade.low, parade.high) == pytest.approx((1.9303, 2.5064), abs=1e-4)
    assert parade.is_open
    assert len(rates) == 4


def test_sums_are_checked_over_the_library() -> None:
    """Two of six recomputed KPIs do not add up."""
    sums = check_sums(LIBRARY)
    assert [(row.name, kpi.name) for row, kpi in sums.mismatches] == [
        ("The Second Lunchbox", "Return on ads"),
        ("The Empty Lunchbox", "CAC"),
    ]
    assert sums.agreeing_count == 4


def test_rival_accounts_and_counterfactuals_are_counted() -> None:
    """Two records are told in two ways; price and timing are named twice each."""
    rivals = [(rival.entry.name, rival.account_count) for rival in list_rivals(LIBRARY.entries)]
    assert rivals == [("The Moved Warehouse", 2), ("The Twin Story", 2)]
    assert [(group.type, group.count) for group in group_counterfactuals(LIBRARY.entries)] == [
        ("price", 2),
        ("timing", 2),
    ]


def test_weights_have_a_share_of_the_total() -> None:
    """Seven records distribute 100 each; budget takes 100 of these 700."""
    weights = weigh_causes(LIBRARY.entries, lambda cause: cause.get("variable", ""))
    assert weights.total == 700
    assert weights.percent_of_total(100) == pytest.approx(100 / 7)


def test_guardrails_are_counted_by_scope() -> None:
    """Each group has the guardrails that name its value, and those that apply everywhere; the largest comes first."""
    scopes = group_by_scope(measure_reach(LIBRARY))
    assert [(*scope.slugs, scope.count) for scope in scopes[:3]] == [
        ("team", "sales", 3),
        ("audience", "parents-of-first-graders", 2),
        ("content-type", "short-video", 2),
    ]


def test_reviews_and_quarters_are_counted() -> None:
    """One published record has no review date; eleven of the team's records ended in three quarters."""
    assert count_reviews(LIBRARY, date(2026, 6, 1)) == ReviewCounts(dated=0, past=0, undated=1)
    assert [(quarter.key, quarter.ended_count) for quarter in summarize_quarters(LIBRARY)] == [
        ("2025-Q4", 2),
        ("2026-Q1", 6),
        ("2026-Q2", 3),
    ]


def test_runs_and_teams_are_counted() -> None:
    """A series has its runs; a team its records, guardrails and open actions."""
    assert [(series.title, series.run_count) for series in list_series(LIBRARY)] == [
        ("The Empty Lunchbox", 3),
        ("Harbour Payroll in clinics", 2),
    ]
    teams = {
        team.key: (team.record_count, team.guardrail_count, team.open_action_count) for team in list_teams(LIBRARY)
    }
    assert (teams["marketing"], teams["sales"], teams["legal"]) == ((4, 4, 0), (5, 2, 2), (1, 0, 1))

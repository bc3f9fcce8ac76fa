"""Series, comparisons, practice and teams in the library that was worked out by hand.

The reckoning of each figure stands in fixtures/analysis/README.md, under the heading that a test names.
"""

from __future__ import annotations

from datetime import date

from afterword.analysis.pairs import compare_entries, list_related_pairs
from afterword.analysis.practice import ActionState, summarize_practice
from afterword.analysis.series import list_series
from afterword.analysis.teams import list_teams
from afterword.analysis.verdicts import PairVerdict, judge_comparison
from analysed import entry, names, projection

# Entries, guardrails that bind the team, actions that it still has to do.
TEAMS = {
    "brand": (["Пустая парта"], ["GR-LINK"], []),
    "legal": (["The Frozen Funnel"], [], ["Train two people"]),
    "marketing": (
        ["The Second Lunchbox", "Пустая парта", "The Lunchbox Parade", "The Empty Lunchbox"],
        ["GR-LINK", "GR-PARENTS", "GR-PHONES", "GR-ASK"],
        [],
    ),
    "operations": (["The Moved Warehouse"], ["GR-RACKS"], ["Sell the old racks"]),
    "presales": (["The Endless Pilot"], [], []),
    "product": (["The Loud Launch", "The Twin Story"], [], []),
    "sales": (
        ["The Twin Story", "The Quiet Renewal", "The Frozen Funnel", "Тихий отказ", "The Open Door"],
        ["GR-RACKS", "GR-ANSWER"],
        ["Train two people", "Name a second contact"],
    ),
}


def test_a_series_is_compared_by_what_most_runs_measured() -> None:
    """Reruns hang together without a series' name; orders were counted in all three, before costs (Series)."""
    found = [
        (s.title, s.slug, [(r.entry.name, r.kpi.actual if r.kpi else None) for r in s.runs])
        for s in list_series(projection())
    ]
    assert found == [
        (
            "The Empty Lunchbox",
            "the-empty-lunchbox",
            [("The Empty Lunchbox", 210), ("The Lunchbox Parade", 220), ("The Second Lunchbox", 275)],
        ),
        (
            "Harbour Payroll in clinics",
            "harbour-payroll-in-clinics",
            [("The Frozen Funnel", None), ("The Quiet Renewal", None)],
        ),
    ]


def test_a_rerun_is_better_when_its_kpi_moved_the_right_way() -> None:
    """By the first KPI that both have as a number: 210 orders, then 220 and 275 (Series)."""
    reruns = {run.entry.name: run.reruns for run in list_series(projection())[0].runs}
    found = {
        name: [(r.of.name, r.before and r.before.actual, r.after and r.after.actual, r.is_better) for r in rows]
        for name, rows in reruns.items()
    }
    assert found == {
        "The Empty Lunchbox": [],
        "The Lunchbox Parade": [("The Empty Lunchbox", 210, 220, True)],
        "The Second Lunchbox": [("The Empty Lunchbox", 210, 275, True)],
    }


def test_two_reruns_that_changed_more_than_they_say() -> None:
    """Only the creators are said to have changed, but fields differ too; what only a relation keeps counts."""
    pair = compare_entries(entry("The Empty Lunchbox"), entry("The Second Lunchbox"), projection())
    assert (judge_comparison(pair), pair.differs) == (
        PairVerdict.CONFOUNDED,
        ["content", "creators", "length", "timing"],
    )
    assert pair.same == ["budget", "goal", "market", "messaging", "product", "targeting"]
    assert (pair.kept, pair.unknown) == (["messaging"], ["structure"])
    assert [(row.name, row.difference) for row in pair.kpis] == [
        ("Orders", 65),
        ("CAC", -21),
        ("Engagement", None),
        ("Enquiries", None),
        ("Buyers of a hundred visitors", None),
        ("Return on ads", None),
    ]
    other = compare_entries(entry("The Empty Lunchbox"), entry("The Lunchbox Parade"), projection())
    assert (judge_comparison(other), other.differs) == (
        PairVerdict.CONFOUNDED,
        ["content", "creators", "length", "market", "timing"],
    )
    assert other.same == ["budget", "goal", "messaging", "product", "targeting"]
    assert other.unknown == ["structure"]


def test_pairs_are_those_that_relations_tie() -> None:
    """The older first; the pair with the newest entry before the others (Comparison)."""
    assert [names(pair) for pair in list_related_pairs(projection())] == [
        ["The Empty Lunchbox", "The Second Lunchbox"],
        ["The Empty Lunchbox", "The Lunchbox Parade"],
    ]


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


def test_teams_have_their_entries_rules_and_actions() -> None:
    """A rule that names teams binds those, any other those of its record; an owner's action is the owner's team's."""
    found = {
        team.key: (
            names(team.entries),
            [rule["id"] for _, rule in team.guardrails],
            [action.action for _, action in team.open_actions],
        )
        for team in list_teams(projection())
    }
    assert found == TEAMS
    assert list(found) == sorted(found)

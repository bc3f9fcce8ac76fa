"""Causes, deals, assumptions, guardrails and plays in the library that was worked out by hand.

The reckoning of each figure stands in fixtures/analysis/README.md, under the heading that a test names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from afterword.analysis import playbook
from afterword.analysis.assumptions import build_ledger, count_verdicts
from afterword.analysis.causes import list_accounts
from afterword.analysis.deals import tally_deals
from afterword.analysis.guardrails import measure_reach
from afterword.analysis.playbook import Play
from afterword.analysis.weights import weigh_causes
from analysed import names, projection

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


def test_accounts_explain_what_was_reckoned() -> None:
    """Weights are added within one account; what is disputed makes a range (Causes)."""
    found = {
        one.name: [(a.name, a.low, a.high, a.unexplained) for a in list_accounts(one)]
        for one in projection().entries
        if one.causes
    }
    assert found == ACCOUNTS


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


_PRICED = ["The Twin Story", "The Quiet Renewal", "The Frozen Funnel", "Тихий отказ"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("reason", [("price", 1, 3, 0, _PRICED), ("budget", 0, 0, 1, ["The Endless Pilot"])]),
        ("competitor", [("ledgerwise", 1, 3, 0, _PRICED)]),
        (
            "stage",
            [
                ("Contract  Review", 0, 2, 0, ["The Twin Story", "The Frozen Funnel"]),
                ("Negotiation", 1, 0, 0, ["The Quiet Renewal"]),
                ("Pilot", 0, 0, 1, ["The Endless Pilot"]),
            ],
        ),
    ],
)
def test_closed_deals_are_counted_as_reckoned(field: str, expected: list[tuple[object, ...]]) -> None:
    """One competitor however it is written; an open deal is in none (Deals)."""
    found = tally_deals(projection().entries, field)
    assert [(t.key, t.won, t.lost, t.undecided, names(t.entries)) for t in found] == expected


def test_assumptions_meet_those_that_read_the_same() -> None:
    """The same words in another order, more words about the same, a slip of the pen: but not another sense (Ledger)."""
    found = build_ledger(projection())
    assert [
        (row.assumption.source.name, row.assumption.verdict, names(a.source for a in row.alike)) for row in found
    ] == [
        ("The Second Lunchbox", "untested", ["The Lunchbox Parade", "The Empty Lunchbox"]),
        ("The Endless Pilot", "untested", ["The Frozen Funnel"]),
        ("The Lunchbox Parade", "confirmed", ["The Second Lunchbox", "The Empty Lunchbox"]),
        ("The Quiet Renewal", "confirmed", []),
        ("The Frozen Funnel", "wrong", ["The Endless Pilot"]),
        ("The Empty Lunchbox", "wrong", ["The Second Lunchbox", "The Lunchbox Parade"]),
        ("The Empty Lunchbox", "untested", []),
    ]
    assert count_verdicts([row.assumption for row in found]) == {"wrong": 2, "confirmed": 2, "untested": 3}


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

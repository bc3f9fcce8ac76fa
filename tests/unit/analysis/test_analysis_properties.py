"""What holds of the analysis whatever the records say: order, strangers, weights that are conserved, chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.analysis import attainment, playbook
from afterword.analysis.assumptions import build_ledger, count_verdicts
from afterword.analysis.deals import tally_deals
from afterword.analysis.guardrails import measure_reach
from afterword.analysis.kpis import list_kpis
from afterword.analysis.pairs import compare_entries, list_related_pairs
from afterword.analysis.questions import answer_questions
from afterword.analysis.rates import rate_interval, recompute_kpis, wilson_interval
from afterword.analysis.series import list_series
from afterword.analysis.teams import list_teams
from afterword.analysis.weights import weigh_causes
from afterword.library.projection import Entry, Projection
from analysed import projection

WEIGHED = ("variable", "gap", "evidence")
MARKETS, GOALS, CONTENT = ("DE", "KZ", "US"), ("awareness", "conversion"), ("video", "stories")


def _key(field: str) -> Callable[[Any], str]:
    return lambda cause: str(cause.get(field, ""))


def _everything(library: Projection) -> dict[str, Any]:
    """What every function says of a library."""
    found = attainment.measure_entries(library)
    return {
        "measured": found,
        "market": attainment.group_by_market(found),
        "goal": attainment.group_by_goal(found),
        "content": attainment.group_by_content_type(found),
        "quarter": attainment.group_by_quarter(found),
        "recomputed": [list(recompute_kpis(entry, library.vocabulary)) for entry in library.entries],
        "questions": [answer_questions(entry, library) for entry in library.entries],
        "weights": [weigh_causes(library.entries, _key(field)) for field in WEIGHED],
        "deals": [tally_deals(library.entries, field) for field in ("reason", "competitor", "stage")],
        "ledger": build_ledger(library),
        "reaches": measure_reach(library),
        "plays": [
            playbook.plays_by_content_type(library),
            playbook.plays_by_creator_profile(library),
            playbook.plays_by_audience(library),
        ],
        "series": list_series(library),
        "tied": list_related_pairs(library),
        "teams": list_teams(library),
    }


def _of(entries: Sequence[Entry]) -> Projection:
    """The library that has these entries."""
    whole = projection()
    return Projection(whole.audience, entries, whole.schema, whole.vocabulary)


names = st.sampled_from(["The Kite", "The Lamp", "The Mill", "The Nest", "The Oar", "The Pond"])
amounts = st.none() | st.sampled_from(["unknown", 0, 1, -3, 0.5]) | st.floats(-1e6, 1e6) | st.integers(0, 10**6)
_rows = st.fixed_dictionaries(
    {"name": st.just("K"), "metric": st.sampled_from(["conversions", "clicks", "conversion_rate", "cac", "cost"])},
    optional={
        "planned": amounts,
        "actual": amounts,
        "sample": st.floats(0, 1e6),
        "unit": st.sampled_from(["%", "EUR"]),
    },
).map(lambda row: {key: value for key, value in row.items() if value is not None})
_causes = st.lists(
    st.fixed_dictionaries(
        {"cause": st.just("C"), "weight": st.integers(0, 20) | st.sampled_from(["major", "minor"])},
        optional={
            "variable": st.sampled_from(["timing", "pricing"]),
            "gap": st.sampled_from(["market", "execution"]),
            "account": st.sampled_from(["A", "B"]),
            "disputed_by": st.just("Legal"),
        },
    ),
    max_size=5,  # of at most 20 each, so that no account explains more than everything
)
_records = st.fixed_dictionaries(
    {"kpis": st.lists(_rows, max_size=4), "causes": _causes},
    optional={
        "ends": st.sampled_from(["2026-01-30", "2026-03", "2026-Q2", "2025", "2026-06-31"]),
        "kind": st.sampled_from(["deal", "campaign"]),
        "outcome": st.sampled_from(["won", "lost", "hit", "missed", "mixed"]),
        "markets": st.lists(st.sampled_from(MARKETS), unique=True),
        "goal": st.sampled_from(GOALS),
        "execution": st.fixed_dictionaries({"content_types": st.lists(st.sampled_from(CONTENT), unique=True)}),
        "deal": st.fixed_dictionaries({}, optional={"reason": st.just("price"), "competitor": st.just("Ledgerwise")}),
        "assumptions": st.just([{"claim": "Parents order at their desks"}]),
        "guardrails": st.just([{"id": "G", "rule": "never", "text": "T", "when": {"market": "DE"}}]),
        "relations": names.map(lambda name: [{"type": "rerun-of", "name": name, "changed": ["timing"]}]),
        "teams": st.just(["sales"]),
    },
)


@st.composite
def libraries(draw: st.DrawFn) -> list[Entry]:
    """Up to six made-up entries, in any order of their files."""
    chosen = draw(st.lists(names, unique=True))
    said = [{"name": name, **draw(_records)} for name in chosen]
    return [Entry(data, f"postmortems/{number}.md", None, data) for number, data in enumerate(said)]


@given(st.permutations(projection().entries))
def test_the_order_of_files_never_matters_to_what_was_worked_out(shuffled: list[Entry]) -> None:
    """Every function says the same of the same records."""
    assert _everything(_of(shuffled)) == _everything(projection())


@given(libraries(), st.randoms())
def test_the_order_of_files_never_matters(entries: list[Entry], random: Any) -> None:
    """Whatever is in them, and whichever is read first."""
    shuffled = random.sample(entries, len(entries))
    assert _everything(_of(shuffled)) == _everything(_of(entries))


@given(libraries())
def test_kpis_are_hit_missed_or_unknown(entries: list[Entry]) -> None:
    """In a group each is one of the three, and groups by goal and market add up to what was measured."""
    library = _of(entries)
    found = attainment.measure_entries(library)
    for group in attainment.group_by_goal(found):
        rows = [hit for one in found if one.entry.data.get("goal") == group.key for hit in one.hits]
        assert (group.hit + group.missed + group.unknown, group.judged_count) == (len(rows), group.hit + group.missed)
        assert group.shares <= len(rows)
    markets = sum(len(one.entry.markets) * len(one.hits) for one in found)
    assert sum(g.hit + g.missed + g.unknown for g in attainment.group_by_market(found)) == markets


@given(libraries(), st.sampled_from(WEIGHED))
def test_weights_are_conserved(entries: list[Entry], field: str) -> None:
    """Every record gives away 100: what is sure, with the most that is unexplained, never more; the other way no less.

    Without rival accounts both are exactly 100 a record, and with nothing disputed either they are the same.
    """
    found = weigh_causes(entries, _key(field))
    low, high = sum(share.low for share in found.shares), sum(share.high for share in found.shares)
    least, most = found.unexplained
    assert all(0 <= share.low <= share.high <= 100 * found.weighed for share in found.shares)
    assert low + least <= found.total <= high + most
    assert low + most <= found.total or low + most == pytest.approx(found.total)
    assert high + least >= found.total or high + least == pytest.approx(found.total)
    rows = [cause for entry in entries for cause in entry.causes]
    if not any("account" in cause for cause in rows):
        assert (low + most, high + least) == (found.total, found.total)
        if not any("disputed_by" in cause for cause in rows):
            assert low == high
    assert sum(share.causes for share in found.shares) == len(rows)


@given(libraries())
def test_assumptions_and_deals_are_all_counted(entries: list[Entry]) -> None:
    """No line is lost between a table and its parts, and likeness goes both ways."""
    library = _of(entries)
    lines = build_ledger(library)
    assert sum(count_verdicts([line.assumption for line in lines]).values()) == len(lines)
    pairs = {(line.assumption.source.name, other.source.name) for line in lines for other in line.alike}
    assert pairs == {(b, a) for a, b in pairs}
    closed = [e for e in entries if e.kind == "deal" and e.outcome and "reason" in e.data.get("deal", {})]
    assert sum(len(tally.entries) for tally in tally_deals(library.entries, "reason")) == len(closed)


_STRANGER = {
    "name": "The Unrelated Zeppelin",
    "kind": "deal",
    "ends": "1999-05-05",
    "outcome": "no-decision",
    "markets": ["NZ"],
    "goal": "retention",
    "product": "Zeppelins",
    "execution": {"content_types": ["podcast"]},
    "kpis": [{"name": "Flights", "metric": "count", "planned": 3, "actual": 4}],
    "causes": [{"cause": "Wind", "variable": "politics", "gap": "of its own", "weight": 10, "evidence": "none"}],
    "deal": {"reason": "trust", "competitor": "Airship Ltd", "stage": "Hangar"},
    "assumptions": [{"claim": "Hydrogen floats"}],
    "guardrails": [{"id": "Z", "rule": "never", "text": "Never smoke", "when": {"market": "NZ"}}],
    "teams": ["aviation"],
}
STRANGER = Entry(_STRANGER, "postmortems/1999/zeppelin.md", None, _STRANGER)


def test_a_stranger_changes_nobody_elses_figures() -> None:
    """A record that shares nothing with others adds groups of its own, and every other stays as it is."""
    before, after = _everything(projection()), _everything(_of([*projection().entries, STRANGER]))
    for key in ("market", "goal", "content", "quarter", "tied", "series", "ledger", "reaches"):
        assert [row for row in before[key] if row not in after[key]] == [], key
    for key in ("deals", "plays"):
        for rows, wider in zip(before[key], after[key], strict=True):
            assert [row for row in rows if row not in wider] == [], key
    for one, wider in zip(before["weights"], after["weights"], strict=True):
        assert [share for share in one.shares if share not in wider.shares] == []
        assert wider.unexplained == (one.unexplained[0] + 90, one.unexplained[1] + 90)
    assert all(team in after["teams"] for team in before["teams"])


def test_a_stranger_changes_no_comparison() -> None:
    """Of any two of the fourteen records."""
    wider = _of([*projection().entries, STRANGER])
    for a, b in product(projection().entries, repeat=2):
        assert compare_entries(a, b, projection()) == compare_entries(a, b, wider)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(2, 50))
def test_an_interval_contains_the_share_and_shrinks(counted: tuple[int, int], times: int) -> None:
    """The same share of a larger sample is known more closely; the interval never leaves 0 to 1."""
    hits, sample = counted
    low, high = wilson_interval(hits, sample)
    closer = wilson_interval(hits * times, sample * times)
    assert 0 <= low <= hits / sample <= high <= 1
    assert closer[1] - closer[0] < high - low
    assert wilson_interval(sample - hits, sample) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(_rows)
def test_a_rate_lies_in_its_interval(row: dict[str, Any]) -> None:
    """Whatever the figures, there is none, or one from 0 to 100 that holds the rate."""
    ends = rate_interval(row, "%")
    if ends is not None:
        assert 0 <= ends[0] <= row["actual"] + 1e-9
        assert row["actual"] - 1e-9 <= ends[1] <= 100


@given(libraries())
def test_what_is_recomputed_is_a_number(entries: list[Entry]) -> None:
    """However odd the parts; and it is said of the KPI at its place."""
    for entry in entries:
        for found in recompute_kpis(entry, projection().vocabulary):
            assert found.value == found.value
            assert found.stated == list_kpis(entry, projection().vocabulary)[found.row].actual


@pytest.mark.parametrize("count", [0, 1], ids=["empty", "one-record"])
def test_the_smallest_libraries_are_analysed(count: int) -> None:
    """Nothing, and each record alone, have an analysis."""
    for entries in [[]] if not count else [[entry] for entry in projection().entries]:
        found = _everything(_of(entries))
        assert len(found["questions"]) == count

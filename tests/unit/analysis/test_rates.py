"""Rates of the hand-calculated library: their intervals, and whether their parts give the stated figure."""

from __future__ import annotations

from typing import Any

import pytest

from afterword.analysis.kpis import list_kpis
from afterword.analysis.rates import rate_interval, recompute_kpis, wilson_interval
from afterword.records.record import RecordFields
from analysed import projection

# Name, row, formula, its parts, what they make, whether that is what the record says.
SUMS = {
    "The Second Lunchbox": [
        ("CAC", 1, "cost / conversions", 11_000, 275, 40, True),
        ("Return on ads", 3, "revenue / cost", 27_500, 11_000, 2.5, False),
    ],
    "The Loud Launch": [("Cost per thousand", 5, "1000 * cost / impressions", 2000, 250_000, 8, True)],
    "The Lunchbox Parade": [
        ("Buyers of a hundred visitors", 2, "conversions / clicks", 220, 10_000, 2.2, True),
        ("CAC", 3, "cost / conversions", 11_000, 220, 50, True),
    ],
    "The Empty Lunchbox": [("CAC", 1, "cost / conversions", 12_600, 210, 60, False)],
}

# Per cent, from (2x + z² ± z·√(z² + 4x(1 - x/n))) / 2(n + z²) with z² = 3.841459.
INTERVALS = {
    ("The Lunchbox Parade", 2): (1.9303, 2.5064),  # 220 of 10,000: (443.8415 ± 57.6270) / 20,007.6829
    ("The Empty Lunchbox", 2): (3.2597, 7.5964),  # 20 of 400: (43.8415 ± 17.5131) / 807.6829
    ("The Paper Lantern", 1): (0.0883, 2.7774),  # 1 of 200: (5.8415 ± 5.4814) / 407.6829
    ("The Second Lunchbox", 2): (0.7990, 9.0308),  # 2.2 of 80: (8.2415 ± 6.9016) / 167.6829
}


def test_rates_are_recomputed_from_their_parts() -> None:
    """Dollars are not divided by way of euros, nor is a rate made where a part is missing (Sums)."""
    found = {
        one.name: [
            (r.name, r.row, r.formula, r.over, r.under, round(r.value, 8), r.agrees)
            for r in recompute_kpis(one, projection().vocabulary)
        ]
        for one in projection().entries
    }
    assert {name: rows for name, rows in found.items() if rows} == SUMS


def test_intervals_of_rates_are_those_of_the_formula() -> None:
    """In per cent, to four places; without a sample there is none (Intervals)."""
    library = projection()
    found = {
        (one.name, index): tuple(round(end, 4) for end in ends)
        for one in library.entries
        for index, (row, kpi) in enumerate(zip(one.kpis, list_kpis(one, library.vocabulary), strict=True))
        if (ends := rate_interval(row, kpi.unit))
    }
    assert found == INTERVALS


@pytest.mark.parametrize(
    ("hits", "sample", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # these four: Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (0, 10, 0.0000, 0.2775),
        (8, 10, 0.4902, 0.9433),
        (10, 10, 0.7225, 1.0000),
    ],
)
def test_wilson_gives_published_values(hits: int, sample: int, low: float, high: float) -> None:
    """To the four places that are printed."""
    assert tuple(round(end, 4) for end in wilson_interval(hits, sample)) == (low, high)


@pytest.mark.parametrize(("hits", "sample"), [(0, 0), (1, 0), (-1, 10), (11, 10)])
def test_what_is_no_share_has_no_interval(hits: int, sample: int) -> None:
    """An empty sample, and hits that are not among it, are refused."""
    with pytest.raises(ValueError, match="is no share"):
        wilson_interval(hits, sample)


def made(*rows: dict[str, Any], **fields: Any) -> list[tuple[str, float, bool]]:
    """What is recomputed of a record with such KPIs and fields, and whether it agrees."""
    record = RecordFields({"kpis": [{"name": row["metric"], **row} for row in rows], **fields})
    return [(one.name, round(one.value, 8), one.agrees) for one in recompute_kpis(record, projection().vocabulary)]


SPENT = {"actual": 12_000, "currency": "EUR"}


@pytest.mark.parametrize(
    ("stated", "agrees"),
    [
        (54.55, True),
        (55, True),  # as 54.545… is rounded to whole euros
        (54.1, True),  # a hundredth of it is 0.545…
        (53.9, False),
        (61, False),
        (54.9, True),
    ],
)
def test_a_figure_may_be_rounded_and_a_hundredth_off(stated: float, agrees: bool) -> None:  # noqa: FBT001 - a case
    """What 12,000 / 220 make is 54.5454…, and whoever writes about that much is right."""
    found = made(
        {"metric": "cac", "unit": "EUR", "actual": stated}, {"metric": "conversions", "actual": 220}, budget=SPENT
    )
    assert found == [("cac", 54.54545455, agrees)]


@pytest.mark.parametrize("stated", [2, 3])
def test_a_half_may_be_rounded_either_way(stated: int) -> None:
    """5 / 2 is 2.5, which some round up and some to the even number."""
    spent, came = {"metric": "cost", "unit": "EUR", "actual": 2}, {"metric": "revenue", "unit": "EUR", "actual": 5}
    assert made(spent, came, {"metric": "roas", "actual": stated}) == [("roas", 2.5, True)]


@pytest.mark.parametrize(
    "rows",
    [
        # which week's orders are divided by which week's visits, nobody says
        [
            {"metric": "conversions", "actual": 20},
            {"metric": "conversions", "actual": 30},
            {"metric": "clicks", "actual": 1000},
            {"metric": "conversion_rate", "actual": 3},
        ],
        # and of two rates only one can be that of all
        [
            {"metric": "conversions", "actual": 20},
            {"metric": "clicks", "actual": 1000},
            {"metric": "conversion_rate", "actual": 2},
            {"metric": "conversion_rate", "actual": 3},
        ],
        # 12 thousand is not 12
        [
            {"metric": "conversions", "actual": 240},
            {"metric": "clicks", "actual": 12, "unit": "thousand"},
            {"metric": "conversion_rate", "actual": 2},
        ],
        # a rate in a unit that somebody made up
        [
            {"metric": "conversions", "actual": 240},
            {"metric": "clicks", "actual": 12_000},
            {"metric": "conversion_rate", "actual": 20, "unit": "per 1,000"},
        ],
        # millions, by their name
        [
            {"metric": "cost", "actual": 1.2, "unit": "EUR million"},
            {"metric": "conversions", "actual": 1000},
            {"metric": "cac", "actual": 1200},
        ],
        # dollars by way of euros
        [
            {"metric": "cost", "actual": 1200, "unit": "EUR"},
            {"metric": "revenue", "actual": 2400, "unit": "USD"},
            {"metric": "roas", "actual": 3},
        ],
        # by nothing
        [
            {"metric": "conversions", "actual": 0},
            {"metric": "clicks", "actual": 0},
            {"metric": "conversion_rate", "actual": 3},
        ],
        # a part in words
        [
            {"metric": "conversions", "actual": "some"},
            {"metric": "clicks", "actual": 100},
            {"metric": "conversion_rate", "actual": 3},
        ],
    ],
    ids=["weeks", "rates", "thousands", "own-unit", "millions", "currencies", "zero", "words"],
)
def test_nothing_is_recomputed_where_the_parts_may_not_belong_together(rows: list[dict[str, Any]]) -> None:
    """Silence is better than a contradiction that there is not."""
    assert made(*rows) == []


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        ({"actual": 2.2}, "%"),
        ({"actual": 2.2, "sample": 0}, "%"),
        ({"actual": 2.2, "sample": 80}, "count"),
        ({"actual": -2.2, "sample": 80}, "%"),
        ({"actual": 120, "sample": 80}, "%"),
        ({"actual": "unknown", "sample": 80}, "%"),
    ],
)
def test_only_a_share_of_a_sample_has_an_interval(row: dict[str, Any], unit: str) -> None:
    """Growth of more than all, losses, counts and words have none."""
    assert rate_interval(row, unit) is None


@pytest.mark.parametrize("sample", [1, 10.5, 2**53 + 3])
def test_everybody_of_a_sample_has_an_interval(sample: float) -> None:
    """However odd the sample that an author wrote."""
    found = rate_interval({"actual": 100, "sample": sample}, "%")
    assert found is not None
    assert found[1] == 100

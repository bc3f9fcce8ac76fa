"""Records as a comparison sees them, read from their fields."""

from __future__ import annotations

from typing import Any

import pytest

from afterword.analysis.comparables import make_comparable
from afterword.records.record import RecordFields
from comparison_cases import LIBRARY


@pytest.mark.parametrize(
    ("data", "inputs", "variables"),
    [
        ({"starts": "2026-08-03", "ends": "2026-09-02"}, {"starts": [8, 8], "ends": 31}, {}),
        ({"starts": "2026-Q1", "ends": "2026"}, {"starts": [1, 3]}, {}),
        ({"starts": "2026", "ends": "2026-13-45"}, {}, {}),
        ({"budget": {"planned": 5, "currency": "EUR"}}, {"budget.planned": [5, "EUR"]}, {}),
        ({"execution": {"creators": [{"handle": "@a"}, {"handle": "@b", "tier": "x"}]}}, {"execution.creators": 2}, {}),
        ({"execution": {"messages": ["Ready", "unknown"]}}, {}, {}),
        ({"product": "Не известно.", "audience": {"target": "N/A"}}, {}, {}),
        ({"variables": {"market": "Германия, Kazakhstan"}}, {"markets": ["DE", "KZ"]}, {}),
        (
            {"markets": ["DE"], "variables": {"market": "the south of Germany"}},
            {"markets": ["DE"]},
            {"market": "the south of Germany"},
        ),
        ({"variables": {"content": "видео; Carousel"}}, {"execution.content_types": ["carousel", "video"]}, {}),
        ({"variables": {"content": "dances"}}, {}, {"content": "dances"}),
        (
            {"variables": {"creators": "unknown, nobody wrote it down", "offer": "…", "timing": "TBD", "brand": ""}},
            {},
            {},
        ),
        ({"variables": {"creators": "неизвестны — архива нет", "offer": "не указано"}}, {}, {}),
        ({"variables": {"brand": "unknown-brand creators"}}, {}, {"brand": "unknown-brand creators"}),
        (
            {"variables": {"budget": "40 000", "scale": "1,5", "timing": "2019"}},
            {},
            {"budget": 40000, "scale": 1.5, "timing": "2019"},
        ),
        ({"variables": {"market": "Germany and Kazakhstan"}}, {"markets": ["DE", "KZ"]}, {}),
        ({"variables": {"market": "Trinidad & Tobago"}}, {"markets": ["TT"]}, {}),
        (
            {"product": "Harbour Payroll", "variables": {"product": "harbour  payroll"}},
            {"product": "Harbour Payroll"},
            {},
        ),
        ({"kind": "deal", "starts": "2026-01-01", "ends": "2026-01-31"}, {"kind": ["deal"], "starts": [1, 1]}, {}),
    ],
)
def test_what_went_into_a_record_is_read_from_its_fields(
    data: dict[str, Any], inputs: dict[str, Any], variables: dict[str, Any]
) -> None:
    """Each field in its form; what is unknown, or known only in part, is left out; names become codes."""
    found = make_comparable(RecordFields(data), {}, LIBRARY.vocabulary)
    assert (found.inputs, found.variables) == (inputs, variables)

"""Two records side by side: what differs, what the pair can speak about, and what it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from afterword.analysis.comparison import compare_records
from afterword.analysis.inputs import Comparable, MeasuredKpi
from afterword.analysis.pairs import compare_entries
from afterword.analysis.verdicts import judge_comparison, variable_title, verdict_sentences
from afterword.schema.audience import Audience
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import ENGLISH
from afterword.workspace import project
from comparison_cases import CASES, LIBRARY, LISTS, expected, vocabulary_of
from support import ROOT


def _comparable(raw: dict[str, Any]) -> Comparable:
    return Comparable(**{"variables": {}, **raw, "kpis": [MeasuredKpi(**kpi) for kpi in raw.get("kpis", ())]})


def _compare(a: dict[str, Any], b: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """What a comparison finds, in the shape of a case."""
    result = compare_records(_comparable(a), _comparable(b), vocabulary)
    sentences = verdict_sentences(result, lambda key: variable_title(key, vocabulary, LIBRARY.schema, ENGLISH))
    return {key: list(getattr(result, key)) for key in LISTS} | {
        "verdict": judge_comparison(result),
        "sentences": list(map(str, sentences)),
        "differences": [[pair.name, pair.difference] for pair in result.kpis],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_comparison_finds_what_its_case_says(case: dict[str, Any]) -> None:
    """Variables, verdict, sentences and differences of KPIs are those of the case."""
    assert _compare(case["a"], case["b"], vocabulary_of(case)) == expected(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_comparison_is_the_same_from_both_ends(case: dict[str, Any]) -> None:
    """Turned round, the same variables differ, and differences of KPIs change their sign."""
    one, other = (_compare(case[a], case[b], vocabulary_of(case)) for a, b in ("ab", "ba"))
    moved = [sorted(abs(moved) for _, moved in found.pop("differences") if moved) for found in (one, other)]
    assert one == other
    assert moved[0] == moved[1]


def test_an_unrelated_record_changes_no_comparison() -> None:
    """The American and the first Russian launch compare alike, with the rest of the library around them or without."""
    whole = project.load_project(ROOT).library.project(Audience.INTERNAL)
    names = ("The Launch Window", "Выстрел наугад")
    a, b = (whole.resolve_link(name)[0] for name in names)
    assert a is not None
    assert b is not None
    alone = type(whole)(whole.audience, [a, b], whole.schema, whole.vocabulary)
    assert compare_entries(a, b, whole) == compare_entries(a, b, alone)

"""The weekly summary has the latest, the owed and the most linked records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from afterword.analysis.kpis import list_kpis
from afterword.analysis.week import build_recall, summarize_week
from afterword.schema.audience import Audience
from analysed import entry, library, names, projection

TODAY = date(2026, 6, 1)


def test_the_week_is_summarized() -> None:
    """The six latest records, five owed ones, and linked ones with their number of links, the most linked first."""
    mention_counts = {entry("The Open Door").slug: 1, entry("The Empty Lunchbox").slug: 3}
    week = summarize_week(projection(), mention_counts, TODAY)
    assert names(week.latest) == names(projection().entries)[:6]
    assert [(linked.name, count) for linked, count in week.linked] == [("The Empty Lunchbox", 3), ("The Open Door", 1)]
    assert [(row.title, row.days(TODAY), row.days_late(TODAY)) for row in week.owed[:2]] == [
        ("The Empty Lunchbox", -182, 182),
        ("Тихий отказ", -166, 166),
    ]
    assert (len(week.owed), len(week.guardrails)) == (5, 5)


@pytest.mark.parametrize("audience", [audience for audience in Audience if audience is not Audience.INTERNAL])
def test_only_the_team_sees_what_it_owes(audience: Audience) -> None:
    """Other editions have no list of owed postmortems."""
    assert summarize_week(library().project(audience), {}, TODAY).owed == ()


def test_a_recall_has_the_worst_kpi_and_the_first_cause() -> None:
    """A loss is recalled by the KPI that missed most and by its first cause; without learnings it has no lesson."""
    funnel = entry("The Frozen Funnel")
    recall = build_recall(funnel, list_kpis(funnel, projection().vocabulary))
    assert recall.worst_kpi is not None
    assert recall.worst_kpi.name == "Days from first call to answer"
    assert (recall.cause, recall.lesson) == (funnel.causes[0], "")


@pytest.mark.parametrize(("outcome", "lesson"), [("won", "Keep it"), ("lost", "Change it")])
def test_the_lesson_follows_the_outcome(outcome: str, lesson: str) -> None:
    """A win says what to do again, a loss what to do differently."""
    learnings = {"again": "Keep it", "differently": "Change it"}
    changed = replace(entry("The Frozen Funnel"), data={"outcome": outcome, "learnings": learnings})
    assert build_recall(changed, []).lesson == lesson

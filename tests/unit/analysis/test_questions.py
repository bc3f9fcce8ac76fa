"""The three questions about a campaign, answered for the hand-calculated library."""

from __future__ import annotations

from afterword.analysis.questions import answer_questions
from analysed import entry, projection

ANSWERS = {
    "The Empty Lunchbox": {"converted": "no", "engaged": "yes", "audience": "unclear"},
    "The Lunchbox Parade": {"converted": "partly", "engaged": "yes", "audience": "yes"},
    "Пустая парта": {"converted": "unclear", "engaged": "no"},
    "The Paper Lantern": {"engaged": "no", "audience": "unclear"},
    "The Second Lunchbox": {"converted": "yes", "audience": "yes"},
    "The Loud Launch": {"converted": "partly", "engaged": "yes"},
}


def test_the_three_questions_are_answered_as_reckoned() -> None:
    """What was measured without a plan is unclear, as is an audience other than the one meant (Questions)."""
    found = {
        one.name: {answer.question: answer.answer for answer in answer_questions(one, projection())}
        for one in projection().entries
    }
    assert {name: said for name, said in found.items() if said} == ANSWERS


def test_an_answer_names_what_it_rests_on() -> None:
    """KPIs with an actual figure, hit, missed or without a plan to hold them against (Questions)."""
    found = {answer.question: answer for answer in answer_questions(entry("The Empty Lunchbox"), projection())}
    rests = {question: [kpi.name for kpi in answer.kpis] for question, answer in found.items()}
    assert rests == {"converted": ["Orders", "CAC", "Enquiries"], "engaged": ["Engagement"], "audience": []}

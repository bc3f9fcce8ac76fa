"""Answers of a brief count only if they say something."""

from __future__ import annotations

import pytest

from afterword.gate.answers import Answer, AnswerState, judge_answers

GOOD = "We answer security questions within two days."


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (GOOD, AnswerState.ANSWERED),
        ("   ", AnswerState.MISSING),
        ("Noted, thanks.", AnswerState.SHORT),
        ("- - - - - -", AnswerState.SHORT),
    ],
)
def test_an_answer_has_at_least_five_words(text: str, state: AnswerState) -> None:
    """Signs are no words, and blanks are no answer."""
    assert judge_answers([Answer("The Frozen Funnel", "", text)]) == [state]


def test_one_answer_given_twice_counts_for_neither() -> None:
    """Case and punctuation do not make it another."""
    answers = [
        Answer("A", "", GOOD),
        Answer("B", "", GOOD.upper().replace(".", "!")),
        Answer("C", "", f"{GOOD} Always."),
    ]
    assert judge_answers(answers) == [AnswerState.REPEATED, AnswerState.REPEATED, AnswerState.ANSWERED]

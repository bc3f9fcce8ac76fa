"""The answers of a brief to the library, and whether each counts as an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from afterword.problems import Span
from afterword.text.similarity import normalize_text
from afterword.text.stems import stem_text

MIN_ANSWER_WORDS = 5
"""The minimum number of words in an answer."""


class AnswerState(StrEnum):
    """The state of an answer."""

    ANSWERED = "answered"
    MISSING = "missing"
    SHORT = "short"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a record by its name, to a guardrail by its id, or to a guardrail of a record by both.

    `text` is what is done about it, or, if `is_waived`, why nothing is done; empty if it is not filled in yet.
    """

    name: str
    rule: str
    text: str
    is_waived: bool = False
    span: Span = field(default_factory=Span)


def judge_answers(answers: Sequence[Answer]) -> Sequence[AnswerState]:
    """Return the state of each answer; too short or repeated texts do not count.

    Two answers are repeated if their words are the same in lower case and without punctuation.
    """
    normalized_texts = [normalize_text(answer.text) for answer in answers]
    counts = Counter(normalized_texts)
    return [_judge_answer(answer, counts[text]) for answer, text in zip(answers, normalized_texts, strict=True)]


def _judge_answer(answer: Answer, count: int) -> AnswerState:
    if not answer.text.strip():
        return AnswerState.MISSING
    if len(answer.text.split()) < MIN_ANSWER_WORDS or not stem_text(answer.text):
        return AnswerState.SHORT
    return AnswerState.REPEATED if count > 1 else AnswerState.ANSWERED

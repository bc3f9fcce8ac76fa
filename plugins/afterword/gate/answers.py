"""What a brief answers to the library, and whether that is an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from afterword.problems import Span
from afterword.text.similarity import plain
from afterword.text.stems import stems

FEWEST = 5
"""Words that an answer has at least."""


class State(StrEnum):
    """How far something is answered."""

    ANSWERED = "answered"
    MISSING = "missing"
    SHORT = "short"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: to a record by its name, to a guardrail by its id, or to the guardrail of a record by both.

    `text` is what is done about it, or, if it `is_waived`, why nothing is; empty while nobody has filled it in.
    """

    name: str
    rule: str
    text: str
    is_waived: bool = False
    span: Span = field(default_factory=Span)


def states(answers: Sequence[Answer]) -> Sequence[State]:
    """Whether each is an answer: one of fewer than five words is none, nor one that is given twice.

    Two are the same when their words are, in lower case and without punctuation.
    """
    said = [plain(answer.text) for answer in answers]
    often = Counter(said)
    return [_state(answer, often[text]) for answer, text in zip(answers, said, strict=True)]


def _state(answer: Answer, often: int) -> State:
    if not answer.text.strip():
        return State.MISSING
    if len(answer.text.split()) < FEWEST or not stems(answer.text):
        return State.SHORT
    return State.REPEATED if often > 1 else State.ANSWERED

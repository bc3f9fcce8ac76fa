"""Three questions, answered where the data allow: did it convert, did people engage, was the audience right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from afterword.analysis.kpis import Kpi, kpi_of
from afterword.library.projection import Entry, Projection
from afterword.text.names import name_key


class Question(StrEnum):
    """What is asked of every campaign."""

    CONVERTED = "converted"
    ENGAGED = "engaged"
    AUDIENCE = "audience"


class Answer(StrEnum):
    """Whether plans were met. Unclear is what was measured, or told, without a plan to hold it against."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer and what it rests on: KPIs, or the audience that was meant and the one reached."""

    question: Question
    answer: Answer
    kpis: Sequence[Kpi] = ()
    target: str = ""
    reached: str = ""


def answers(entry: Entry, library: Projection) -> Sequence[Answered]:
    """The answers that an entry has, in the order of the questions; none where it recorded nothing about one.

    Which metrics speak about which question is in the vocabulary (`answers`). Whether the audience was right is clear
    only where the same one was reached that was meant.
    """
    return [*_measured(entry, library), *_audience(entry)]


def _measured(entry: Entry, library: Projection) -> Iterator[Answered]:
    metrics = library.vocabulary.lists.get("metrics", {})
    rows = [row for row in entry.kpis if row.get("actual") is not None and row.get("metric") in metrics]
    for question in (Question.CONVERTED, Question.ENGAGED):
        found = [kpi_of(row, library.vocabulary) for row in rows if metrics[row["metric"]].answers == question]
        if found:
            hits = {kpi.hit for kpi in found if kpi.hit is not None}
            answer = Answer.UNCLEAR if not hits else Answer.PARTLY if len(hits) > 1 else _plain(hits.pop())
            yield Answered(question, answer, found)


def _plain(hit: bool) -> Answer:  # noqa: FBT001 - the one thing that is asked
    return Answer.YES if hit else Answer.NO


def _audience(entry: Entry) -> Iterator[Answered]:
    said = entry.data.get("audience", {})
    target, reached = said.get("target", ""), said.get("reached", "")
    if reached:
        answer = Answer.YES if target and name_key(target) == name_key(reached) else Answer.UNCLEAR
        yield Answered(Question.AUDIENCE, answer, (), target, reached)

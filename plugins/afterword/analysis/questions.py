"""Three questions about a campaign: did it convert, did people engage, was the audience right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from afterword.analysis.kpis import Kpi, build_kpi
from afterword.library.projection import Entry, Projection
from afterword.text.names import name_key


class CampaignQuestion(StrEnum):
    """The questions that are asked about every campaign."""

    CONVERTED = "converted"
    ENGAGED = "engaged"
    AUDIENCE = "audience"


class CampaignAnswer(StrEnum):
    """The answer to a question; unclear if something was measured or stated without a plan to compare it with."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with its answer and the evidence: KPIs, or the target and the reached audience."""

    question: CampaignQuestion
    answer: CampaignAnswer
    kpis: Sequence[Kpi] = ()
    target: str = ""
    reached: str = ""


def answer_questions(entry: Entry, library: Projection) -> Sequence[AnsweredQuestion]:
    """Return the answers for an entry in the order of the questions; skip questions without data.

    The vocabulary (`answers`) says which metrics answer which question. The audience was right only if the one
    that was reached is the target.
    """
    return [*_answer_from_kpis(entry, library), *_answer_audience(entry)]


def count_answers(library: Projection) -> Mapping[str, Mapping[str, int]]:
    """Count the answers to each question over the whole library."""
    counts_by_question: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in library.entries:
        for answer in answer_questions(entry, library):
            counts_by_question[answer.question][answer.answer] += 1
    return {question: dict(sorted(counts.items())) for question, counts in counts_by_question.items()}


def _answer_from_kpis(entry: Entry, library: Projection) -> Iterator[AnsweredQuestion]:
    metrics = library.vocabulary.lists.get("metrics", {})
    rows = [row for row in entry.kpis if row.get("actual") is not None and row.get("metric") in metrics]
    for question in (CampaignQuestion.CONVERTED, CampaignQuestion.ENGAGED):
        kpis = [build_kpi(row, library.vocabulary) for row in rows if metrics[row["metric"]].answers == question]
        if kpis:
            hits = {kpi.hit for kpi in kpis if kpi.hit is not None}
            answer = (
                CampaignAnswer.UNCLEAR
                if not hits
                else CampaignAnswer.PARTLY
                if len(hits) > 1
                else _yes_or_no(hits.pop())
            )
            yield AnsweredQuestion(question, answer, kpis)


def _yes_or_no(hit: bool) -> CampaignAnswer:  # noqa: FBT001 - the only argument
    return CampaignAnswer.YES if hit else CampaignAnswer.NO


def _answer_audience(entry: Entry) -> Iterator[AnsweredQuestion]:
    audience = entry.data.get("audience", {})
    target, reached = audience.get("target", ""), audience.get("reached", "")
    if reached:
        answer = CampaignAnswer.YES if target and name_key(target) == name_key(reached) else CampaignAnswer.UNCLEAR
        yield AnsweredQuestion(CampaignQuestion.AUDIENCE, answer, (), target, reached)

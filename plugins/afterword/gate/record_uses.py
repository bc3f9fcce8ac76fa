"""Uses of records in briefs: which answers refer to each record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.analysis.guardrails import guardrail_label
from afterword.gate.answers import Answer, AnswerState, judge_answers
from afterword.gate.verdict import GateVerdict
from afterword.library.published_index import IndexedRecord, PublishedIndex


@dataclass(frozen=True, slots=True)
class RecordUse:
    """A valid answer in the brief of the file `path`, to a record, or with `rule` to one of its guardrails."""

    path: str
    slug: str
    rule: str
    answer: Answer


def list_record_uses(verdicts: Iterable[GateVerdict], register: PublishedIndex) -> Iterator[RecordUse]:
    """Yield the valid answers in order of briefs and rows, one for each record that an answer refers to."""
    records_by_guardrail: dict[str, list[IndexedRecord]] = defaultdict(list)
    for record in register.records:
        for rule in record.guardrails:
            records_by_guardrail[guardrail_label(rule)].append(record)
    for verdict in verdicts:
        answers = verdict.brief.answers
        for answer, state in zip(answers, judge_answers(answers), strict=True):
            for record in (
                _records_of_answer(answer, verdict, register, records_by_guardrail)
                if state is AnswerState.ANSWERED
                else ()
            ):
                yield RecordUse(verdict.brief.source.path, record.slug, answer.rule, answer)


def _records_of_answer(
    answer: Answer,
    verdict: GateVerdict,
    register: PublishedIndex,
    records_by_guardrail: Mapping[str, Sequence[IndexedRecord]],
) -> Iterator[IndexedRecord]:
    """Yield the records that an answer refers to.

    A guardrail without a record means the guardrail of that id in each record that the brief is asked about, or
    else the only guardrail of that id.
    """
    if answer.name:
        record, _, _ = register.resolve_link(answer.name)
        if record and (not answer.rule or record in records_by_guardrail.get(answer.rule, ())):
            yield record
        return
    questioned_records = [
        demand.record for demand in verdict.questions if demand.rule and demand.rule.id == answer.rule
    ]
    candidates = records_by_guardrail.get(answer.rule, ())
    yield from questioned_records or (candidates if len(candidates) == 1 else ())

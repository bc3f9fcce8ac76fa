"""What briefs made of the records that they answer for: the other end of an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.analysis.guardrails import called
from afterword.gate.answers import Answer, State, states
from afterword.gate.verdict import Verdict
from afterword.library.published_index import Listed, Register


@dataclass(frozen=True, slots=True)
class Use:
    """An answer that counts, in the brief of the file `path`: to a record, or with `rule` to one of its guardrails."""

    path: str
    slug: str
    rule: str
    answer: Answer


def uses(verdicts: Iterable[Verdict], register: Register) -> Iterator[Use]:
    """The answers that count, in order of the briefs and of their rows; one for each record that an answer is about."""
    holders: dict[str, list[Listed]] = defaultdict(list)
    for record in register.records:
        for rule in record.guardrails:
            holders[called(rule)].append(record)
    for verdict in verdicts:
        answers = verdict.brief.answers
        for answer, state in zip(answers, states(answers), strict=True):
            for record in _about(answer, verdict, register, holders) if state is State.ANSWERED else ():
                yield Use(verdict.brief.source.path, record.slug, answer.rule, answer)


def _about(
    answer: Answer, verdict: Verdict, register: Register, holders: Mapping[str, Sequence[Listed]]
) -> Iterator[Listed]:
    """The records that an answer is about.

    A guardrail named without its record is that of every record which the brief is asked for by that short name, else
    of the only one that has it.
    """
    if answer.name:
        record, _, _ = register.resolve(answer.name)
        if record and (not answer.rule or record in holders.get(answer.rule, ())):
            yield record
        return
    asked = [demand.record for demand in verdict.demands if demand.rule and demand.rule.id == answer.rule]
    known = holders.get(answer.rule, ())
    yield from asked or (known if len(known) == 1 else ())

"""Whether a brief has answered for what the library knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from afterword.checks import external_links as elsewhere
from afterword.checks.gate_rules import REPEATED, SHORT, UNPLANNED, UNREVIEWED
from afterword.gate.answers import Answer, State, states
from afterword.gate.applicable_guardrails import Rule, applying
from afterword.gate.brief import Brief
from afterword.gate.queries import question
from afterword.gate.ranking import Ranking
from afterword.library.published_index import Listed, Register
from afterword.problems import Problem, Severity, Text, say
from afterword.records import approval
from afterword.schema.schema import Schema


@dataclass(frozen=True, slots=True)
class Demand:
    """What a brief has to answer: a related record, or with `rule` a guardrail.

    `is_new` says that the library has it only since the brief was approved; `problem` what is wrong with the answer.
    """

    record: Listed
    reasons: Sequence[Text]
    score: float = 0.0
    rule: Rule | None = None
    state: State = State.MISSING
    answer: Answer | None = None
    is_new: bool = False
    problem: Problem | None = None

    @property
    def name(self) -> str:
        """The name of the record, or the short name of the guardrail."""
        return self.rule.id if self.rule else self.record.name


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found for one brief: everything it is asked, and all that keeps it from passing."""

    brief: Brief
    demands: Sequence[Demand]
    problems: Sequence[Problem]

    @property
    def passes(self) -> bool:
        """Whether nothing is in its way."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def unanswered(self) -> Sequence[Demand]:
        """What has no place in the brief yet, not even an empty one, and would have had to."""
        return [demand for demand in self.demands if demand.answer is None and not demand.is_new]


@dataclass(frozen=True, slots=True)
class Gate:
    """A library that briefs have to answer to, as of a day: its records, and the ranking of them."""

    register: Register
    ranking: Ranking
    schema: Schema
    today: date

    def judge(self, brief: Brief, found: Sequence[Problem]) -> Verdict:
        """What a brief has to answer, and what is in its way besides the problems that were `found` in it."""
        demands = [*self._demands(brief)]
        faults = (demand.problem for demand in demands if demand.problem)
        return Verdict(brief, demands, _once([*faults, *self._links(brief), *_unplanned(brief), *found]))

    def _demands(self, brief: Brief) -> Iterator[Demand]:
        asked = question(brief.data, brief.prose, self.schema)
        matches = self.ranking.related(asked)
        rules = applying(self.register, brief.data, matches, self.today)
        given = [*zip(brief.answers, states(brief.answers), strict=True)]
        approved = _approved(brief)
        wanted = [
            *(Demand(match.record, match.reasons, match.score) for match in matches),
            *(Demand(rule.record, (_why(rule),), rule=rule) for rule in rules),
        ]
        for demand in wanted:
            mine = [(answer, state) for answer, state in given if self._answers(answer, demand)]
            answer, state = min(mine, key=lambda pair: [*State].index(pair[1]), default=(None, State.MISSING))
            is_new = approved is not None and demand.name not in approved
            problem = None if is_new else _fault(brief, demand.name, state, answer)
            yield replace(demand, state=state, answer=answer, is_new=is_new, problem=problem)

    def _answers(self, answer: Answer, demand: Demand) -> bool:
        """Whether an answer is about what is asked; a guardrail may be named together with its record."""
        record = self.register.resolve(answer.name)[0] if answer.name else None
        if demand.rule:
            return answer.rule == demand.rule.id and record in (None, demand.record)
        return record is demand.record and not answer.rule

    def _links(self, brief: Brief) -> Iterator[Problem]:
        """What is wrong with links in its text, and with the names that its answers give."""
        yield from elsewhere.problems(brief.source, self.register)
        for answer in brief.answers if brief.document else ():
            for one in elsewhere.named(answer.name, self.register) if answer.name else ():
                yield Problem.of(one.rule, brief.source.path, answer.span, one.message, one.hint)


def _approved(brief: Brief) -> Sequence[str] | None:
    """What a brief was asked when it was approved; None where it has no stamp that fits its answers."""
    stamp = brief.data.get("gate")
    if not (brief.is_agreed and brief.document and isinstance(stamp, dict)):
        return None
    return stamp.get("answered", ()) if stamp.get("answers") == approval.digest(brief.document.data) else None


def _once(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Problems in order; what a check of the library and the gate both find is told once."""
    found = {problem.sort_key: problem for problem in problems}
    return [found[key] for key in sorted(found)]


def _why(rule: Rule) -> Text:
    values = ", ".join(chain.from_iterable(rule.data.get("when", {}).values()))
    return say("guardrail applies: {values}", values=values) if values else say("guardrail of a related record")


def _unplanned(brief: Brief) -> Iterator[Problem]:
    planned = brief.data.get("postmortem", {})
    missing = [field for field in ("due", "keeper") if not (isinstance(planned, dict) and planned.get(field))]
    if missing:
        message = say("The postmortem is not planned. Missing: {fields}.", fields=", ".join(f"`{f}`" for f in missing))
        hint = say("Write `postmortem: {{due: …, keeper: …}}` now, before anybody knows how it ends.")
        if brief.document is None:
            hint = say("Write the lines `Postmortem due: …` and `Keeper: …` now, before anybody knows how it ends.")
        yield Problem.of(UNPLANNED, brief.source.path, brief.span("postmortem"), message, hint)


def _fault(brief: Brief, name: str, state: State, answer: Answer | None) -> Problem | None:
    """What is wrong with an answer, or that there is none."""
    if state not in _FAULTS:
        return None
    rule, message, hint = _FAULTS[state]
    count = len(answer.text.split()) if answer else 0
    said = Text(message.template, {"name": name, "count": count})
    return Problem.of(rule, brief.source.path, answer.span if answer else brief.span("reviewed"), said, hint)


_FAULTS = {
    State.MISSING: (
        UNREVIEWED,
        say("Nothing answers for `{name}`."),
        say("Read it, and say under `reviewed` what it changes here, or under `waived` why it does not apply."),
    ),
    State.SHORT: (
        SHORT,
        say("The answer to `{name}` has {count} words; five are the least."),
        say("Say what is different in this plan because of it, so that somebody else would notice."),
    ),
    State.REPEATED: (
        REPEATED,
        say("The answer to `{name}` is given to something else in the same words."),
        say("Say what this one changes. What changes nothing is waived, with the reason."),
    ),
}

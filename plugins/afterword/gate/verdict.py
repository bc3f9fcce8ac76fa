"""The gate's verdict on a brief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from afterword.checks import external_links
from afterword.checks.gate_rules import REPEATED, SHORT, UNPLANNED, UNREVIEWED
from afterword.gate.answers import Answer, AnswerState, judge_answers
from afterword.gate.applicable_guardrails import ApplicableGuardrail, find_applicable
from afterword.gate.brief import Brief
from afterword.gate.queries import build_query
from afterword.gate.ranking import Ranking
from afterword.library.published_index import IndexedRecord, PublishedIndex
from afterword.problems import Message, Problem, Severity, say
from afterword.records import approval
from afterword.schema.schema import Schema


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """A question of the gate to a brief, about a related record or, with `rule`, about a guardrail.

    `is_new` means that it came into the library after the brief was approved; `problem` is what is wrong with
    the answer.
    """

    record: IndexedRecord
    reasons: Sequence[Message]
    score: float = 0.0
    rule: ApplicableGuardrail | None = None
    state: AnswerState = AnswerState.MISSING
    answer: Answer | None = None
    is_new: bool = False
    problem: Problem | None = None

    @property
    def name(self) -> str:
        """The name of the record, or the id of the guardrail."""
        return self.rule.id if self.rule else self.record.name


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """The gate's verdict on one brief: all questions, and all problems that keep it from passing."""

    brief: Brief
    questions: Sequence[GateQuestion]
    problems: Sequence[Problem]

    @property
    def passes(self) -> bool:
        """True if the brief has no errors."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def question_count(self) -> int:
        """The number of questions."""
        return len(self.questions)

    @property
    def answered_count(self) -> int:
        """The number of answered questions."""
        return sum(question.state is AnswerState.ANSWERED for question in self.questions)

    @property
    def new_count(self) -> int:
        """The number of unanswered questions that are new since the approval."""
        return sum(question.is_new and question.state is not AnswerState.ANSWERED for question in self.questions)

    @property
    def unanswered_questions(self) -> Sequence[GateQuestion]:
        """Questions without an entry in the brief, not even an empty one, except those new since the approval."""
        return [question for question in self.questions if question.answer is None and not question.is_new]


@dataclass(frozen=True, slots=True)
class Gate:
    """A library that briefs must answer to, as of a day: its records and their ranking."""

    register: PublishedIndex
    ranking: Ranking
    schema: Schema
    today: date

    def judge_brief(self, brief: Brief, brief_problems: Sequence[Problem]) -> GateVerdict:
        """Return the verdict on a brief, including the problems already found in it."""
        questions = [*self._build_questions(brief)]
        answer_problems = (question.problem for question in questions if question.problem)
        return GateVerdict(
            brief,
            questions,
            _unique_problems(
                [*answer_problems, *self._link_problems(brief), *_unplanned_problems(brief), *brief_problems]
            ),
        )

    def _build_questions(self, brief: Brief) -> Iterator[GateQuestion]:
        query = build_query(brief.data, brief.prose, self.schema)
        matches = self.ranking.find_related(query)
        rules = find_applicable(self.register, brief.data, matches, self.today)
        judged_answers = [*zip(brief.answers, judge_answers(brief.answers), strict=True)]
        approved_names = _list_approved_question_names(brief)
        questions = [
            *(GateQuestion(match.record, match.reasons, match.score) for match in matches),
            *(GateQuestion(rule.record, (_guardrail_reason(rule),), rule=rule) for rule in rules),
        ]
        for gate_question in questions:
            matching_answers = [
                (answer, state) for answer, state in judged_answers if self._is_answer_to(answer, gate_question)
            ]
            answer, state = min(
                matching_answers, key=lambda pair: [*AnswerState].index(pair[1]), default=(None, AnswerState.MISSING)
            )
            is_new = approved_names is not None and gate_question.name not in approved_names
            problem = None if is_new else _answer_problem(brief, gate_question.name, state, answer)
            yield replace(gate_question, state=state, answer=answer, is_new=is_new, problem=problem)

    def _is_answer_to(self, answer: Answer, question: GateQuestion) -> bool:
        """Check whether an answer is for a question; a guardrail may be named together with its record."""
        record = self.register.resolve_link(answer.name)[0] if answer.name else None
        if question.rule:
            return answer.rule == question.rule.id and record in (None, question.record)
        return record is question.record and not answer.rule

    def _link_problems(self, brief: Brief) -> Iterator[Problem]:
        """Yield the problems of links in the text, and of names in the answers."""
        yield from external_links.find_problems(brief.source, self.register)
        for answer in brief.answers if brief.document else ():
            for finding in external_links.check_name(answer.name, self.register) if answer.name else ():
                yield Problem.from_rule(finding.rule, brief.source.path, answer.span, finding.message, finding.hint)


def _list_approved_question_names(brief: Brief) -> Sequence[str] | None:
    """Return the questions that a brief was asked when approved; None without a stamp that fits its answers."""
    stamp = brief.data.get("gate")
    if not (brief.is_plan_approved and brief.document and isinstance(stamp, dict)):
        return None
    return stamp.get("answered", ()) if stamp.get("answers") == approval.answers_digest(brief.document.data) else None


def _unique_problems(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Return the problems in order, without those that the library's check found as well."""
    problem_by_key = {problem.sort_key: problem for problem in problems}
    return [problem_by_key[key] for key in sorted(problem_by_key)]


def _guardrail_reason(rule: ApplicableGuardrail) -> Message:
    values = ", ".join(chain.from_iterable(rule.data.get("when", {}).values()))
    return say("guardrail applies: {values}", values=values) if values else say("guardrail of a related record")


def _unplanned_problems(brief: Brief) -> Iterator[Problem]:
    postmortem = brief.data.get("postmortem", {})
    missing_fields = [
        field for field in ("due", "keeper") if not (isinstance(postmortem, dict) and postmortem.get(field))
    ]
    if missing_fields:
        message = say(
            "The postmortem is not planned. Missing: {fields}.", fields=", ".join(f"`{f}`" for f in missing_fields)
        )
        hint = say("Write `postmortem: {{due: …, keeper: …}}` now, before anybody knows how it ends.")
        if brief.document is None:
            hint = say("Write the lines `Postmortem due: …` and `Keeper: …` now, before anybody knows how it ends.")
        yield Problem.from_rule(UNPLANNED, brief.source.path, brief.span("postmortem"), message, hint)


def _answer_problem(brief: Brief, name: str, state: AnswerState, answer: Answer | None) -> Problem | None:
    """Return the problem of an answer, or of a missing one; None if the answer is fine."""
    if state not in _ANSWER_PROBLEMS:
        return None
    rule, message, hint = _ANSWER_PROBLEMS[state]
    count = len(answer.text.split()) if answer else 0
    full_message = Message(message.template, {"name": name, "count": count})
    return Problem.from_rule(
        rule, brief.source.path, answer.span if answer else brief.span("reviewed"), full_message, hint
    )


_ANSWER_PROBLEMS = {
    AnswerState.MISSING: (
        UNREVIEWED,
        say("Nothing answers for `{name}`."),
        say("Read it, and say under `reviewed` what it changes here, or under `waived` why it does not apply."),
    ),
    AnswerState.SHORT: (
        SHORT,
        say("The answer to `{name}` has {count} words; five are the least."),
        say("Say what is different in this plan because of it, so that somebody else would notice."),
    ),
    AnswerState.REPEATED: (
        REPEATED,
        say("The answer to `{name}` is given to something else in the same words."),
        say("Say what this one changes. What changes nothing is waived, with the reason."),
    ),
}

"""What the gate found, for programs and for the trail of an approval."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from afterword.cli.gate_text import record_url, summarize_verdict
from afterword.gate.answers import AnswerState
from afterword.gate.verdict import GateQuestion
from afterword.library.published_index import PublishedIndex
from afterword.problems import Problem, Severity, say
from afterword.report import Painter
from afterword.report.markdown import code, escape, link
from afterword.text.languages import Language
from afterword.workspace.gate_libraries import BriefVerdict

_NOT_YET = {
    AnswerState.MISSING: say("Nothing answers for it yet."),
    AnswerState.SHORT: say("The answer has fewer than five words."),
    AnswerState.REPEATED: say("The answer is given to something else in the same words."),
}


def data(judged: Sequence[BriefVerdict], register: PublishedIndex, _: Painter, language: Language) -> str:
    """All of it as JSON."""
    found = {"briefs": [_data(one, register, language) for one in judged], "passes": all(one.passes for one in judged)}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _data(one: BriefVerdict, register: PublishedIndex, language: Language) -> Mapping[str, Any]:
    verdict = one.verdict
    problems = verdict.problems if verdict else one.problems
    return {
        "file": one.file,
        "title": verdict.brief.title if verdict else None,
        "passes": one.passes,
        "demands": [_demand_data(demand, register, language) for demand in (verdict.questions if verdict else ())],
        "problems": [_problem(problem, language) for problem in problems],
        "stamp": verdict.brief.data.get("gate") if verdict else None,
    }


def _demand_data(demand: GateQuestion, register: PublishedIndex, language: Language) -> Mapping[str, Any]:
    found: dict[str, Any] = {"record": demand.record.name}
    if demand.rule:
        found |= {"guardrail": demand.rule.id, "rule": demand.rule.data.get("rule"), "text": demand.rule.data["text"]}
        found |= {"evidence": demand.rule.evidence}
    else:
        found |= {"score": demand.score, "lesson": demand.record.lesson}
    answer = demand.answer
    return {
        **found,
        "url": record_url(demand.record, register) or None,
        "reasons": [language.say(reason) for reason in demand.reasons],
        "state": str(demand.state),
        "new": demand.is_new,
        "answer": answer.text if answer else None,
        "waived": answer.is_waived if answer else None,
    }


def _problem(problem: Problem, language: Language) -> Mapping[str, Any]:
    return {
        "line": problem.span.line,
        "column": problem.span.column,
        "code": problem.code,
        "severity": str(problem.severity),
        "message": language.say(problem.message),
        "hint": language.say(problem.hint) if problem.hint else None,
    }


def markdown(judged: Sequence[BriefVerdict], register: PublishedIndex, _: Painter, language: Language) -> str:
    """The same as Markdown, for the pull request or the document in which a plan is approved."""
    return "\n\n".join("\n".join(_markdown(one, register, language)) for one in judged) + "\n"


def _markdown(one: BriefVerdict, register: PublishedIndex, language: Language) -> Iterator[str]:
    verdict = one.verdict
    yield f"### {escape(verdict.brief.title if verdict else one.file)}"
    yield ""
    told = summarize_verdict(verdict) if verdict else say("Not yet.")
    yield f"{language.say(told)} {code(one.file)}"
    stamp = verdict.brief.data.get("gate") if verdict else None
    if isinstance(stamp, Mapping):
        day, version = (str(stamp.get(key, "")) or "–" for key in ("as_of", "library"))
        yield ""
        yield language.say(
            say("Approved on {day} against the library {version}.", day=escape(day), version=code(version))
        )
    if verdict and verdict.questions:
        heads = (say("asked"), say("why"), say("answer"))
        yield ""
        yield f"| {' | '.join(language.say(head) for head in heads)} |"
        yield "| --- | --- | --- |"
        for demand in verdict.questions:
            yield _row(demand, register, language)
    if verdict and (plan := verdict.brief.kpis):
        yield ""
        for row in plan:
            target = " ".join(str(row[key]) for key in ("planned", "unit") if key in row)
            yield f"- {escape(str(row.get('name', '')))}: {escape(target)}"
    problems = verdict.problems if verdict else one.problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        yield ""
        for problem in errors:
            yield f"- line {problem.span.line}: {escape(language.say(problem.message))} ({code(problem.code)})"


def _row(demand: GateQuestion, register: PublishedIndex, language: Language) -> str:
    if demand.rule:
        shown = f"{code(demand.name)}: {escape(str(demand.rule.data['text']))}"
    else:
        shown = link(demand.name, record_url(demand.record, register))
    why = escape("; ".join(language.say(reason) for reason in demand.reasons))
    if demand.state is AnswerState.ANSWERED and demand.answer:
        waived = f"*{language.say(say('waived'))}:* " if demand.answer.is_waived else ""
        return f"| {shown} | {why} | {waived}{escape(demand.answer.text)} |"
    state = say("new since the approval") if demand.is_new else _NOT_YET[demand.state]
    return f"| {shown} | {why} | **{language.say(state)}** |"

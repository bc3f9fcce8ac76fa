"""Markdown output of `afterword gate`, for the pull request or document in which a plan is approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from afterword.cli.gate_text import record_url, summarize_verdict
from afterword.gate.answers import AnswerState
from afterword.gate.verdict import GateQuestion
from afterword.library.published_index import PublishedIndex
from afterword.problems import Severity, say
from afterword.report import Painter
from afterword.report.markdown import escape_markdown, format_code, format_link
from afterword.text.languages import Language
from afterword.workspace.gate_libraries import BriefVerdict

_NOT_YET = {
    AnswerState.MISSING: say("Nothing answers for it yet."),
    AnswerState.SHORT: say("The answer has fewer than five words."),
    AnswerState.REPEATED: say("The answer is given to something else in the same words."),
}


def format_markdown(
    verdicts: Sequence[BriefVerdict], published_index: PublishedIndex, _: Painter, language: Language
) -> str:
    """Return all verdicts as Markdown, for the pull request or document in which a plan is approved."""
    return "\n\n".join("\n".join(_brief_lines(verdict, published_index, language)) for verdict in verdicts) + "\n"


def _brief_lines(brief_verdict: BriefVerdict, published_index: PublishedIndex, language: Language) -> Iterator[str]:
    """Yield the lines about one brief: verdict, stamp, questions with answers, KPI plan and errors."""
    verdict = brief_verdict.verdict
    yield f"### {escape_markdown(verdict.brief.title if verdict else brief_verdict.file)}"
    yield ""
    summary = summarize_verdict(verdict) if verdict else say("Not yet.")
    yield f"{language.say(summary)} {format_code(brief_verdict.file)}"
    stamp = verdict.brief.data.get("gate") if verdict else None
    if isinstance(stamp, Mapping):
        day, version = (str(stamp.get(key, "")) or "–" for key in ("as_of", "library"))
        yield ""
        yield language.say(
            say(
                "Approved on {day} against the library {version}.",
                day=escape_markdown(day),
                version=format_code(version),
            )
        )
    if verdict and verdict.questions:
        headings = (say("asked"), say("why"), say("answer"))
        yield ""
        yield f"| {' | '.join(language.say(head) for head in headings)} |"
        yield "| --- | --- | --- |"
        for question in verdict.questions:
            yield _question_row(question, published_index, language)
    if verdict and (plan := verdict.brief.kpis):
        yield ""
        for row in plan:
            target = " ".join(str(row[key]) for key in ("planned", "unit") if key in row)
            yield f"- {escape_markdown(str(row.get('name', '')))}: {escape_markdown(target)}"
    problems = verdict.problems if verdict else brief_verdict.problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        yield ""
        for problem in errors:
            message = escape_markdown(language.say(problem.message))
            yield f"- line {problem.span.line}: {message} ({format_code(problem.code)})"


def _question_row(question: GateQuestion, published_index: PublishedIndex, language: Language) -> str:
    """Return the table row of a question with its answer, or with what is missing."""
    if question.rule:
        label = f"{format_code(question.name)}: {escape_markdown(str(question.rule.data['text']))}"
    else:
        label = format_link(question.name, record_url(question.record, published_index))
    why = escape_markdown("; ".join(language.say(reason) for reason in question.reasons))
    if question.state is AnswerState.ANSWERED and question.answer:
        waived = f"*{language.say(say('waived'))}:* " if question.answer.is_waived else ""
        return f"| {label} | {why} | {waived}{escape_markdown(question.answer.text)} |"
    state = say("new since the approval") if question.is_new else _NOT_YET[question.state]
    return f"| {label} | {why} | **{language.say(state)}** |"

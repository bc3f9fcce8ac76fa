"""Text output of `afterword gate`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from afterword.authoring.brief_answers import AnswerPrompt, render_front_matter_prompts, render_section_prompts
from afterword.checks import gate_rules
from afterword.cli.table_output import format_cell
from afterword.gate.answers import AnswerState
from afterword.gate.plain_briefs import ANSWERS_HEADING
from afterword.gate.verdict import GateQuestion, GateVerdict
from afterword.library.published_index import IndexedRecord, PublishedIndex
from afterword.problems import Message, say
from afterword.report import Painter
from afterword.report import text as problems_text
from afterword.text.languages import Language
from afterword.workspace.gate_libraries import BriefVerdict


def list_open_questions(verdict: GateVerdict, language: Language) -> list[AnswerPrompt]:
    """Return the open questions of a brief, each with the reasons why it is asked."""
    return [
        AnswerPrompt(
            question.name,
            question.rule is not None,
            _single_line("; ".join(map(language.say, question.reasons)), language),
        )
        for question in verdict.unanswered_questions
    ]


def format_text(
    brief_verdicts: Sequence[BriefVerdict], published_index: PublishedIndex, paint: Painter, language: Language
) -> str:
    """Format the questions of each brief with reasons and lessons, other problems, and a block of answers to paste."""
    blocks = [
        "\n".join(_format_brief(brief_verdict, published_index, paint, language)) for brief_verdict in brief_verdicts
    ]
    passed = sum(brief_verdict.passes for brief_verdict in brief_verdicts)
    total = say("{passed} of {all} may pass.", passed=passed, all=len(brief_verdicts))
    return (
        "\n\n".join([*blocks, paint(language.say(total), "good" if passed == len(brief_verdicts) else "error")]) + "\n"
    )


def _format_brief(
    brief_verdict: BriefVerdict, published_index: PublishedIndex, paint: Painter, language: Language
) -> Iterator[str]:
    """Yield the lines about one brief."""
    verdict = brief_verdict.verdict
    if verdict is None:
        yield problems_text.format_problems(brief_verdict.problems, brief_verdict.get_line, paint, language).rstrip()
        return
    file = paint(problems_text.display_path(brief_verdict.file), "place")
    yield f"{file}  {_single_line(verdict.brief.title, language)}"
    yield paint(language.say(summarize_verdict(verdict)), "good" if verdict.passes else "error")
    for questions in (_record_questions(verdict), _guardrail_questions(verdict)):
        for question in questions:
            yield ""
            yield from _format_question(question, published_index, paint, language)
    other_problems = [problem for problem in verdict.problems if problem.rule not in gate_rules.ANSWER_RULES]
    if other_problems:
        yield ""
        yield problems_text.format_problems(other_problems, brief_verdict.get_line, paint, language).rstrip()
    if verdict.unanswered_questions:
        yield ""
        yield from _format_answer_block(verdict, language)


def summarize_verdict(verdict: GateVerdict) -> Message:
    """Summarize in one sentence how many questions a brief has answered."""
    values = {"answered": verdict.answered_count, "all": verdict.question_count}
    if not verdict.questions:
        return say("Passes: nothing in the library is related.") if verdict.passes else say("Not yet.")
    if verdict.passes:
        return Message("Passes: {answered} of {all} answered.", values)
    if verdict.answered_count == verdict.question_count:
        return Message("Not yet: {answered} of {all} answered, and something else is in the way.", values)
    return Message("Not yet: {answered} of {all} answered.", values)


def _record_questions(verdict: GateVerdict) -> list[GateQuestion]:
    """Return the questions about related records."""
    return [question for question in verdict.questions if question.rule is None]


def _guardrail_questions(verdict: GateVerdict) -> list[GateQuestion]:
    """Return the questions about guardrails."""
    return [question for question in verdict.questions if question.rule]


def _format_question(
    question: GateQuestion, published_index: PublishedIndex, paint: Painter, language: Language
) -> Iterator[str]:
    """Yield the lines about one question: its mark and name, reasons, answer, and problem."""
    is_answered = question.state is AnswerState.ANSWERED
    mark = paint("✓", "good") if is_answered else paint("+", "warning") if question.is_new else paint("✗", "error")
    if question.rule:
        rule = published_index.label("guardrails.rule", str(question.rule.data.get("rule", "")), language)
        heading = f"{question.name} ({rule}): {question.rule.data['text']}"
        description = f"{question.record.name}, {question.rule.evidence}"
    else:
        heading, description = question.name, _describe_record(question.record, published_index, language)
    name = paint(_single_line(heading, language), "place")
    yield f"{mark} {name}  {paint(_single_line(description, language), 'quiet')}"
    rows = [(say("why"), "; ".join(language.say(reason) for reason in question.reasons))]
    if question.rule is None:
        rows += [(say("lesson"), question.record.lesson)]
        rows += [(say("read"), record_url(question.record, published_index))]
    if question.answer and question.answer.text:
        rows += [(say("waived") if question.answer.is_waived else say("applied"), question.answer.text)]
    for title, row_text in rows:
        if row_text:
            yield f"  {paint(language.say(title) + ':', 'hint')} {_single_line(row_text, language)}"
    if question.is_new and not is_answered:
        yield f"  {language.say(say('New since the approval: worth a look, and nothing has to be answered.'))}"
    elif problem := question.problem:
        place = f"{problems_text.display_path(problem.file)}:{problem.span.line}:{problem.span.column}:"
        kind = paint(f"{problem.severity}[{problem.code}]:", "error")
        message = _single_line(language.say(problem.message), language)
        yield f"{paint(_single_line(place, language), 'place')} {kind} {message}"


def _format_answer_block(verdict: GateVerdict, language: Language) -> Iterator[str]:
    """Yield the lines with a block of prompts to paste into the brief."""
    rows = list_open_questions(verdict, language)
    if verdict.brief.document:
        yield language.say(
            say(
                "Put this into the front matter (`afterword gate --fix` does) and say what is different because of it. "
                "What does not apply goes under `waived`, with a `reason`."
            )
        )
        yield f"\n{render_front_matter_prompts(rows).rstrip()}"
    else:
        yield language.say(
            say(
                "Put this at the end of the text (`afterword gate --fix` does) and say behind each colon what is "
                "different because of it. Of what does not apply say so: `- [[Name]] does not apply: why`."
            )
        )
        yield f"\n{render_section_prompts(rows, ANSWERS_HEADING).rstrip()}"


def _describe_record(record: IndexedRecord, published_index: PublishedIndex, language: Language) -> str:
    """Return the outcome, markets and end of a record."""
    outcome = published_index.label("outcome", record.outcome, language)
    return ", ".join(filter(None, (outcome, *record.markets, record.ends)))


def record_url(record: IndexedRecord, published_index: PublishedIndex) -> str:
    """Return the URL of a record's page; empty if it is unknown."""
    return f"{published_index.url}{record.url}" if published_index.url and record.url else ""


def _single_line(text: str, language: Language) -> str:
    """Return a text from a file on one line, without control characters."""
    return format_cell(text, language)

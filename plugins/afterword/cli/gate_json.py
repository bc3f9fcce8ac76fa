"""JSON output of `afterword gate`, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from afterword.cli.gate_text import record_url
from afterword.gate.verdict import GateQuestion
from afterword.library.published_index import PublishedIndex
from afterword.problems import Problem
from afterword.report import Painter
from afterword.text.languages import Language
from afterword.workspace.gate_libraries import BriefVerdict


def format_json(
    verdicts: Sequence[BriefVerdict], published_index: PublishedIndex, _: Painter, language: Language
) -> str:
    """Return all verdicts as JSON."""
    report = {
        "briefs": [_brief_data(verdict, published_index, language) for verdict in verdicts],
        "passes": all(verdict.passes for verdict in verdicts),
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _brief_data(brief_verdict: BriefVerdict, published_index: PublishedIndex, language: Language) -> Mapping[str, Any]:
    """Return the verdict of one brief as JSON data."""
    verdict = brief_verdict.verdict
    problems = verdict.problems if verdict else brief_verdict.problems
    return {
        "file": brief_verdict.file,
        "title": verdict.brief.title if verdict else None,
        "passes": brief_verdict.passes,
        "demands": [
            _question_data(question, published_index, language) for question in (verdict.questions if verdict else ())
        ],
        "problems": [_problem_data(problem, language) for problem in problems],
        "stamp": verdict.brief.data.get("gate") if verdict else None,
    }


def _question_data(question: GateQuestion, published_index: PublishedIndex, language: Language) -> Mapping[str, Any]:
    """Return a question about a record or guardrail as JSON data."""
    fields: dict[str, Any] = {"record": question.record.name}
    if question.rule:
        fields |= {
            "guardrail": question.rule.id,
            "rule": question.rule.data.get("rule"),
            "text": question.rule.data["text"],
        }
        fields |= {"evidence": question.rule.evidence}
    else:
        fields |= {"score": question.score, "lesson": question.record.lesson}
    answer = question.answer
    return {
        **fields,
        "url": record_url(question.record, published_index) or None,
        "reasons": [language.say(reason) for reason in question.reasons],
        "state": str(question.state),
        "new": question.is_new,
        "answer": answer.text if answer else None,
        "waived": answer.is_waived if answer else None,
    }


def _problem_data(problem: Problem, language: Language) -> Mapping[str, Any]:
    """Return a problem as JSON data."""
    return {
        "line": problem.span.line,
        "column": problem.span.column,
        "code": problem.code,
        "severity": str(problem.severity),
        "message": language.say(problem.message),
        "hint": language.say(problem.hint) if problem.hint else None,
    }

"""JSON report for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from afterword.problems import Fix, Problem
from afterword.report import LineReader, Painter
from afterword.text.languages import ENGLISH, Language


def format_json(
    problems: Sequence[Problem],
    file_count: int,
    read_line: LineReader,
    paint: Painter,
    language: Language = ENGLISH,
) -> str:
    """Format problems as JSON, without colours."""
    rows = [
        {
            "file": problem.file,
            "line": problem.span.line,
            "column": problem.span.column,
            "code": problem.code,
            "severity": str(problem.severity),
            "message": language.say(problem.message),
            "hint": language.say(problem.hint) if problem.hint else None,
        }
        for problem in problems
    ]
    return _dump_json({"problems": rows, "checked": file_count})


def add_fixes(report: str, fixes: Sequence[Fix], _: Painter) -> str:
    """Add the applied fixes to a report, with the old and the new text."""
    rows = [
        {
            "file": fix.file,
            "line": fix.span.line,
            "column": fix.span.column,
            "code": fix.code,
            "before": fix.before,
            "after": fix.after,
        }
        for fix in fixes
    ]
    return _dump_json({**json.loads(report), "fixed": rows})


def _dump_json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

"""For programs: the problems as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from afterword.problems import Fix, Problem
from afterword.report import Line, Paint
from afterword.text.languages import ENGLISH, Language


def report(problems: Sequence[Problem], checked: int, line: Line, paint: Paint, language: Language = ENGLISH) -> str:
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
    return _text({"problems": rows, "checked": checked})


def with_fixes(report: str, fixes: Sequence[Fix], _: Paint) -> str:
    """A report with what was fixed before, and what stands there now."""
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
    return _text({**json.loads(report), "fixed": rows})


def _text(found: Mapping[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"

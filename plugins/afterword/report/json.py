"""For programs: the problems as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence

from afterword.problems import Problem
from afterword.report import Line, Paint


def report(problems: Sequence[Problem], checked: int, line: Line, paint: Paint) -> str:
    rows = [
        {
            "file": problem.file,
            "line": problem.span.line,
            "column": problem.span.column,
            "code": problem.code,
            "severity": str(problem.severity),
            "message": str(problem.message),
            "hint": str(problem.hint) if problem.hint else None,
        }
        for problem in problems
    ]
    return json.dumps({"problems": rows, "checked": checked}, ensure_ascii=False, indent=2) + "\n"

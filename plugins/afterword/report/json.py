"""For programs: the problems as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence

from afterword.languages import ENGLISH, Language
from afterword.problems import Problem
from afterword.report import Line, Paint


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
    return json.dumps({"problems": rows, "checked": checked}, ensure_ascii=False, indent=2) + "\n"

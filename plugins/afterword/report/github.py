"""For GitHub: workflow commands that put each problem beside its line in the pull request.

The form is GitHub's: `::error file=…,line=…,col=…,title=…::message`, with %, CR and LF percent-encoded, and in
properties `:` and `,` too.
"""

from __future__ import annotations

from collections.abc import Sequence

from afterword.problems import Problem
from afterword.report import Line, Paint
from afterword.report.text import summary


def report(problems: Sequence[Problem], checked: int, line: Line, paint: Paint) -> str:
    return "".join(map(_command, problems)) + summary(problems, checked, paint)


def _command(problem: Problem) -> str:
    span = problem.span
    place = f"file={_property(problem.file)},line={span.line},col={span.column},endColumn={span.column + span.length}"
    message = f"{problem.message}\nhint: {problem.hint}" if problem.hint else str(problem.message)
    return f"::{problem.severity} {place},title={_property(problem.code)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

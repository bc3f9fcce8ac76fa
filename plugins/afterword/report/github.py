"""For GitHub: workflow commands that put each problem beside its line in the pull request.

The form is GitHub's: `::error file=…,line=…,col=…,title=…::message`, with %, CR and LF percent-encoded, and in
properties `:` and `,` too.
"""

from __future__ import annotations

from collections.abc import Sequence

from afterword.problems import Problem
from afterword.report import Line, Paint
from afterword.report.text import HINT, summary
from afterword.text.languages import ENGLISH, Language


def report(problems: Sequence[Problem], checked: int, line: Line, paint: Paint, language: Language = ENGLISH) -> str:
    commands = "".join(_command(problem, language) for problem in problems)
    return commands + summary(problems, checked, paint, language)


def _command(problem: Problem, language: Language) -> str:
    span = problem.span
    place = f"file={_property(problem.file)},line={span.line},col={span.column},endColumn={span.column + span.length}"
    message = language.say(problem.message)
    if problem.hint:
        message += f"\n{language.say(HINT)} {language.say(problem.hint)}"
    return f"::{problem.severity} {place},title={_property(problem.code)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

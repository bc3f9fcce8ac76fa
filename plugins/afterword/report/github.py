"""GitHub report: workflow commands that show each problem beside its line in the pull request.

The format is GitHub's: `::error file=…,line=…,col=…,title=…::message`, with %, CR and LF percent-encoded,
and in properties `:` and `,` too.
"""

from __future__ import annotations

from collections.abc import Sequence

from afterword.problems import Problem
from afterword.report import LineReader, Painter
from afterword.report.text import HINT_LABEL, format_summary
from afterword.text.languages import ENGLISH, Language


def format_github(
    problems: Sequence[Problem],
    file_count: int,
    read_line: LineReader,
    paint: Painter,
    language: Language = ENGLISH,
) -> str:
    """Format problems as workflow commands, followed by the summary."""
    commands = "".join(_format_command(problem, language) for problem in problems)
    return commands + format_summary(problems, file_count, paint, language)


def _format_command(problem: Problem, language: Language) -> str:
    """Format a problem as a workflow command."""
    span = problem.span
    columns = f"col={span.column},endColumn={span.column + span.length}"
    place = f"file={_escape_property(problem.file)},line={span.line},{columns}"
    message = language.say(problem.message)
    if problem.hint:
        message += f"\n{language.say(HINT_LABEL)} {language.say(problem.hint)}"
    return f"::{problem.severity} {place},title={_escape_property(problem.code)}::{_escape_message(message)}\n"


def _escape_message(text: str) -> str:
    """Escape the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    """Escape a property of a workflow command."""
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")

"""Errors that a change of the library would cause, and the refusal to make such a change."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

import click

from afterword.cli import options
from afterword.problems import Problem, Severity, say
from afterword.report import text
from afterword.text.languages import Language
from afterword.workspace.project import Project


def find_new_errors(before: Project, after: Project, normalize: Callable[[str], str] = str) -> list[Problem]:
    """Return the errors that a change would cause.

    `normalize` makes the messages of one error equal before and after the change.
    """
    old_errors = {(problem.file, normalize(str(problem.message))) for problem in before.problems}
    errors = (problem for problem in after.problems if problem.severity is Severity.ERROR)
    return [problem for problem in errors if (problem.file, normalize(str(problem.message))) not in old_errors]


def refuse_changes(problems: Sequence[Problem], file_count: int, after: Project, language: Language) -> NoReturn:
    """Print the problems that prevent a change, with the number of checked files, and exit with 1."""
    click.echo(text.format_text(problems, file_count, after.get_line, options.paint_text, language), nl=False, err=True)
    click.echo(language.say(say("Nothing was written.")), err=True)
    sys.exit(1)

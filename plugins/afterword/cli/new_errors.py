"""Refusals to write: new errors that a change would cause, and unknown record names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

import click

from afterword.cli import options
from afterword.problems import Problem, Severity, Unusable, say
from afterword.report import text
from afterword.text.languages import Language
from afterword.text.similarity import find_nearest
from afterword.workspace.project import Project


def find_new_errors(before: Project, after: Project, normalize: Callable[[str], str] = str) -> list[Problem]:
    """Return the errors that a change would cause.

    `normalize` makes the messages of one error equal before and after the change.
    """
    old_errors = {(problem.file, normalize(str(problem.message))) for problem in before.problems}
    errors = (problem for problem in after.problems if problem.severity is Severity.ERROR)
    return [problem for problem in errors if (problem.file, normalize(str(problem.message))) not in old_errors]


def refuse_changes(problems: Sequence[Problem], checked: int, after: Project, language: Language) -> NoReturn:
    """Print the problems that prevent a change and exit with 1."""
    click.echo(text.format_text(problems, checked, after.get_line, options.paint_text, language), nl=False, err=True)
    click.echo(language.say(say("Nothing was written.")), err=True)
    sys.exit(1)


def unknown_record_error(name: str, candidates: Iterable[str], language: Language) -> Unusable:
    """Return the error for an unknown record name, with the most similar name as a hint."""
    suggestion = find_nearest(name, candidates)
    hint = say("Did you mean `{near}`?", near=suggestion) if suggestion else say("Give a name or an alias.")
    return Unusable(language.say(say("No record is called `{name}`. {hint}", name=name, hint=hint)))

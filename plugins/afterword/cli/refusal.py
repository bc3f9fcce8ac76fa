"""What keeps a command from writing: errors that its change would bring, and a name that nobody has."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

import click

from afterword.cli import options
from afterword.problems import Problem, Severity, Unusable, say
from afterword.report import text
from afterword.text.languages import Language
from afterword.text.similarity import nearest
from afterword.workspace.project import Project


def brought(before: Project, after: Project, told: Callable[[str], str] = str) -> list[Problem]:
    """The errors that a change would bring. `told` makes alike what is the same error before and after it."""
    known = {(problem.file, told(str(problem.message))) for problem in before.problems}
    errors = (problem for problem in after.problems if problem.severity is Severity.ERROR)
    return [problem for problem in errors if (problem.file, told(str(problem.message))) not in known]


def refuse(problems: Sequence[Problem], checked: int, after: Project, language: Language) -> NoReturn:
    """Says what is in the way of a change, and that it was not made; ends with 1."""
    click.echo(text.report(problems, checked, after.line, options.paint, language), nl=False, err=True)
    click.echo(language.say(say("Nothing was written.")), err=True)
    sys.exit(1)


def nobody(said: str, names: Iterable[str], language: Language) -> Unusable:
    """That no record is called so, with the nearest name there is."""
    near = nearest(said, names)
    hint = say("Did you mean `{near}`?", near=near) if near else say("Give a name or an alias.")
    return Unusable(language.say(say("No record is called `{name}`. {hint}", name=said, hint=hint)))

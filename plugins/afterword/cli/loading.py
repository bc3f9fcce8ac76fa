"""Loading of a library for a command: with a progress bar, and refusing what has errors."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from afterword.cli import options
from afterword.problems import Problem, Severity
from afterword.report import text
from afterword.text.languages import Language
from afterword.workspace import file_reader, project
from afterword.workspace.project import Project

_PROGRESS_DELAY = 1.0
"""Seconds after which a progress bar is shown."""


def load_with_progress(root: Path, today: date | None = None) -> Project:
    """Load the project of a root as of a day, with a progress bar on a terminal after one second.

    Files are read by as many processes as there are processors, so no thread may be running yet.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        return _freeze_project(project.load_project(root, today=today, processes=file_reader.count_cores()))
    columns = TextColumn("Reading"), BarColumn(), MofNCompleteColumn()
    bar = Progress(*columns, console=console, transient=True, auto_refresh=False)
    update_bar = delayed_progress(bar, time.monotonic)
    try:
        return _freeze_project(project.load_project(root, update_bar, today=today, processes=file_reader.count_cores()))
    finally:
        bar.stop()


def delayed_progress(bar: Progress, now: Callable[[], float]) -> Callable[[int, int], None]:
    """Return a progress callback that shows a bar once a second has passed, and updates it ten times a second."""
    started = last_update = now()
    task = bar.add_task("Reading")

    def update_bar(completed: int, total: int) -> None:
        nonlocal last_update
        if now() - started > _PROGRESS_DELAY and now() - last_update > 0.1:
            last_update = now()
            bar.start()
            bar.update(task, completed=completed, total=total, refresh=True)

    return update_bar


def _freeze_project(loaded: Project) -> Project:
    """Freeze all objects of a project, so that garbage collection skips them: a command needs them to its end."""
    gc.freeze()
    return loaded


def load_valid_project(root: Path, today: date | None, language: Language) -> Project:
    """Load the project and report its problems on standard error; exit with 1 if there is an error."""
    loaded = load_with_progress(root, today)
    _report_problems(loaded, loaded.problems, language)
    if loaded.has_errors:
        sys.exit(1)
    return loaded


def refuse_leaks(edition: Project, language: Language) -> None:
    """Report the errors of an edition, and exit with 1 if there is one: it would repeat what its readers may not see.

    Its warnings are those of the whole library, which are reported when that is loaded.
    """
    if leaks := [problem for problem in edition.problems if problem.severity is Severity.ERROR]:
        _report_problems(edition, leaks, language)
        sys.exit(1)


def _report_problems(loaded: Project, problems: Iterable[Problem], language: Language) -> None:
    report = text.format_text(list(problems), len(loaded.files), loaded.get_line, options.paint_text, language)
    click.echo(report, nl=False, err=True)

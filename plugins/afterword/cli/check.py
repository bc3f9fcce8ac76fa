"""`afterword check`: every problem of a library in one run."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from afterword.cli import link_check as links_elsewhere
from afterword.cli import options
from afterword.cli.fixing import mended
from afterword.cli.refusal import refuse
from afterword.disk import history
from afterword.disk import writer as store
from afterword.disk.files import escape_name, find_place
from afterword.problems import Fix, Severity, Unusable
from afterword.report import github, json, text
from afterword.text.languages import Language
from afterword.workspace import file_reader as readers
from afterword.workspace import project
from afterword.workspace.project import Project

FORMATS = {"text": text.report, "json": json.report, "github": github.report}
WITH_FIXES = {"text": text.with_fixes, "json": json.with_fixes, "github": text.with_fixes}
_PATIENCE = 1.0
"""Seconds after which a bar shows how far reading has come."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to print it."
)
@click.option("--changed-since", "revision", metavar="REV", help="Report only files that differ from a git revision.")
@click.option("--fix", is_flag=True, help="Mend what can only mean one thing, then report the rest.")
@click.option("--canonical-names", "names", is_flag=True, help="With --fix: let links by an alias say the name.")
@click.option("--diff", "--dry-run", "diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--links", is_flag=True, is_eager=True, help="Check [[Name]] links of any Markdown files, by --library.")
@links_elsewhere.library
@links_elsewhere.pin
@options.as_of
@options.lang
@options.root
def check(
    paths: tuple[Path, ...],
    form: str,
    revision: str | None,
    *,
    fix: bool,
    names: bool,
    diff: bool,
    links: bool,
    library: str | None,
    pin: Path | None,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """Check every record and brief, or report only on PATHS.

    The whole library is always read, since a name or a link concerns other files too; PATHS and --changed-since
    choose which files are reported, and mended with --fix.

    With --links nothing here needs to be a library: the Markdown files of any folder are checked for links to records
    of a library that is published elsewhere.
    """
    if names and not (fix or diff):
        message = "--canonical-names goes with --fix or --diff."
        raise click.UsageError(message)
    language = project.language(lang, root)
    if links or library or pin:
        alone = links and not (fix or diff or revision or today)
        checked = links_elsewhere.check(root, paths, library, pin, alone=alone)
        printed = FORMATS[form](checked.problems, len(checked.files), checked.line, options.paint, language)
        click.echo(printed, nl=False)
        sys.exit(any(problem.severity is Severity.ERROR for problem in checked.problems))
    found = load_with_progress(root, today)
    project.synonyms(root)  # of its own accord only the gate and the build read them
    files = _chosen(found, paths, revision)
    fixes: Sequence[Fix] = ()
    if fix or diff:
        done = mended(found, files, today, names=names)
        if fresh := done.brought():
            refuse(fresh, len(done.contents), done.after, language)
        if diff:
            click.echo(done.diff(), nl=False)
            sys.exit(found.has_errors)
        store.write(root, done.contents)
        found, fixes = done.after, done.fixes
    problems = [problem for problem in found.problems if problem.file in files]
    printed = FORMATS[form](problems, len(files & found.files), found.line, options.paint, language)
    click.echo(WITH_FIXES[form](printed, fixes, options.paint) if fix else printed, nl=False)
    sys.exit(any(problem.severity is Severity.ERROR for problem in problems))


def load_sound(root: Path, today: date | None, language: Language) -> Project:
    """The project, once its problems are told on standard error; with an error among them it ends with 1."""
    loaded = load_with_progress(root, today)
    shown = text.report(loaded.problems, len(loaded.files), loaded.line, options.paint, language)
    click.echo(shown, nl=False, err=True)
    if loaded.has_errors:
        sys.exit(1)
    return loaded


def refuse_leaks(edition: Project, language: Language) -> None:
    """End with 1, and say why, where an edition would repeat what its readers may not see."""
    leaks = [problem for problem in edition.problems if problem.severity is Severity.ERROR]
    if leaks:
        shown = text.report(leaks, len(edition.files), edition.line, options.paint, language)
        click.echo(shown, nl=False, err=True)
        sys.exit(1)


def load_with_progress(root: Path, today: date | None = None) -> Project:
    """The project under a root as of a day, with a bar on the terminal when reading takes longer than a second.

    It is read by as many processes as there are processors, so no thread may have been started before.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        return _kept(project.load(root, today=today, processes=readers.cores()))
    columns = TextColumn("Reading"), BarColumn(), MofNCompleteColumn()
    bar = Progress(*columns, console=console, transient=True, auto_refresh=False)
    try:
        return _kept(project.load(root, patient(bar, time.monotonic), today=today, processes=readers.cores()))
    finally:
        bar.stop()


def _kept(found: Project) -> Project:
    """The same: a command needs all of it to its end, so that nobody looks through it for what can be thrown away."""
    gc.freeze()
    return found


def patient(bar: Progress, now: Callable[[], float]) -> Callable[[int, int], None]:
    """Shows how far reading has come once a second has passed, ten times a second from then on."""
    begun = shown = now()
    task = bar.add_task("Reading")

    def tell(done: int, total: int) -> None:
        nonlocal shown
        if now() - begun > _PATIENCE and now() - shown > 0.1:
            shown = now()
            bar.start()
            bar.update(task, completed=done, total=total, refresh=True)

    return tell


def _chosen(found: Project, paths: tuple[Path, ...], revision: str | None) -> frozenset[str]:
    files = found.files | found.pages.keys() | {problem.file for problem in found.problems}
    if paths:
        places = {path: find_place(path, found.root) for path in paths}
        if outside := [path for path, place in places.items() if place is None]:
            message = f"{escape_name(str(outside[0]))} is not under the library's root {found.root}"
            raise Unusable(message)
        files = project.within(files, (escape_name(place) for place in places.values() if place is not None))
    if revision is not None:
        files &= history.changed_since(found.root, revision, files)
    return files

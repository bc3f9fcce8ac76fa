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
from afterword.cli.fixing import apply_fixes
from afterword.cli.refusal import refuse_changes
from afterword.disk import changed_files, writer
from afterword.disk.files import escape_name, path_below_root
from afterword.problems import Fix, Severity, Unusable
from afterword.report import github, json, text
from afterword.text.languages import Language
from afterword.workspace import definitions, file_reader, project
from afterword.workspace.project import Project

FORMATS = {"text": text.format_text, "json": json.format_json, "github": github.format_github}
FORMATS_WITH_FIXES = {"text": text.prepend_fixes, "json": json.add_fixes, "github": text.prepend_fixes}
_PROGRESS_DELAY = 1.0
"""Seconds after which a progress bar is shown."""


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
@links_elsewhere.library_option
@links_elsewhere.pin_option
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
    language = definitions.load_language(lang, root)
    if links or library or pin:
        links_only = links and not (fix or diff or revision or today)
        link_report = links_elsewhere.check_links(root, paths, library, pin, links_only=links_only)
        output = FORMATS[form](
            link_report.problems, len(link_report.files), link_report.get_line, options.paint_text, language
        )
        click.echo(output, nl=False)
        sys.exit(any(problem.severity is Severity.ERROR for problem in link_report.problems))
    loaded = load_with_progress(root, today)
    definitions.load_synonyms(root)  # of its own accord only the gate and the build read them
    files = _select_files(loaded, paths, revision)
    fixes: Sequence[Fix] = ()
    if fix or diff:
        fix_result = apply_fixes(loaded, files, today, names=names)
        if new_errors := fix_result.find_new_errors():
            refuse_changes(new_errors, len(fix_result.contents), fix_result.after, language)
        if diff:
            click.echo(fix_result.format_diff(), nl=False)
            sys.exit(loaded.has_errors)
        writer.write_files(root, fix_result.contents)
        loaded, fixes = fix_result.after, fix_result.fixes
    problems = [problem for problem in loaded.problems if problem.file in files]
    output = FORMATS[form](problems, len(files & loaded.files), loaded.get_line, options.paint_text, language)
    click.echo(FORMATS_WITH_FIXES[form](output, fixes, options.paint_text) if fix else output, nl=False)
    sys.exit(any(problem.severity is Severity.ERROR for problem in problems))


def load_valid_project(root: Path, today: date | None, language: Language) -> Project:
    """Load the project and report its problems on standard error; exit with 1 if there is an error."""
    loaded = load_with_progress(root, today)
    report = text.format_text(loaded.problems, len(loaded.files), loaded.get_line, options.paint_text, language)
    click.echo(report, nl=False, err=True)
    if loaded.has_errors:
        sys.exit(1)
    return loaded


def refuse_leaks(edition: Project, language: Language) -> None:
    """End with 1, and say why, where an edition would repeat what its readers may not see."""
    leaks = [problem for problem in edition.problems if problem.severity is Severity.ERROR]
    if leaks:
        shown = text.format_text(leaks, len(edition.files), edition.get_line, options.paint_text, language)
        click.echo(shown, nl=False, err=True)
        sys.exit(1)


def load_with_progress(root: Path, today: date | None = None) -> Project:
    """Load the project of a root as of a day, with a progress bar on a terminal after one second.

    Files are read by as many processes as there are processors, so no thread may be running yet.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        return _freeze_project(project.load_project(root, today=today, processes=file_reader.count_cores()))
    columns = TextColumn("Reading"), BarColumn(), MofNCompleteColumn()
    bar = Progress(*columns, console=console, transient=True, auto_refresh=False)
    try:
        return _freeze_project(
            project.load_project(
                root, delayed_progress(bar, time.monotonic), today=today, processes=file_reader.count_cores()
            )
        )
    finally:
        bar.stop()


def _freeze_project(loaded: Project) -> Project:
    """Freeze all objects of a project, so that garbage collection skips them: a command needs them to its end."""
    gc.freeze()
    return loaded


def delayed_progress(bar: Progress, now: Callable[[], float]) -> Callable[[int, int], None]:
    """Return a progress callback that shows a bar once a second has passed, and updates it ten times a second."""
    started = last_shown = now()
    task = bar.add_task("Reading")

    def update_bar(done: int, total: int) -> None:
        nonlocal last_shown
        if now() - started > _PROGRESS_DELAY and now() - last_shown > 0.1:
            last_shown = now()
            bar.start()
            bar.update(task, completed=done, total=total, refresh=True)

    return update_bar


def _select_files(loaded: Project, paths: tuple[Path, ...], revision: str | None) -> frozenset[str]:
    files = loaded.files | loaded.pages.keys() | {problem.file for problem in loaded.problems}
    if paths:
        places = {path: path_below_root(path, loaded.root) for path in paths}
        if outside_paths := [path for path, place in places.items() if place is None]:
            message = f"{escape_name(str(outside_paths[0]))} is not under the library's root {loaded.root}"
            raise Unusable(message)
        files = project.select_files(files, (escape_name(place) for place in places.values() if place is not None))
    if revision is not None:
        files &= changed_files.find_changed_files(loaded.root, revision, files)
    return files

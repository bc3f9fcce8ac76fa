"""`afterword check`: every problem of a library in one run."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from afterword.cli import options
from afterword.cli.change_errors import refuse_changes
from afterword.cli.check_fixes import FixResult, apply_fixes
from afterword.cli.library_options import link_library_options
from afterword.cli.link_check import check_links
from afterword.cli.loading import load_with_progress
from afterword.disk import changed_files, writer
from afterword.disk.files import escape_name, path_below_root
from afterword.problems import Fix, Problem, Severity, Unusable
from afterword.report import github, json, text
from afterword.text.languages import Language
from afterword.workspace import definitions, project
from afterword.workspace.project import Project
from afterword.workspace.remote import LinkCheck

FORMATS = {"text": text.format_text, "json": json.format_json, "github": github.format_github}
FORMATS_WITH_FIXES = {"text": text.prepend_fixes, "json": json.add_fixes, "github": text.prepend_fixes}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option("--changed-since", "revision", metavar="REV", help="Report only files that differ from a git revision.")
@click.option("--fix", is_flag=True, help="Fix what has only one possible correction, then report the rest.")
@click.option("--canonical-names", is_flag=True, help="With --fix: replace aliases in links by the name of the record.")
@click.option("--diff", "--dry-run", "diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--links", is_flag=True, is_eager=True, help="Check the [[Name]] links in any Markdown files against --library."
)
@link_library_options
@options.as_of
@options.lang
@options.root
def check(
    paths: tuple[Path, ...],
    output_format: str,
    revision: str | None,
    *,
    fix: bool,
    canonical_names: bool,
    diff: bool,
    links: bool,
    library: str | None,
    pin: Path | None,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """Check every record and brief, or report only on PATHS.

    The whole library is always read, because a name or a link concerns other files too. PATHS and --changed-since
    choose which files are reported, and fixed with --fix.

    With --links, the Markdown files of any folder are checked for links to records of a library that is published
    elsewhere. The folder need not be a library.
    """
    _check_fix_options(is_fixing=fix or diff, canonical_names=canonical_names)
    language = definitions.load_language(lang, root)
    if links or library or pin:
        links_only = links and not (fix or diff or revision or today)
        _report_links_and_exit(check_links(root, paths, library, pin, links_only=links_only), output_format, language)
    loaded = load_with_progress(root, today)
    definitions.load_synonyms(root)  # only the gate and the build read them, but errors in them are reported here
    files = _select_files(loaded, paths, revision)
    fixes: Sequence[Fix] = ()
    if fix or diff:
        fix_result = apply_fixes(loaded, files, today, canonical_names=canonical_names)
        loaded, fixes = _write_or_show_fixes(fix_result, language, diff=diff)
    problems = [problem for problem in loaded.problems if problem.file in files]
    output = FORMATS[output_format](problems, len(files & loaded.files), loaded.get_line, options.paint_text, language)
    click.echo(FORMATS_WITH_FIXES[output_format](output, fixes, options.paint_text) if fix else output, nl=False)
    sys.exit(_has_error(problems))


def _check_fix_options(*, is_fixing: bool, canonical_names: bool) -> None:
    """Raise `click.UsageError` for an option of fixes without fixes."""
    if canonical_names and not is_fixing:
        message = "--canonical-names goes with --fix or --diff."
        raise click.UsageError(message)


def _report_links_and_exit(link_report: LinkCheck, output_format: str, language: Language) -> NoReturn:
    """Print the problems of links to a library elsewhere; exit with 1 if there is an error, else with 0."""
    problems, file_count = link_report.problems, len(link_report.files)
    output = FORMATS[output_format](problems, file_count, link_report.get_line, options.paint_text, language)
    click.echo(output, nl=False)
    sys.exit(_has_error(problems))


def _write_or_show_fixes(fix_result: FixResult, language: Language, *, diff: bool) -> tuple[Project, Sequence[Fix]]:
    """Write the fixed files and return the project after the fixes; with `diff`, print the changes and exit instead.

    If the fixes would cause new errors, nothing is written, and the exit code is 1.
    """
    if new_errors := fix_result.find_new_errors():
        refuse_changes(new_errors, len(fix_result.contents), fix_result.after, language)
    if diff:
        click.echo(fix_result.format_diff(), nl=False)
        sys.exit(fix_result.before.has_errors)
    writer.write_files(fix_result.before.root, fix_result.contents)
    return fix_result.after, fix_result.fixes


def _has_error(problems: Iterable[Problem]) -> bool:
    """Return whether one of some problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def _select_files(loaded: Project, paths: tuple[Path, ...], revision: str | None) -> frozenset[str]:
    """Return the files to report: all, those below some paths, those that differ from a git revision, or both."""
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

"""`afterword export`: the library for other programs."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from afterword import history, project, store
from afterword.catalogue import RULES
from afterword.cli import options
from afterword.cli.check import load_with_progress
from afterword.exports import settings
from afterword.exports.markdown import export as exported
from afterword.fields import Audience
from afterword.pages.page import Site
from afterword.problems import Unusable
from afterword.project import Project
from afterword.report import text

_WRITTEN_BY_HAND = (project.POSTMORTEMS, project.BRIEFS, project.DOCS, "schema")


@click.command()
@click.option(
    "--markdown",
    "target",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the site's pages there as Markdown with HTML, for Zensical and its like.",
)
@click.option("--audience", type=click.Choice([str(a) for a in Audience]), help="Who the pages are for.")
@options.root
def export(target: Path, audience: str | None, root: Path) -> None:
    """Check everything, and write the library in another form.

    What was exported there before is replaced whole; on any problem nothing is written.
    """
    _refuse_sources(root, target)
    loaded = load_with_progress(root)
    click.echo(text.report(loaded.problems, len(loaded.files), loaded.line, options.paint), nl=False, err=True)
    if loaded.has_errors:
        sys.exit(1)
    files = _files(loaded, audience)
    try:
        with store.replacement(target.absolute()) as fresh:
            store.fill(fresh, files)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}."
        raise Unusable(message) from error
    click.echo(f"Exported {sum(name.endswith('.md') for name in files)} pages to {target}")


def _files(loaded: Project, audience: str | None) -> dict[str, bytes]:
    try:
        found = settings.read(project.raw(loaded.root, settings.FILE).decode())
        readers = Audience(audience or found.audience or Audience.INTERNAL)
    except (OSError, ValueError) as error:
        message = f"{settings.FILE}: {error}"
        raise Unusable(message) from error
    site = Site(loaded.library.project(readers), _today(loaded.root), found.edit_url, project.former_names(loaded.root))
    rules = {f"rules/{code}.md": project.shipped(f"docs/rules/{code}.md").encode() for code in RULES}
    docs = {**rules, **project.contents(loaded.root / project.DOCS)}
    read = {file.removeprefix(f"{project.DOCS}/"): body for file, body in loaded.pages.items()}
    return exported(site, docs, read, project.contents(project.ASSETS), found)


def _refuse_sources(root: Path, target: Path) -> None:
    """An export is no place for sources: it is replaced whole."""
    place = target.resolve()
    if root.is_relative_to(place) or any(place.is_relative_to(root / folder) for folder in _WRITTEN_BY_HAND):
        message = f"{target} holds what is written by hand; choose a folder outside of it."
        raise Unusable(message)


def _today(root: Path) -> date:
    """The day an export speaks of, as a build's: `SOURCE_DATE_EPOCH`, else the last commit, else today."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return (history.last_commit(root) or datetime.now(UTC)).date()

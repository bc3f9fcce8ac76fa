"""`afterword rename OLD NEW`: a record under a new name, and no link broken."""

from __future__ import annotations

from pathlib import Path

import click

from afterword.authoring.edits import apply
from afterword.authoring.rename import rename as renamed
from afterword.cli import options
from afterword.cli.check import load_with_progress
from afterword.cli.refusal import brought, nobody, refuse
from afterword.disk import writer as store
from afterword.problems import Unusable
from afterword.text.names import name_key
from afterword.workspace import project


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@options.lang
@options.root
def rename(old: str, new: str, dry_run: bool, lang: str, root: Path) -> None:
    """Rename the record called OLD to NEW.

    The old name stays as an alias, so that old addresses lead on, and every link in records, briefs and docs says the
    new name. Nothing else in any file changes; nothing is written when the new name would be a problem.
    """
    language = project.language(lang, root)
    found = load_with_progress(root)
    if name_key(old) not in found.library.by_name:
        raise nobody(old, (name for record in found.library.records for name in record.names), language)
    try:
        edits = renamed(found.library, found.pages, old, new)
    except ValueError as error:
        message = f"{error}."
        raise Unusable(message) from error
    contents = {file: apply(project.raw(root, file), changes) for file, changes in edits.items()}
    after = project.load(root, changed=contents)
    name = found.library.by_name[name_key(old)][0].name  # OLD may be an alias
    if fresh := brought(found, after, lambda message: message.replace(name, new)):
        refuse(fresh, len(after.files), after, language)
    if not dry_run:
        store.write(root, contents)
    for file, changes in sorted(edits.items()):
        click.echo(f"{file}: {len(changes)} {'place' if len(changes) == 1 else 'places'}")

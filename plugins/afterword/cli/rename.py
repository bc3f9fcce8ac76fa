"""`afterword rename OLD NEW`: renames a record without breaking links."""

from __future__ import annotations

from pathlib import Path

import click

from afterword.authoring.edits import apply_edits
from afterword.authoring.rename import rename_record
from afterword.cli import options
from afterword.cli.change_errors import find_new_errors, refuse_changes
from afterword.cli.loading import load_with_progress
from afterword.cli.record_names import unknown_record_error
from afterword.disk import writer
from afterword.problems import Unusable
from afterword.text.names import name_key
from afterword.workspace import definitions, project


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@options.lang
@options.root
def rename(old: str, new: str, dry_run: bool, lang: str, root: Path) -> None:
    """Rename the record called OLD to NEW.

    The old name stays as an alias, so that old addresses still work, and every link in records, briefs and docs gets
    the new name. Nothing else changes in any file. If the new name would cause a problem, nothing is written.
    """
    language = definitions.load_language(lang, root)
    loaded = load_with_progress(root)
    if name_key(old) not in loaded.library.by_name:
        raise unknown_record_error(old, (name for record in loaded.library.records for name in record.names), language)
    try:
        edits = rename_record(loaded.library, loaded.pages, old, new)
    except ValueError as error:
        message = f"{error}."
        raise Unusable(message) from error
    contents = {file: apply_edits(project.read_project_file(root, file), changes) for file, changes in edits.items()}
    after = project.load_project(root, changed=contents)
    name = loaded.library.by_name[name_key(old)][0].name  # OLD may be an alias
    if new_errors := find_new_errors(loaded, after, lambda message: message.replace(name, new)):
        refuse_changes(new_errors, len(after.files), after, language)
    if not dry_run:
        writer.write_files(root, contents)
    for file, changes in sorted(edits.items()):
        click.echo(f"{file}: {len(changes)} {'place' if len(changes) == 1 else 'places'}")

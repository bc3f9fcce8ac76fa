"""`afterword migrate`: brings records of an earlier version of the template to a later one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from afterword.authoring.migrate import Migration, migrate_document, update_translation
from afterword.cli import options
from afterword.cli.change_errors import find_new_errors, refuse_changes
from afterword.cli.loading import load_with_progress
from afterword.disk import writer
from afterword.problems import Problem, Unusable, plural, say
from afterword.schema.migrations import VERSION_FIELD
from afterword.schema.violations import UNKNOWN_KEY
from afterword.text.languages import Language
from afterword.workspace import definitions, project
from afterword.workspace.project import Project


@click.command()
@click.option("--to", type=click.IntRange(min=2), metavar="N", help="Target version; by default that of the schema.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@options.lang
@options.root
def migrate(to: int | None, dry_run: bool, lang: str, root: Path) -> None:
    """Bring every record to the version of the schema.

    The schema defines the steps (x-migrations). Nothing is lost: a value that has no place in the new version stops the
    migration, and nothing is written while a file cannot be migrated or would have a new error. Comments, order and
    line ends stay.
    """
    language = definitions.load_language(lang, root)
    loaded = load_with_progress(root)
    migrations = _migrate_records(loaded, to)
    contents = {file: migration.raw for file, migration in migrations.items() if not migration.problem}
    contents |= _update_translations(loaded, contents)
    after = project.load_project(root, changed=contents)
    blocking_problems = [
        migration.problem for migration in migrations.values() if migration.problem
    ] + _find_blocking_problems(loaded, after, frozenset(contents))
    if blocking_problems:
        refuse_changes(blocking_problems, len(migrations), after, language)
    if not dry_run:
        writer.write_files(root, dict(sorted(contents.items())))
    _print_migrations(migrations, language, dry_run)


def _migrate_records(loaded: Project, to: int | None) -> Mapping[str, Migration]:
    """Migrate each file of an earlier version. Raises `Unusable` if the schema does not describe the version."""
    migrations = {}
    for record in (*loaded.library.records, *loaded.library.briefs):
        if to is not None and record.schema.version < to:
            message = f"{record.schema.name} is of version {record.schema.version}, so nothing can be brought to {to}."
            raise Unusable(message)
        if record.schema.find_field((VERSION_FIELD,)):
            raw = project.read_project_file(loaded.root, record.path)
            if migration := migrate_document(record.document, raw, record.schema, to or record.schema.version):
                migrations[record.path] = migration
    return dict(sorted(migrations.items()))


def _update_translations(loaded: Project, contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Update the digest of the original in translations that were current, so that they stay current."""
    updated = {}
    for record in loaded.library.records:
        for translation in record.translations.values() if record.path in contents else ():
            raw = project.read_project_file(loaded.root, translation.path)
            if changed := update_translation(translation, raw, record, contents[record.path]):
                updated[translation.path] = changed
    return updated


def _find_blocking_problems(before: Project, after: Project, changed: frozenset[str]) -> list[Problem]:
    """Return new errors, and keys in migrated files that no field defines."""
    new_errors = find_new_errors(before, after)
    return [
        problem
        for problem in after.problems
        if problem in new_errors or (problem.rule is UNKNOWN_KEY and problem.file in changed)
    ]


def _print_migrations(migrations: Mapping[str, Migration], language: Language, dry_run: bool) -> None:
    """Print the changes of each file, and the records that stay visible outside the team."""
    for file, migration in migrations.items():
        click.echo(f"{file}:")
        for change in migration.changes:
            click.echo(f"  {language.say(change)}")
    if visible := [file for file, migration in migrations.items() if migration.keeps_visible]:
        message = say("These stay visible outside your team, as they were. Read them once more before you publish:")
        click.echo(f"{language.say(message)}\n" + "".join(f"  {file}\n" for file in visible), nl=False)
    done_message = plural(len(migrations), "{number} file migrated.", "{number} files migrated.")
    dry_run_message = plural(len(migrations), "{number} file would be migrated.", "{number} files would be migrated.")
    click.echo(language.say(dry_run_message if dry_run else done_message))

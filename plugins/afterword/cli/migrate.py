"""`afterword migrate`: records of an earlier version of the template, brought to a later one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from afterword.authoring.migrate import Migration, migrated, remarked
from afterword.cli import options
from afterword.cli.check import load_with_progress
from afterword.cli.refusal import brought, refuse
from afterword.disk import writer as store
from afterword.problems import Problem, Unusable, plural, say
from afterword.schema.migrations import VERSION
from afterword.schema.violations import UNKNOWN_KEY
from afterword.text.languages import Language
from afterword.workspace import project
from afterword.workspace.project import Project


@click.command()
@click.option("--to", type=click.IntRange(min=2), metavar="N", help="The version; by default the schema's own.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@options.lang
@options.root
def migrate(to: int | None, dry_run: bool, lang: str, root: Path) -> None:
    """Bring every record to the version of the schema.

    The steps are those that the schema says (x-migrations). Nothing is lost: what has no place any more stops it,
    and nothing at all is written while one file is stuck or would have an error that it had not. Comments, order
    and line ends stay.
    """
    language = project.language(lang, root)
    found = load_with_progress(root)
    made = _made(found, to)
    contents = {file: each.raw for file, each in made.items() if not each.problem}
    contents |= _translations(found, contents)
    after = project.load(root, changed=contents)
    stuck = [each.problem for each in made.values() if each.problem] + _in_the_way(found, after, frozenset(contents))
    if stuck:
        refuse(stuck, len(made), after, language)
    if not dry_run:
        store.write(root, dict(sorted(contents.items())))
    _tell(made, language, dry_run)


def _made(found: Project, to: int | None) -> Mapping[str, Migration]:
    """What becomes of each file that is of an earlier version. Raises `Unusable` for a version nobody has described."""
    made = {}
    for record in (*found.library.records, *found.library.briefs):
        if to is not None and record.schema.version < to:
            message = f"{record.schema.name} is of version {record.schema.version}, so nothing can be brought to {to}."
            raise Unusable(message)
        if record.schema.field((VERSION,)):
            raw = project.raw(found.root, record.path)
            if each := migrated(record.document, raw, record.schema, to or record.schema.version):
                made[record.path] = each
    return dict(sorted(made.items()))


def _translations(found: Project, contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Translations that were current stay so: they bear the mark of the original as it is now."""
    fresh = {}
    for record in found.library.records:
        for translation in record.translations.values() if record.path in contents else ():
            raw = project.raw(found.root, translation.path)
            if changed := remarked(translation, raw, record, contents[record.path]):
                fresh[translation.path] = changed
    return fresh


def _in_the_way(before: Project, after: Project, changed: frozenset[str]) -> list[Problem]:
    """Errors that were not there before; and keys in migrated files that no field takes up."""
    fresh = brought(before, after)
    return [p for p in after.problems if p in fresh or (p.rule is UNKNOWN_KEY and p.file in changed)]


def _tell(made: Mapping[str, Migration], language: Language, dry_run: bool) -> None:
    for file, each in made.items():
        click.echo(f"{file}:")
        for words in each.changes:
            click.echo(f"  {language.say(words)}")
    if visible := [file for file, each in made.items() if each.keeps_visible]:
        message = say("These stay visible outside your team, as they were. Read them once more before you publish:")
        click.echo(f"{language.say(message)}\n" + "".join(f"  {file}\n" for file in visible), nl=False)
    done = plural(len(made), "{number} file migrated.", "{number} files migrated.")
    meant = plural(len(made), "{number} file would be migrated.", "{number} files would be migrated.")
    click.echo(language.say(meant if dry_run else done))

"""`afterword due`: lists the owed postmortems, and those that were held late."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.analysis.deadlines import DeadlineState, LatePostmortem, OwedPostmortem, list_held_late, list_owed
from afterword.cli import options, table_output
from afterword.cli.loading import load_with_progress
from afterword.library.projection import Projection
from afterword.problems import Message, plural, say
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.text.languages import Language
from afterword.text.names import name_key
from afterword.text.sentences import lower_first_word
from afterword.text.similarity import find_nearest
from afterword.workspace import definitions
from afterword.workspace.project import Project

_STATES = {DeadlineState.OVERDUE: say("overdue"), DeadlineState.DUE: say("due"), DeadlineState.PLANNED: say("planned")}
_STYLES = {DeadlineState.OVERDUE: "bold red", DeadlineState.DUE: "yellow", DeadlineState.PLANNED: "dim"}
_FAILING_STATES = {"overdue": {DeadlineState.OVERDUE}, "due": {DeadlineState.OVERDUE, DeadlineState.DUE}}


@click.command()
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILING_STATES)),
    help="Exit with 1 if one is overdue; with `due`, also if one is due.",
)
@click.option("--keeper", metavar="NAME", help="Show only the postmortems of this keeper.")
@options.output_format
@options.as_of
@options.lang
@options.root
def due(fail_on: str | None, keeper: str | None, output_format: str, today: date | None, lang: str, root: Path) -> None:
    """List the postmortems that are owed, overdue ones first.

    Below them are the postmortems that were held late.

    A record owes a postmortem until it is published, a brief from its approval until a record links it. A postmortem is
    planned while its subject is still running, due when that has ended or the date is within a week, and overdue after
    the date.
    """
    language = definitions.load_language(lang, root)
    loaded = load_with_progress(root, today)
    library, day = loaded.library.project(Audience.INTERNAL), loaded.library.today
    all_owed = list_owed(library, day)
    rows = [row for row in all_owed if _is_kept_by(keeper, row.keeper)]
    late_rows = [row for row in list_held_late(library) if _is_kept_by(keeper, row.entry.keeper)]
    if output_format == "json":
        click.echo(json.dumps(_deadline_data(rows, late_rows, day), ensure_ascii=False, indent=2))
    else:
        _print_text(rows, late_rows, library.schema, day, language)
    keepers = {*(entry.keeper for entry in library.entries), *(row.keeper for row in all_owed)}
    if keeper is not None and not any(_is_kept_by(keeper, name) for name in keepers):
        click.echo(language.say(_unknown_keeper_message(keeper, keepers)).rstrip(), err=True)
    if unread_message := describe_unread_files(loaded, library):
        click.echo(language.say(unread_message), err=True)
    sys.exit(any(row.state in _FAILING_STATES.get(fail_on or "", ()) for row in rows))


def describe_unread_files(loaded: Project, library: Projection) -> Message | None:
    """Return the message that counts the unreadable or invalid files, which are left out; None if there are none."""
    read_paths = {entry.path for entry in (*library.entries, *library.briefs)}
    read_paths |= {translation.path for entry in library.entries for translation in entry.translations.values()}
    unread_count = len(loaded.files - read_paths)
    message = plural(
        unread_count,
        "{number:,} file has errors and is not looked at: see `afterword check`.",
        "{number:,} files have errors and are not looked at: see `afterword check`.",
    )
    return message if unread_count else None


def _is_kept_by(selected_keeper: str | None, keeper: str) -> bool:
    """Return whether a keeper is the selected one; every keeper is if none is selected."""
    return selected_keeper is None or name_key(selected_keeper) == name_key(keeper)


def _unknown_keeper_message(keeper: str, keepers: Iterable[str]) -> Message:
    """Return the message that no postmortem has this keeper, so that an empty list is not mistaken for good news."""
    suggestion = find_nearest(keeper, filter(None, keepers))
    hint = say("Did you mean `{near}`?", near=suggestion) if suggestion else ""
    return say("No postmortem has the keeper `{name}`. {hint}", name=keeper, hint=hint)


def _print_text(
    rows: Sequence[OwedPostmortem],
    late_rows: Sequence[LatePostmortem],
    schema: Schema,
    today: date,
    language: Language,
) -> None:
    """Print the table of owed postmortems and the table of late ones."""
    day = today.isoformat()
    if not rows:
        click.echo(language.say(say("As of {day} no postmortem is owed.", day=day)))
    else:
        message = plural(
            len(rows),
            "As of {day} {number:,} postmortem is owed.",
            "As of {day} {number:,} postmortems are owed.",
            day=day,
        )
        click.echo(language.say(message) + "\n")
        columns = [say("state"), say("by"), say("days"), say("postmortem"), say("kind"), say("keeper"), say("file")]
        styles = {language.say(_STATES[state]): style for state, style in _STYLES.items()}
        table_output.print_table(columns, [_owed_row(row, schema, today, language) for row in rows], language, styles)
    if late_rows:
        click.echo("\n" + language.say(say("Held late:")) + "\n")
        columns = [say("days"), say("by"), say("held"), say("postmortem"), say("keeper"), say("file")]
        table_output.print_table(columns, [_late_row(row) for row in late_rows], language)


def _owed_row(row: OwedPostmortem, schema: Schema, today: date, language: Language) -> Sequence[Message | str]:
    """Return the cells of an owed postmortem."""
    kind = lower_first_word(schema.label("kind", row.entry.kind, language))
    day = row.due.isoformat() if row.due else say("no day")
    return _STATES[row.state], day, _format_days(row, today), row.title, kind, row.keeper or "-", row.entry.path


def _format_days(row: OwedPostmortem, today: date) -> Message | str:
    """Describe the days until a postmortem is due, or since then."""
    days_left = row.days(today)
    if row.due is None:
        return "-"
    if days_late := row.days_late(today):
        return plural(days_late, "{number} day late", "{number} days late")
    return plural(days_left, "in {number} day", "in {number} days") if days_left else say("today")


def _late_row(row: LatePostmortem) -> Sequence[Message | str]:
    """Return the cells of a postmortem that was held late."""
    lateness = plural(row.days, "{number} day late", "{number} days late")
    entry = row.entry
    return lateness, row.due.isoformat(), row.held_on.isoformat(), entry.name, entry.keeper or "-", entry.path


def _deadline_data(rows: Sequence[OwedPostmortem], late_rows: Sequence[LatePostmortem], today: date) -> dict[str, Any]:
    """Return the owed and the late postmortems as JSON data."""
    return {
        "as_of": today.isoformat(),
        "owed": [
            {
                "state": row.state,
                "due": row.due.isoformat() if row.due else None,
                "days": row.days(today) if row.due else None,
                "name": row.title,
                "kind": row.entry.kind,
                "keeper": row.keeper or None,
                "held": row.held_on or None,
                "file": row.entry.path,
            }
            for row in rows
        ],
        "held_late": [
            {
                "days": row.days,
                "due": row.due.isoformat(),
                "held": row.held_on.isoformat(),
                "name": row.entry.name,
                "kind": row.entry.kind,
                "keeper": row.entry.keeper or None,
                "file": row.entry.path,
            }
            for row in late_rows
        ],
    }

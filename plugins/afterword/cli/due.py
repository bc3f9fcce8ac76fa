"""`afterword due`: the postmortems that are owed, and those that were held late."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.analysis.deadlines import Late, Owed, State, held_late, owed
from afterword.cli import options, tables
from afterword.cli.check import load_with_progress
from afterword.library.projection import Projection
from afterword.problems import Text, plural, say
from afterword.schema.fields import Audience
from afterword.text.languages import Language
from afterword.text.names import name_key
from afterword.text.similarity import nearest
from afterword.workspace import project
from afterword.workspace.project import Project

_STATES = {State.OVERDUE: say("overdue"), State.DUE: say("due"), State.PLANNED: say("planned")}
_KINDS = {
    "deal": say("deal"), "campaign": say("campaign"), "launch": say("launch"), "project": say("project"),
}  # fmt: skip
_STYLES = {State.OVERDUE: "bold red", State.DUE: "yellow", State.PLANNED: "dim"}
_FAILING = {"overdue": {State.OVERDUE}, "due": {State.OVERDUE, State.DUE}}


@click.command()
@click.option(
    "--fail-on", type=click.Choice(list(_FAILING)), help="End with 1 when one is overdue; or due, or overdue."
)
@click.option("--keeper", metavar="NAME", help="Only what this keeper runs.")
@options.form
@options.as_of
@options.lang
@options.root
def due(fail_on: str | None, keeper: str | None, form: str, today: date | None, lang: str, root: Path) -> None:
    """List the postmortems that are owed, overdue ones first.

    Below them stand those that were held late.

    A record owes one until it is published, a brief from its approval until a record links it. It is planned while
    what it is about goes on, due when that has ended or the day is within a week, and overdue when the day is past.
    """
    language = project.language(lang, root)
    loaded = load_with_progress(root, today)
    library, day = loaded.library.project(Audience.INTERNAL), loaded.library.today
    every = owed(library, day)
    rows = [row for row in every if _is_kept_by(keeper, row.keeper)]
    late = [row for row in held_late(library) if _is_kept_by(keeper, row.entry.keeper)]
    if form == "json":
        click.echo(json.dumps(_json(rows, late, day), ensure_ascii=False, indent=2))
    else:
        _text(rows, late, day, language)
    keepers = {*(entry.keeper for entry in library.entries), *(row.keeper for row in every)}
    if keeper is not None and not any(_is_kept_by(keeper, name) for name in keepers):
        click.echo(language.say(_stranger(keeper, keepers)).rstrip(), err=True)
    if left := unseen(loaded, library):
        click.echo(language.say(left), err=True)
    sys.exit(any(row.state in _FAILING.get(fail_on or "", ()) for row in rows))


def unseen(loaded: Project, library: Projection) -> Text | None:
    """Says how many files are not looked at, since they could not be read or do not fit their schema."""
    seen = {entry.path for entry in (*library.entries, *library.briefs)}
    seen |= {other.path for entry in library.entries for other in entry.translations.values()}
    left = len(loaded.files - seen)
    said = plural(
        left,
        "{number:,} file has errors and is not looked at: see `afterword check`.",
        "{number:,} files have errors and are not looked at: see `afterword check`.",
    )
    return said if left else None


def _is_kept_by(asked: str | None, keeper: str) -> bool:
    return asked is None or name_key(asked) == name_key(keeper)


def _stranger(keeper: str, keepers: Iterable[str]) -> Text:
    """That nobody of that name keeps anything: then it is no good news that nothing is owed."""
    near = nearest(keeper, filter(None, keepers))
    hint = say("Did you mean `{near}`?", near=near) if near else ""
    return say("No postmortem has the keeper `{name}`. {hint}", name=keeper, hint=hint)


def _text(rows: Sequence[Owed], late: Sequence[Late], today: date, language: Language) -> None:
    day = today.isoformat()
    if not rows:
        click.echo(language.say(say("As of {day} no postmortem is owed.", day=day)))
    else:
        said = plural(
            len(rows),
            "As of {day} {number:,} postmortem is owed.",
            "As of {day} {number:,} postmortems are owed.",
            day=day,
        )
        click.echo(language.say(said) + "\n")
        columns = [say("state"), say("by"), say("days"), say("postmortem"), say("kind"), say("keeper"), say("file")]
        styles = {language.say(_STATES[state]): style for state, style in _STYLES.items()}
        tables.show(columns, [_row(row, today) for row in rows], language, styles)
    if late:
        click.echo("\n" + language.say(say("Held late:")) + "\n")
        columns = [say("days"), say("by"), say("held"), say("postmortem"), say("keeper"), say("file")]
        tables.show(columns, [_late_row(row) for row in late], language)


def _row(row: Owed, today: date) -> Sequence[Text | str]:
    kind = _KINDS.get(row.entry.kind, row.entry.kind)
    day = row.due.isoformat() if row.due else say("no day")
    return _STATES[row.state], day, _days(row, today), row.title, kind, row.keeper or "-", row.entry.path


def _days(row: Owed, today: date) -> Text | str:
    left = row.days(today)
    if row.due is None:
        return "-"
    if left < 0:
        return plural(-left, "{number} day late", "{number} days late")
    return plural(left, "in {number} day", "in {number} days") if left else say("today")


def _late_row(row: Late) -> Sequence[Text | str]:
    late = plural(row.days, "{number} day late", "{number} days late")
    entry = row.entry
    return late, row.due.isoformat(), row.held.isoformat(), entry.name, entry.keeper or "-", entry.path


def _json(rows: Sequence[Owed], late: Sequence[Late], today: date) -> dict[str, Any]:
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
                "held": row.held or None,
                "file": row.entry.path,
            }
            for row in rows
        ],
        "held_late": [
            {
                "days": row.days,
                "due": row.due.isoformat(),
                "held": row.held.isoformat(),
                "name": row.entry.name,
                "kind": row.entry.kind,
                "keeper": row.entry.keeper or None,
                "file": row.entry.path,
            }
            for row in late
        ],
    }

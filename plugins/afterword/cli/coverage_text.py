"""What `afterword coverage` says to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import click

from afterword.analysis.coverage import Answer, Coverage, Reason, Share, State
from afterword.authoring.crm_exports import Export
from afterword.cli import tables
from afterword.problems import Text, plural, say
from afterword.text.languages import Language

_MOST = 50
"""Rows of a list that are shown; a program gets all."""
_STATES = {
    State.COVERED: say("covered by a published record"),
    State.UNPUBLISHED: say("with a record that is not published"),
    State.MISSING: say("missing"),
    State.AMBIGUOUS: say("ambiguous"),
}
_REASONS = {
    Reason.OPEN: say("open"),
    Reason.OUTSIDE: say("ended at another time"),
    Reason.BLANK: say("without name and account"),
    Reason.UNKNOWN: say("with an unknown ending"),
    Reason.DAY: say("without a day that can be read"),
    Reason.DUPLICATE: say("there twice"),
    Reason.DAMAGED: say("damaged"),
}
_OUTCOMES: Mapping[str, Text | str] = {
    "won": say("won"),
    "lost": say("lost"),
    "no-decision": say("no decision"),
    "": "-",
}
_DELIMITERS = {",": say("commas"), ";": say("semicolons"), "\t": say("tabs")}
_STYLES = {"ymd": "2026-12-31", "dmy": "31/12/2026", "mdy": "12/31/2026", None: "??/??/2026"}


def show(found: Coverage, exports: Sequence[Export], today: date, language: Language) -> None:
    """Writes to standard output what was read, the counts, the balance, what is missing, and what was set aside."""
    for export in exports:
        _tell(_read(export), language)
    _counts(found, today, language)
    _balance(found, language)
    missing = sorted(_with(found, State.MISSING), key=lambda answer: (answer.due or answer.row.day, answer.row.day))
    _list(say("Missing:"), missing, today, language)
    said = say("Ambiguous. Write the number of the row into its record, as `external_id`:")
    _list(said, _with(found, State.AMBIGUOUS), today, language)
    _list(say("With a record that is not published:"), _with(found, State.UNPUBLISHED), today, language)
    _list(say("The CRM and the record tell another outcome:"), found.contradictions(), today, language)
    for reason in Reason:
        _aside(found, reason, language)
    if found.unasked:
        names = ", ".join(entry.name for entry in found.unasked[:_MOST])
        said = plural(
            len(found.unasked),
            "{number:,} record answers no row: {names}",
            "{number:,} records answer no row: {names}",
            names=names,
        )
        _tell("", language)
        _tell(said, language)


def _tell(text: Text | str, language: Language) -> None:
    click.echo(tables.said(text, language))


def _read(export: Export) -> Text:
    sheet = export.sheet
    styles = (f"{_STYLES[style]} ({count:,})" for style, count in export.days.styles.items())
    return say(
        "{file}: {rows}, {encoding}, {delimiter}, days as {styles}",
        file=sheet.file,
        rows=plural(len(sheet.rows), "{number:,} row", "{number:,} rows"),
        encoding=f"{sheet.encoding} ({sheet.sample})" if sheet.sample else sheet.encoding,
        delimiter=_DELIMITERS.get(sheet.delimiter, sheet.delimiter),
        styles=", ".join(styles) or "-",
    )


def _counts(found: Coverage, today: date, language: Language) -> None:
    """Every row once: the numbers of this table add up to the last one."""
    states = Counter(answer.state for answer in found.answers)
    reasons = Counter(row.reason for row in found.aside)
    closed, total = len(found.answers), len(found.answers) + len(found.aside)
    shares = ((title, Share(states[state], closed)) for state, title in _STATES.items())
    rows: list[tables.Row] = [(title, f"{share.part:,}", _percent(share)) for title, share in shares]
    rows += [(title, f"{reasons[reason]:,}", "-") for reason, title in _REASONS.items() if reasons[reason]]
    rows.append((say("all rows"), f"{total:,}", "-"))
    _tell("", language)
    day = today.isoformat()
    _tell(say("As of {day}, {closed:,} of {total:,} rows are closed:", day=day, closed=closed, total=total), language)
    _tell("", language)
    tables.show((say("rows"), say("number"), say("of closed")), rows, language)


def _balance(found: Coverage, language: Language) -> None:
    if balance := found.balance():
        columns = (say("by the CRM"), say("of all closed"), say("with a published record"), say("of the published"))
        rows = [
            (_OUTCOMES[outcome], _part(row.closed), _part(row.covered), _part(row.published))
            for outcome, row in balance.items()
        ]
        _tell("", language)
        tables.show(columns, rows, language)


def _list(title: Text, answers: Sequence[Answer], today: date, language: Language) -> None:
    if not answers:
        return
    columns = (
        say("by"), say("days"), say("ended"), say("outcome"), say("name"), say("account"), say("owner"), say("row"),
        say("record"),
    )  # fmt: skip
    rows = [_row(answer, today) for answer in answers[:_MOST]]
    _tell("", language)
    _tell(title, language)
    _tell("", language)
    tables.show(columns, rows, language)
    _more(len(answers), language)


def _row(answer: Answer, today: date) -> tables.Row:
    row, due = answer.row, answer.due
    late = (today - due).days if due else 0
    return (
        due.isoformat() if due else "-",
        plural(late, "{number} day late", "{number} days late") if late > 0 else "-",
        row.day.isoformat(),
        _OUTCOMES[row.outcome],
        row.name or "-",
        row.account or "-",
        row.owner or "-",
        f"{row.file}:{row.line}",
        ", ".join(entry.path for entry in answer.records) or "-",
    )


def _aside(found: Coverage, reason: Reason, language: Language) -> None:
    """The rows that were set aside for a reason; open ones are only counted."""
    rows = [row for row in found.aside if row.reason is reason and reason is not Reason.OPEN]
    if rows:
        _tell("", language)
        _tell(say("Set aside, {reason}: {number:,}", reason=_REASONS[reason], number=len(rows)), language)
        _tell("", language)
    for row in rows[:_MOST]:
        _tell(say("{file}:{line}: {why}", file=row.file, line=row.line, why=row.why), language)
    _more(len(rows), language)


def _more(number: int, language: Language) -> None:
    if number > _MOST:
        _tell(say("… and {number:,} more; `--format json` has them all.", number=number - _MOST), language)


def _part(share: Share) -> str:
    return f"{share.part:,} / {share.whole:,} ({_percent(share)})"


def _percent(share: Share) -> str:
    return "-" if share.percent is None else f"{share.percent:.0f}%"


def _with(found: Coverage, state: State) -> Sequence[Answer]:
    return [answer for answer in found.answers if answer.state is state]

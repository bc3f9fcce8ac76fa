"""Text output of `afterword coverage`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import click

from afterword.analysis.coverage import Coverage, ExclusionReason, Proportion, RowCoverage, RowState
from afterword.analysis.excerpts import take_excerpt
from afterword.authoring.crm_exports import CrmExport
from afterword.cli import table_output
from afterword.problems import Message, plural, say
from afterword.text.languages import Language

_MAX_ROWS = 50
"""Maximum number of rows shown of a list; JSON output has them all."""
_STATES = {
    RowState.COVERED: say("covered by a published record"),
    RowState.UNPUBLISHED: say("with a record that is not published"),
    RowState.MISSING: say("missing"),
    RowState.AMBIGUOUS: say("ambiguous"),
}
_REASONS = {
    ExclusionReason.OPEN: say("open"),
    ExclusionReason.OUTSIDE: say("ended at another time"),
    ExclusionReason.BLANK: say("without name and account"),
    ExclusionReason.UNKNOWN: say("with an unknown ending"),
    ExclusionReason.DAY: say("without a day that can be read"),
    ExclusionReason.DUPLICATE: say("there twice"),
    ExclusionReason.DAMAGED: say("damaged"),
}
_OUTCOMES: Mapping[str, Message | str] = {
    "won": say("won"),
    "lost": say("lost"),
    "no-decision": say("no decision"),
    "": "-",
}
_DELIMITERS = {",": say("commas"), ";": say("semicolons"), "\t": say("tabs")}
_STYLES = {"ymd": "2026-12-31", "dmy": "31/12/2026", "mdy": "12/31/2026", None: "??/??/2026"}


def print_coverage(report: Coverage, exports: Sequence[CrmExport], today: date, language: Language) -> None:
    """Print the files that were read, the counts, the balance, the missing rows, and the rows set aside."""
    for export in exports:
        _print_line(_describe_export(export), language)
    _print_counts(report, today, language)
    _print_balance(report, language)
    missing = sorted(
        _answers_in_state(report, RowState.MISSING), key=lambda answer: (answer.due or answer.row.day, answer.row.day)
    )
    _print_answers(say("Missing:"), missing, today, language)
    message = say("Ambiguous. Write the number of the row into its record, as `external_id`:")
    _print_answers(message, _answers_in_state(report, RowState.AMBIGUOUS), today, language)
    _print_answers(
        say("With a record that is not published:"), _answers_in_state(report, RowState.UNPUBLISHED), today, language
    )
    _print_answers(say("The CRM and the record tell another outcome:"), report.contradicting_rows(), today, language)
    for reason in ExclusionReason:
        _print_set_aside(report, reason, language)
    if report.unmatched_records:
        names = ", ".join(entry.name for entry in report.unmatched_records[:_MAX_ROWS])
        message = plural(
            len(report.unmatched_records),
            "{number:,} record answers no row: {names}",
            "{number:,} records answer no row: {names}",
            names=names,
        )
        _print_line("", language)
        _print_line(message, language)


def _print_line(text: Message | str, language: Language) -> None:
    click.echo(table_output.format_cell(text, language))


def _describe_export(export: CrmExport) -> Message:
    sheet = export.table
    styles = (f"{_STYLES[style]} ({count:,})" for style, count in export.date_column.style_counts.items())
    return say(
        "{file}: {rows}, {encoding}, {delimiter}, days as {styles}",
        file=sheet.file,
        rows=plural(len(sheet.rows), "{number:,} row", "{number:,} rows"),
        encoding=f"{sheet.encoding} ({sheet.sample})" if sheet.sample else sheet.encoding,
        delimiter=_DELIMITERS.get(sheet.delimiter, sheet.delimiter),
        styles=", ".join(styles) or "-",
    )


def _print_counts(report: Coverage, today: date, language: Language) -> None:
    """Print the table of row counts: every row is counted once, so the numbers add up to the last one."""
    reasons, closed, total = report.exclusion_counts, report.closed_count, report.row_count
    shares = ((title, Proportion(report.state_counts[state], closed)) for state, title in _STATES.items())
    rows: list[table_output.TableRow] = [(title, f"{share.part:,}", _format_percent(share)) for title, share in shares]
    rows += [(title, f"{reasons[reason]:,}", "-") for reason, title in _REASONS.items() if reasons[reason]]
    rows.append((say("all rows"), f"{total:,}", "-"))
    _print_line("", language)
    day = today.isoformat()
    _print_line(
        say("As of {day}, {closed:,} of {total:,} rows are closed:", day=day, closed=closed, total=total), language
    )
    _print_line("", language)
    table_output.print_table((say("rows"), say("number"), say("of closed")), rows, language)


def _print_balance(report: Coverage, language: Language) -> None:
    if balance := report.balance_by_outcome():
        columns = (say("by the CRM"), say("of all closed"), say("with a published record"), say("of the published"))
        rows = [
            (_OUTCOMES[outcome], _format_share(row.closed), _format_share(row.covered), _format_share(row.published))
            for outcome, row in balance.items()
        ]
        _print_line("", language)
        table_output.print_table(columns, rows, language)


def _print_answers(title: Message, answers: Sequence[RowCoverage], today: date, language: Language) -> None:
    if not answers:
        return
    columns = (
        say("by"), say("days"), say("ended"), say("outcome"), say("name"), say("account"), say("owner"), say("row"),
        say("record"),
    )  # fmt: skip
    excerpt = take_excerpt(answers, _MAX_ROWS)
    rows = [_answer_row(answer, today) for answer in excerpt.items]
    _print_line("", language)
    _print_line(title, language)
    _print_line("", language)
    table_output.print_table(columns, rows, language)
    _print_remaining(excerpt.left_out, language)


def _answer_row(answer: RowCoverage, today: date) -> table_output.TableRow:
    row, due, days_late = answer.row, answer.due, answer.days_late(today)
    return (
        due.isoformat() if due else "-",
        plural(days_late, "{number} day late", "{number} days late") if days_late else "-",
        row.day.isoformat(),
        _OUTCOMES[row.outcome],
        row.name or "-",
        row.account or "-",
        row.owner or "-",
        f"{row.file}:{row.line}",
        ", ".join(entry.path for entry in answer.records) or "-",
    )


def _print_set_aside(report: Coverage, reason: ExclusionReason, language: Language) -> None:
    """Print the rows that were set aside for a reason; open ones are only counted."""
    rows = [row for row in report.excluded if row.reason is reason and reason is not ExclusionReason.OPEN]
    excerpt = take_excerpt(rows, _MAX_ROWS)
    if rows:
        _print_line("", language)
        _print_line(say("Set aside, {reason}: {number:,}", reason=_REASONS[reason], number=excerpt.count), language)
        _print_line("", language)
    for row in excerpt.items:
        _print_line(say("{file}:{line}: {why}", file=row.file, line=row.line, why=row.why), language)
    _print_remaining(excerpt.left_out, language)


def _print_remaining(left_out: int, language: Language) -> None:
    if left_out:
        _print_line(say("… and {number:,} more; `--format json` has them all.", number=left_out), language)


def _format_share(share: Proportion) -> str:
    return f"{share.part:,} / {share.whole:,} ({_format_percent(share)})"


def _format_percent(share: Proportion) -> str:
    return "-" if share.percent is None else f"{share.percent:.0f}%"


def _answers_in_state(report: Coverage, state: RowState) -> Sequence[RowCoverage]:
    return [answer for answer in report.rows if answer.state is state]

"""`afterword coverage CSV…`: compares closed deals and campaigns of a CRM with records."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.analysis.coverage import Coverage, RowCoverage, RowState, measure_coverage
from afterword.authoring import crm_exports, csv_tables
from afterword.authoring.crm_exports import CrmExport
from afterword.authoring.date_columns import DateStyle
from afterword.cli import coverage_text, options
from afterword.cli.due import describe_unread_files
from afterword.cli.loading import load_with_progress
from afterword.disk import files as files_of_library
from afterword.problems import Message
from afterword.schema.audience import Audience
from afterword.text.languages import Language
from afterword.workspace import definitions


@click.command(name="coverage")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML file that says what your CRM calls its columns and stages.",
)
@click.option("--since", metavar="DATE", callback=options.parse_day, help="Only what closed on that day or after.")
@click.option("--encoding", default="", help="The encoding of the files, as in cp1251; by default each is looked at.")
@click.option("--date-style", "style", type=click.Choice(list(DateStyle)), help="How to read 03/04/2026.")
@click.option(
    "--fail-under", "least", type=float, metavar="PERCENT", help="End with 1 when fewer have a published record."
)
@options.form
@options.as_of
@options.lang
@options.root
def cover(
    files: tuple[Path, ...],
    mapping: Path | None,
    since: date | None,
    encoding: str,
    style: str | None,
    least: float | None,
    form: str,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """Say which deals or campaigns of a CRM have no postmortem.

    FILES are CSV exports of closed deals or finished campaigns.

    Those of HubSpot and Salesforce in English are known; for any other, --mapping says which column is which. Every row
    is counted once: as covered, not published, missing or ambiguous, or set aside with its line and reason.
    """
    language = definitions.load_language(lang, root)
    mapping_data = definitions.load_yaml_file(mapping, crm_exports.MAPPING_SCHEMA, root) if mapping else {}
    columns = crm_exports.KNOWN_HEADERS | crm_exports.mapped_headers(mapping_data)
    exports = []
    for path in files:
        raw = files_of_library.read_named_file(path, csv_tables.MAX_BYTES, root)
        sheet = csv_tables.read_table(files_of_library.escape_name(str(path)), raw, columns, encoding)
        exports.append(
            sheet
            if isinstance(sheet, Message)
            else crm_exports.read_export(sheet, mapping_data, DateStyle(style) if style else None)
        )
    if not _are_all_readable(exports, language):
        sys.exit(2)
    readable_exports = [export for export in exports if isinstance(export, CrmExport)]
    loaded = load_with_progress(root, today)
    library, day = loaded.library.project(Audience.INTERNAL), loaded.library.today
    rows = [row for export in readable_exports for row in export.closed]
    set_aside = [row for export in readable_exports for row in export.excluded]
    report = measure_coverage(library, rows, set_aside, day, since or date.min)
    if form == "json":
        click.echo(json.dumps(_coverage_data(report, readable_exports, day), ensure_ascii=False, indent=2))
    else:
        coverage_text.print_coverage(report, readable_exports, day, language)
    if unread_message := describe_unread_files(loaded, library):
        click.echo(language.say(unread_message), err=True)
    sys.exit(least is not None and not _is_enough(report, least))


def _are_all_readable(exports: list[CrmExport | Message], language: Language) -> bool:
    """Return whether every file could be read, and report the others on standard error."""
    error_messages = [export for export in exports if isinstance(export, Message)]
    for error_message in error_messages:
        click.echo(f"afterword: {language.say(error_message)}", err=True)
    return not error_messages


def _is_enough(report: Coverage, minimum: float) -> bool:
    """Return whether the covered percentage reaches the minimum.

    Without closed rows it does, unless rows were set aside because they could not be interpreted.
    """
    percent = report.covered.percent
    return percent >= minimum if percent is not None else not report.undetermined_rows


def _coverage_data(report: Coverage, exports: Sequence[CrmExport], today: date) -> dict[str, Any]:
    """Return the whole report as JSON data."""
    states = {state: [answer for answer in report.rows if answer.state is state] for state in RowState}
    return {
        "as_of": today.isoformat(),
        "files": [
            {
                "file": export.table.file,
                "kind": export.kind,
                "rows": len(export.table.rows),
                "encoding": export.table.encoding,
                "delimiter": export.table.delimiter,
                "days": {style or "undecided": count for style, count in export.date_column.style_counts.items()},
            }
            for export in exports
        ],
        "rows": {
            "all": report.row_count,
            "closed": report.closed_count,
            **report.state_counts,
            **report.exclusion_counts,
        },
        "covered_percent": report.covered.percent,
        "balance": {
            outcome: {"closed": row.closed.part, "covered": row.covered.part}
            | {"percent_of_closed": row.closed.percent, "percent_covered": row.covered.percent}
            | {"percent_of_published": row.published.percent}
            for outcome, row in report.balance_by_outcome().items()
        },
        **{state: [_answer_data(answer, today) for answer in answers] for state, answers in states.items()},
        "contradictions": [_answer_data(answer, today) for answer in report.contradicting_rows()],
        "set_aside": [
            {"file": row.file, "line": row.line, "reason": row.reason, "why": str(row.why)} for row in report.excluded
        ],
        "unasked": [{"name": entry.name, "file": entry.path} for entry in report.unmatched_records],
    }


def _answer_data(answer: RowCoverage, today: date) -> dict[str, Any]:
    row = {key: value for key, value in asdict(answer.row).items() if key != "day"}
    return {
        **row,
        "ended": answer.row.day.isoformat(),
        "due": answer.due.isoformat() if answer.due else None,
        "overdue": answer.due is not None and answer.due < today,
        "records": [entry.path for entry in answer.records],
    }

"""`afterword coverage CSV…`: compares closed deals and campaigns of a CRM with records."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.analysis.coverage import Coverage, RowCoverage, RowState, measure_coverage
from afterword.authoring import crm_columns, crm_exports, csv_tables
from afterword.authoring.crm_exports import CrmExport
from afterword.authoring.date_columns import DateStyle
from afterword.cli import coverage_text, options
from afterword.cli.due import describe_unread_files
from afterword.cli.loading import load_with_progress
from afterword.disk import files as library_files
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
@click.option(
    "--since", metavar="DATE", callback=options.parse_day, help="Only rows that closed on that date or later."
)
@click.option("--encoding", default="", help="The encoding of the files, as in cp1251; by default it is detected.")
@click.option("--date-style", "style", type=click.Choice(list(DateStyle)), help="How to read 03/04/2026.")
@click.option(
    "--fail-under",
    "minimum_percent",
    type=float,
    metavar="PERCENT",
    help="Exit with 1 if a lower percentage has a published record.",
)
@options.output_format
@options.as_of
@options.lang
@options.root
def report_coverage(
    files: tuple[Path, ...],
    mapping: Path | None,
    since: date | None,
    encoding: str,
    style: str | None,
    minimum_percent: float | None,
    output_format: str,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """Report which deals or campaigns of a CRM have no postmortem.

    FILES are CSV exports of closed deals or finished campaigns.

    Those of HubSpot and Salesforce in English are known; for any other, --mapping says which column is which. Every row
    is counted once: as covered, not published, missing or ambiguous, or set aside with its line and reason.
    """
    language = definitions.load_language(lang, root)
    mapping_data = definitions.load_yaml_file(mapping, crm_columns.MAPPING_SCHEMA, root) if mapping else {}
    date_style = DateStyle(style) if style else None
    exports = [_read_export(path, mapping_data, date_style, encoding, root) for path in files]
    readable_exports = _require_readable(exports, language)
    loaded = load_with_progress(root, today)
    library, day = loaded.library.project(Audience.INTERNAL), loaded.library.today
    rows = [row for export in readable_exports for row in export.closed]
    set_aside = [row for export in readable_exports for row in export.excluded]
    report = measure_coverage(library, rows, set_aside, day, since or date.min)
    if output_format == "json":
        click.echo(json.dumps(_coverage_data(report, readable_exports, day), ensure_ascii=False, indent=2))
    else:
        coverage_text.print_coverage(report, readable_exports, library.schema, day, language)
    if unread_message := describe_unread_files(loaded, library):
        click.echo(language.say(unread_message), err=True)
    sys.exit(minimum_percent is not None and not _is_minimum_met(report, minimum_percent))


def _read_export(
    path: Path, mapping: Mapping[str, Any], style: DateStyle | None, encoding: str, root: Path
) -> CrmExport | Message:
    """Read the export of a CSV file, or return the reason why it cannot be read."""
    raw = library_files.read_named_file(path, csv_tables.MAX_BYTES, root)
    known_headers = crm_columns.KNOWN_HEADERS | crm_columns.mapped_headers(mapping)
    table = csv_tables.read_table(library_files.escape_name(str(path)), raw, known_headers, encoding)
    return table if isinstance(table, Message) else crm_exports.read_export(table, mapping, style)


def _require_readable(exports: Sequence[CrmExport | Message], language: Language) -> Sequence[CrmExport]:
    """Return the exports if every file could be read; else report the others on standard error and exit with 2."""
    error_messages = [export for export in exports if isinstance(export, Message)]
    for error_message in error_messages:
        click.echo(f"afterword: {language.say(error_message)}", err=True)
    if error_messages:
        sys.exit(2)
    return [export for export in exports if isinstance(export, CrmExport)]


def _is_minimum_met(report: Coverage, minimum_percent: float) -> bool:
    """Return whether the covered percentage reaches the minimum.

    Without closed rows it does, unless rows were set aside because they could not be interpreted.
    """
    percent = report.covered.percent
    return percent >= minimum_percent if percent is not None else not report.undetermined_rows


def _coverage_data(report: Coverage, exports: Sequence[CrmExport], today: date) -> dict[str, Any]:
    """Return the whole report as JSON data."""
    states = {
        state: [row_coverage for row_coverage in report.rows if row_coverage.state is state] for state in RowState
    }
    return {
        "as_of": today.isoformat(),
        "files": [_export_data(export) for export in exports],
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
        **{
            state: [_row_data(row_coverage, today) for row_coverage in row_coverages]
            for state, row_coverages in states.items()
        },
        "contradictions": [_row_data(row_coverage, today) for row_coverage in report.contradicting_rows()],
        "set_aside": [
            {"file": row.file, "line": row.line, "reason": row.reason, "why": str(row.why)} for row in report.excluded
        ],
        "unasked": [{"name": entry.name, "file": entry.path} for entry in report.unmatched_records],
    }


def _export_data(export: CrmExport) -> dict[str, Any]:
    """Return the format of one exported file as JSON data."""
    return {
        "file": export.table.file,
        "kind": export.kind,
        "rows": len(export.table.rows),
        "encoding": export.table.encoding,
        "delimiter": export.table.delimiter,
        "days": {style or "undecided": count for style, count in export.date_column.style_counts.items()},
    }


def _row_data(row_coverage: RowCoverage, today: date) -> dict[str, Any]:
    """Return one row of an export, with its records, as JSON data."""
    row = {key: value for key, value in asdict(row_coverage.row).items() if key != "day"}
    return {
        **row,
        "ended": row_coverage.row.day.isoformat(),
        "due": row_coverage.due.isoformat() if row_coverage.due else None,
        "overdue": row_coverage.due is not None and row_coverage.due < today,
        "records": [entry.path for entry in row_coverage.records],
    }

"""`afterword coverage CSV…`: what a CRM closed, against records."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.analysis.coverage import Answer, Coverage, Reason, State, coverage
from afterword.authoring import crm_exports as deals
from afterword.authoring import csv_tables as sheets
from afterword.authoring.crm_exports import Export
from afterword.authoring.date_columns import Style
from afterword.cli import coverage_text, options
from afterword.cli.check import load_with_progress
from afterword.cli.due import unseen
from afterword.disk import files as files_of_library
from afterword.problems import Text
from afterword.schema.fields import Audience
from afterword.text.languages import Language
from afterword.workspace import project


@click.command(name="coverage")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML file that says what your CRM calls its columns and stages.",
)
@click.option("--since", metavar="DATE", callback=options.day, help="Only what closed on that day or after.")
@click.option("--encoding", default="", help="The encoding of the files, as in cp1251; by default each is looked at.")
@click.option("--date-style", "style", type=click.Choice(list(Style)), help="How to read 03/04/2026.")
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
    language = project.language(lang, root)
    said = project.mapping(mapping, deals.SHAPE, root) if mapping else {}
    known = deals.KNOWN | deals.named(said)
    exports = []
    for path in files:
        raw = files_of_library.read_given(path, sheets.MAX_BYTES, root)
        sheet = sheets.sheet(files_of_library.escape_name(str(path)), raw, known, encoding)
        exports.append(sheet if isinstance(sheet, Text) else deals.export(sheet, said, Style(style) if style else None))
    if not _readable(exports, language):
        sys.exit(2)
    read = [export for export in exports if isinstance(export, Export)]
    loaded = load_with_progress(root, today)
    library, day = loaded.library.project(Audience.INTERNAL), loaded.library.today
    rows = [row for export in read for row in export.closed]
    aside = [row for export in read for row in export.aside]
    found = coverage(library, rows, aside, day, since or date.min)
    if form == "json":
        click.echo(json.dumps(_data(found, read, day), ensure_ascii=False, indent=2))
    else:
        coverage_text.show(found, read, day, language)
    if left := unseen(loaded, library):
        click.echo(language.say(left), err=True)
    sys.exit(least is not None and not _is_enough(found, least))


def _readable(exports: list[Export | Text], language: Language) -> bool:
    """Whether every file could be read; says of the others why not."""
    faults = [export for export in exports if isinstance(export, Text)]
    for fault in faults:
        click.echo(f"afterword: {language.say(fault)}", err=True)
    return not faults


def _is_enough(found: Coverage, least: float) -> bool:
    """Whether enough is covered; of nothing it is, unless rows were set aside of which nobody knows what they are."""
    percent = found.covered.percent
    return percent >= least if percent is not None else not found.unread


def _data(found: Coverage, exports: Sequence[Export], today: date) -> dict[str, Any]:
    """All that is known of the rows, for programs."""
    states = {state: [answer for answer in found.answers if answer.state is state] for state in State}
    reasons = Counter(row.reason for row in found.aside)
    return {
        "as_of": today.isoformat(),
        "files": [
            {
                "file": export.sheet.file,
                "kind": export.kind,
                "rows": len(export.sheet.rows),
                "encoding": export.sheet.encoding,
                "delimiter": export.sheet.delimiter,
                "days": {style or "undecided": count for style, count in export.days.styles.items()},
            }
            for export in exports
        ],
        "rows": {
            "all": len(found.answers) + len(found.aside),
            "closed": len(found.answers),
            **{state: len(answers) for state, answers in states.items()},
            **{reason: reasons[reason] for reason in Reason},
        },
        "covered_percent": found.covered.percent,
        "balance": {
            outcome: {"closed": row.closed.part, "covered": row.covered.part}
            | {"percent_of_closed": row.closed.percent, "percent_covered": row.covered.percent}
            | {"percent_of_published": row.published.percent}
            for outcome, row in found.balance().items()
        },
        **{state: [_answer(answer, today) for answer in answers] for state, answers in states.items()},
        "contradictions": [_answer(answer, today) for answer in found.contradictions()],
        "set_aside": [
            {"file": row.file, "line": row.line, "reason": row.reason, "why": str(row.why)} for row in found.aside
        ],
        "unasked": [{"name": entry.name, "file": entry.path} for entry in found.unasked],
    }


def _answer(answer: Answer, today: date) -> dict[str, Any]:
    row = {key: value for key, value in asdict(answer.row).items() if key != "day"}
    return {
        **row,
        "ended": answer.row.day.isoformat(),
        "due": answer.due.isoformat() if answer.due else None,
        "overdue": answer.due is not None and answer.due < today,
        "records": [entry.path for entry in answer.records],
    }

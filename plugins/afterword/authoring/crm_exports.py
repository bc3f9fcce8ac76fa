"""CRM exports as closed deals and finished campaigns, with the reasons why other rows are excluded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.coverage import ExcludedRow, ExclusionReason
from afterword.analysis.matching import ClosedRow
from afterword.authoring.crm_columns import ColumnLayout, detect_layout
from afterword.authoring.csv_tables import CsvTable, header_key
from afterword.authoring.date_columns import DateColumn, DateStyle, detect_date_column
from afterword.problems import Message, say
from afterword.text.profiles import PROFILES

_TRUE_VALUES = {word for profile in PROFILES.values() for word in profile.yes_words}
_FALSE_VALUES = {word for profile in PROFILES.values() for word in profile.no_words}


@dataclass(frozen=True, slots=True)
class CrmExport:
    """One exported file: its deals or campaigns, the excluded rows, and the format of its dates."""

    table: CsvTable
    kind: str
    date_column: DateColumn
    closed: Sequence[ClosedRow]
    excluded: Sequence[ExcludedRow]


def read_export(table: CsvTable, mapping: Mapping[str, Any], style: DateStyle | None = None) -> CrmExport | Message:
    """Read the rows of a table, or return the reason why its columns are unclear."""
    layout = detect_layout(table, mapping)
    if isinstance(layout, Message):
        return layout
    valid_rows = [(line, cells) for line, cells in table.rows if _describe_damage(cells, table) is None]
    date_column = detect_date_column((layout.read_cell(cells, "day") for _, cells in valid_rows), style)
    closed: list[ClosedRow] = []
    excluded: list[ExcludedRow] = []
    for line, cells in table.rows:
        damage = _describe_damage(cells, table)
        classified = (
            ExcludedRow(table.file, line, ExclusionReason.DAMAGED, damage)
            if damage
            else _classify_row(table.file, line, cells, layout, date_column)
        )
        if isinstance(classified, ClosedRow):
            closed.append(classified)
        else:
            excluded.append(classified)
    return CrmExport(table, layout.kind, date_column, closed, excluded)


def _describe_damage(cells: Sequence[str], table: CsvTable) -> Message | None:
    """Return the reason why a row cannot be read; None if it can."""
    if not any(cells):
        return say("the line is empty")
    if len(cells) != len(table.header):
        return say("it has {cells} cells, and the header {columns}", cells=len(cells), columns=len(table.header))
    if any("\0" in cell for cell in cells):
        return say("it holds a NUL byte")
    if list(cells) == list(table.header):
        return say("it is the header once more")
    return None


def _classify_row(
    file: str, line: int, cells: Sequence[str], layout: ColumnLayout, date_column: DateColumn
) -> ClosedRow | ExcludedRow:
    """Return a row as a closed deal or campaign, or as excluded with the reason."""
    name, account = layout.read_cell(cells, "name"), layout.read_cell(cells, "account")
    if not name and not account:
        return ExcludedRow(file, line, ExclusionReason.BLANK, say("it has neither name nor account"))
    endings = set(_stated_outcomes(cells, layout))
    outcome = endings.pop() if len(endings) == 1 else ""
    if not outcome:
        why = say("nobody has said whether `{stage}` is won, lost or open", stage=layout.read_cell(cells, "stage")[:60])
        if endings:
            why = say("its columns contradict each other: {endings}", endings=", ".join(sorted(endings)))
        return ExcludedRow(file, line, ExclusionReason.UNKNOWN, why)
    if outcome == "open":
        return ExcludedRow(file, line, ExclusionReason.OPEN, say("it is open"))
    day = date_column.parse_cell(layout.read_cell(cells, "day"))
    if isinstance(day, Message):
        return ExcludedRow(file, line, ExclusionReason.DAY, day)
    stated_outcome = "" if outcome == "finished" else outcome
    return ClosedRow(
        file,
        line,
        layout.kind,
        layout.read_cell(cells, "id"),
        name,
        account,
        day,
        stated_outcome,
        layout.read_cell(cells, "owner"),
    )


def _stated_outcomes(cells: Sequence[str], layout: ColumnLayout) -> Iterator[str]:
    """Yield the results that the columns of a row state: open, won, lost, no-decision or finished."""
    flags = {
        name: _parse_flag(layout.read_cell(cells, name))
        for name in ("won", "lost", "closed")
        if name in layout.positions
    }
    stage = layout.read_cell(cells, "stage")
    if flags.get("won"):
        yield "won"
    if flags.get("lost"):
        yield "lost"
    if flags.get("closed") is False:
        yield "open"
    meaning = layout.meanings.get(header_key(stage)) or layout.meanings.get(header_key(stage.rpartition(" (")[0]))
    if meaning:  # HubSpot may name the pipeline too: Closed won (Sales Pipeline)
        yield meaning
    elif flags.get("closed") and flags.get("won") is False:
        yield "lost"
    elif flags.get("won") is False and flags.get("lost") is False:
        yield "open"
    elif layout.kind == "campaign" and not stage:
        yield "finished"


def _parse_flag(cell: str) -> bool | None:
    """Parse a yes or no as CRMs write it; None if it is neither."""
    key = header_key(cell)
    return True if key in _TRUE_VALUES else False if key in _FALSE_VALUES else None

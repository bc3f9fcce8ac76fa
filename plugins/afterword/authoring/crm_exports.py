"""CRM exports as closed deals and finished campaigns, with the reasons why other rows are excluded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from afterword.analysis.coverage import ExcludedRow, ExclusionReason
from afterword.analysis.matching import ClosedRow
from afterword.authoring.csv_tables import CsvTable, header_key
from afterword.authoring.date_columns import DateColumn, DateStyle, detect_column
from afterword.problems import Message, say
from afterword.text.profiles import PROFILES

COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("Record ID", "Deal ID", "Opportunity ID", "Campaign ID"),
    "name": ("Deal Name", "Opportunity Name", "Campaign Name"),
    "account": ("Account Name", "Associated Company", "Associated Company (Primary)", "Primary Company"),
    "stage": ("Deal Stage", "Stage", "Status", "Campaign Status"),
    "won": ("Is Closed Won", "Won"),
    "lost": ("Is closed lost",),
    "closed": ("Is Deal Closed?", "Closed"),
    "day": ("Close Date", "End Date", "Campaign end date"),
    "owner": ("Deal owner", "Opportunity Owner", "Campaign Owner"),
}
"""The English column names of HubSpot and Salesforce for each field; a mapping file adds other names."""
KNOWN_HEADERS = frozenset(header_key(name) for names in COLUMNS.values() for name in names)

STAGE_VALUES: Mapping[str, Sequence[str]] = {
    "won": ("Closed Won", "closedwon", "Won"),
    "lost": ("Closed Lost", "closedlost", "Lost"),
    "no-decision": (),
    "finished": ("Completed", "Complete", "Aborted"),
    "open": (
        "Appointment Scheduled", "Qualified To Buy", "Presentation Scheduled", "Decision Maker Bought-In",
        "Contract Sent",
        "Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers",
        "Perception Analysis", "Proposal/Price Quote", "Negotiation/Review",
        "Planned", "In Progress", "Active", "Paused",
    ),
}  # fmt: skip
"""The default values of a deal's stage column and a campaign's status column, by meaning."""

_NAMES_SCHEMA = {"type": ["string", "array"], "minLength": 1, "items": {"type": "string", "minLength": 1}}
_VALUES_SCHEMA = {"type": "array", "items": {"type": "string", "minLength": 1}}
MAPPING_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "kind": {"type": "string", "enum": ["deal", "campaign"]},
        "columns": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(COLUMNS, _NAMES_SCHEMA),
        },
        "values": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(STAGE_VALUES, _VALUES_SCHEMA),
        },
    },
}
"""The JSON Schema of a mapping file."""

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


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """The positions of the fields in a table, and the meanings of its stage values."""

    positions: Mapping[str, int]
    kind: str
    meanings: Mapping[str, str] = field(default_factory=dict)

    def cell_of(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field; empty if there is no such column."""
        return cells[self.positions[name]] if name in self.positions else ""


def read_export(table: CsvTable, mapping: Mapping[str, Any], style: DateStyle | None = None) -> CrmExport | Message:
    """Read the rows of a table, or return the reason why its columns are unclear."""
    layout = _detect_layout(table, mapping)
    if isinstance(layout, Message):
        return layout
    valid_rows = [(line, cells) for line, cells in table.rows if _find_damage(cells, table) is None]
    date_column = detect_column((layout.cell_of(cells, "day") for _, cells in valid_rows), style)
    closed: list[ClosedRow] = []
    excluded: list[ExcludedRow] = []
    for line, cells in table.rows:
        damage = _find_damage(cells, table)
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


def mapped_headers(mapping: Mapping[str, Any]) -> frozenset[str]:
    """Return the headers that a mapping names, by `header_key`."""
    mapped_columns = mapping.get("columns", {}).values()
    return frozenset(
        header_key(name) for names in mapped_columns for name in ([names] if isinstance(names, str) else names)
    )


def _detect_layout(table: CsvTable, mapping: Mapping[str, Any]) -> ColumnLayout | Message:
    """Detect the positions of the fields from the mapping and the known column names."""
    mapped_columns: Mapping[str, Any] = mapping.get("columns", {})
    header_keys = [header_key(name) for name in table.header]
    positions: dict[str, int] = {}
    for name, default_names in COLUMNS.items():
        names = (
            [mapped_columns[name]]
            if isinstance(mapped_columns.get(name), str)
            else mapped_columns.get(name, default_names)
        )
        keys = {header_key(column_name) for column_name in names}
        matches = [position for position, key in enumerate(header_keys) if key in keys]
        if len(matches) > 1:
            return say(
                "{file} has more than one column for `{field}`: {columns}. Name one in a mapping file, or rename one.",
                file=table.file,
                field=name,
                columns=", ".join(f"`{table.header[position]}` ({position + 1})" for position in matches),
            )
        if not matches and name in mapped_columns:
            return say(
                "{file} has no column {columns}, which the mapping names for `{field}`.",
                file=table.file,
                columns=_quote_names(names),
                field=name,
            )
        if matches:
            positions[name] = matches[0]
    return _complete_layout(table, positions, mapping)


def _complete_layout(
    table: CsvTable, positions: Mapping[str, int], mapping: Mapping[str, Any]
) -> ColumnLayout | Message:
    """Return the layout if it has the name or account, the day and the outcome, or else what is missing."""
    name = header_key(table.header[positions["name"]]) if "name" in positions else ""
    kind = mapping.get("kind") or ("campaign" if name == "campaign name" else "deal")
    missing = [] if {"name", "account"} & positions.keys() else ["name", "account"]
    missing += [] if "day" in positions else ["day"]
    missing += [] if {"stage", "won", "lost"} & positions.keys() or kind == "campaign" else ["stage"]
    if missing:
        return say(
            "{file}: no column is known for {fields}. Its columns are {columns}. Say in a mapping file which is which.",
            file=table.file,
            fields=_quote_names(missing),
            columns=_quote_names(table.header[:30]),
        )
    mapped_values = mapping.get("values", {})
    pairs = [
        (word, meaning)
        for values in (STAGE_VALUES, mapped_values)
        for meaning, words in values.items()
        for word in words
    ]
    return ColumnLayout(positions, kind, {header_key(word): meaning for word, meaning in pairs})


def _quote_names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _find_damage(cells: Sequence[str], table: CsvTable) -> Message | None:
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
    name, account = layout.cell_of(cells, "name"), layout.cell_of(cells, "account")
    if not name and not account:
        return ExcludedRow(file, line, ExclusionReason.BLANK, say("it has neither name nor account"))
    endings = set(_stated_endings(cells, layout))
    outcome = endings.pop() if len(endings) == 1 else ""
    if not outcome:
        why = say("nobody has said whether `{stage}` is won, lost or open", stage=layout.cell_of(cells, "stage")[:60])
        if endings:
            why = say("its columns contradict each other: {endings}", endings=", ".join(sorted(endings)))
        return ExcludedRow(file, line, ExclusionReason.UNKNOWN, why)
    if outcome == "open":
        return ExcludedRow(file, line, ExclusionReason.OPEN, say("it is open"))
    day = date_column.parse_cell(layout.cell_of(cells, "day"))
    if isinstance(day, Message):
        return ExcludedRow(file, line, ExclusionReason.DAY, day)
    stated_outcome = "" if outcome == "finished" else outcome
    return ClosedRow(
        file,
        line,
        layout.kind,
        layout.cell_of(cells, "id"),
        name,
        account,
        day,
        stated_outcome,
        layout.cell_of(cells, "owner"),
    )


def _stated_endings(cells: Sequence[str], layout: ColumnLayout) -> Iterator[str]:
    """Yield the results that the columns of a row state: open, won, lost, no-decision or finished."""
    flags = {
        name: _parse_flag(layout.cell_of(cells, name)) for name in ("won", "lost", "closed") if name in layout.positions
    }
    stage = layout.cell_of(cells, "stage")
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

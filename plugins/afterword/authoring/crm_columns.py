"""Columns of CRM exports: the names by which they are known, and the fields that the columns of a table hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from afterword.authoring.csv_tables import CsvTable, header_key
from afterword.problems import Message, say

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


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """The positions of the fields in a table, and the meanings of its stage values."""

    positions: Mapping[str, int]
    kind: str
    meanings: Mapping[str, str] = field(default_factory=dict)

    def read_cell(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field; empty if there is no such column."""
        return cells[self.positions[name]] if name in self.positions else ""


def mapped_headers(mapping: Mapping[str, Any]) -> frozenset[str]:
    """Return the headers that a mapping names, by `header_key`."""
    mapped_columns = mapping.get("columns", {}).values()
    return frozenset(
        header_key(name) for names in mapped_columns for name in ([names] if isinstance(names, str) else names)
    )


def detect_layout(table: CsvTable, mapping: Mapping[str, Any]) -> ColumnLayout | Message:
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
    """Join names in backquotes with commas."""
    return ", ".join(f"`{name}`" for name in names)

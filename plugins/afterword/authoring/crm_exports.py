"""Rows of a CRM's export as closed deals and finished campaigns, and why the others are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from afterword.analysis.coverage import Aside, Reason
from afterword.analysis.matching import Closed
from afterword.authoring.csv_tables import Sheet, header_key
from afterword.authoring.date_columns import Column, Style, column
from afterword.problems import Text, say

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
"""What HubSpot and Salesforce call the columns that count, in English; a mapping file has any other names."""
KNOWN = frozenset(header_key(name) for names in COLUMNS.values() for name in names)

VALUES: Mapping[str, Sequence[str]] = {
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
"""What stands in the stage column of a deal or the status column of a campaign, as both come out of the box."""

_NAMES = {"type": ["string", "array"], "minLength": 1, "items": {"type": "string", "minLength": 1}}
_LIST = {"type": "array", "items": {"type": "string", "minLength": 1}}
SHAPE: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "kind": {"type": "string", "enum": ["deal", "campaign"]},
        "columns": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(COLUMNS, _NAMES),
        },
        "values": {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(VALUES, _LIST)},
    },
}
"""The JSON Schema of a mapping file."""

_YES, _NO = {"true", "1", "yes", "да", "y"}, {"false", "0", "no", "нет", "n", ""}


@dataclass(frozen=True, slots=True)
class Export:
    """One file: its deals or campaigns, the rows that are none, and how its days were read."""

    sheet: Sheet
    kind: str
    days: Column
    closed: Sequence[Closed]
    aside: Sequence[Aside]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands in a sheet, and what the values of its stage mean."""

    places: Mapping[str, int]
    kind: str
    meanings: Mapping[str, str] = field(default_factory=dict)

    def cell(self, cells: Sequence[str], name: str) -> str:
        """What a row says of a field; empty where there is no such column."""
        return cells[self.places[name]] if name in self.places else ""


def export(sheet: Sheet, mapping: Mapping[str, Any], style: Style | None = None) -> Export | Text:
    """The rows of a sheet, or why its columns cannot be told."""
    layout = _layout(sheet, mapping)
    if isinstance(layout, Text):
        return layout
    whole = [(line, cells) for line, cells in sheet.rows if _damage(cells, sheet) is None]
    days = column((layout.cell(cells, "day") for _, cells in whole), style)
    closed: list[Closed] = []
    aside: list[Aside] = []
    for line, cells in sheet.rows:
        damage = _damage(cells, sheet)
        found = (
            Aside(sheet.file, line, Reason.DAMAGED, damage) if damage else _row(sheet.file, line, cells, layout, days)
        )
        if isinstance(found, Closed):
            closed.append(found)
        else:
            aside.append(found)
    return Export(sheet, layout.kind, days, closed, aside)


def named(mapping: Mapping[str, Any]) -> frozenset[str]:
    """The headers that a mapping names, by `header_key`."""
    said = mapping.get("columns", {}).values()
    return frozenset(header_key(name) for names in said for name in ([names] if isinstance(names, str) else names))


def _layout(sheet: Sheet, mapping: Mapping[str, Any]) -> Layout | Text:
    """Where the fields stand, by the mapping and by the names that are known."""
    said: Mapping[str, Any] = mapping.get("columns", {})
    header = [header_key(name) for name in sheet.header]
    places: dict[str, int] = {}
    for name, known in COLUMNS.items():
        names = [said[name]] if isinstance(said.get(name), str) else said.get(name, known)
        keys = {header_key(each) for each in names}
        found = [place for place, key in enumerate(header) if key in keys]
        if len(found) > 1:
            return say(
                "{file} has more than one column for `{field}`: {columns}. Name one in a mapping file, or rename one.",
                file=sheet.file,
                field=name,
                columns=", ".join(f"`{sheet.header[place]}` ({place + 1})" for place in found),
            )
        if not found and name in said:
            return say(
                "{file} has no column {columns}, which the mapping names for `{field}`.",
                file=sheet.file,
                columns=_listed(names),
                field=name,
            )
        if found:
            places[name] = found[0]
    return _complete(sheet, places, mapping)


def _complete(sheet: Sheet, places: Mapping[str, int], mapping: Mapping[str, Any]) -> Layout | Text:
    """The layout, if it says who, when and how it ended."""
    name = header_key(sheet.header[places["name"]]) if "name" in places else ""
    kind = mapping.get("kind") or ("campaign" if name == "campaign name" else "deal")
    lacks = [] if {"name", "account"} & places.keys() else ["name", "account"]
    lacks += [] if "day" in places else ["day"]
    lacks += [] if {"stage", "won", "lost"} & places.keys() or kind == "campaign" else ["stage"]
    if lacks:
        return say(
            "{file}: no column is known for {fields}. Its columns are {columns}. Say in a mapping file which is which.",
            file=sheet.file,
            fields=_listed(lacks),
            columns=_listed(sheet.header[:30]),
        )
    said = mapping.get("values", {})
    pairs = [(word, meaning) for values in (VALUES, said) for meaning, words in values.items() for word in words]
    return Layout(places, kind, {header_key(word): meaning for word, meaning in pairs})


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _damage(cells: Sequence[str], sheet: Sheet) -> Text | None:
    """What keeps a row from being read at all."""
    if not any(cells):
        return say("the line is empty")
    if len(cells) != len(sheet.header):
        return say("it has {cells} cells, and the header {columns}", cells=len(cells), columns=len(sheet.header))
    if any("\0" in cell for cell in cells):
        return say("it holds a NUL byte")
    if list(cells) == list(sheet.header):
        return say("it is the header once more")
    return None


def _row(file: str, line: int, cells: Sequence[str], layout: Layout, days: Column) -> Closed | Aside:
    name, account = layout.cell(cells, "name"), layout.cell(cells, "account")
    if not name and not account:
        return Aside(file, line, Reason.BLANK, say("it has neither name nor account"))
    ended = set(_endings(cells, layout))
    outcome = ended.pop() if len(ended) == 1 else ""
    if not outcome:
        why = say("nobody has said whether `{stage}` is won, lost or open", stage=layout.cell(cells, "stage")[:60])
        if ended:
            why = say("its columns contradict each other: {endings}", endings=", ".join(sorted(ended)))
        return Aside(file, line, Reason.UNKNOWN, why)
    if outcome == "open":
        return Aside(file, line, Reason.OPEN, say("it is open"))
    day = days.day(layout.cell(cells, "day"))
    if isinstance(day, Text):
        return Aside(file, line, Reason.DAY, day)
    told = "" if outcome == "finished" else outcome
    return Closed(
        file, line, layout.kind, layout.cell(cells, "id"), name, account, day, told, layout.cell(cells, "owner")
    )


def _endings(cells: Sequence[str], layout: Layout) -> Iterator[str]:
    """How the columns of a row say that it ended: open, won, lost, no-decision, finished; nothing where they do not."""
    flags = {name: _flag(layout.cell(cells, name)) for name in ("won", "lost", "closed") if name in layout.places}
    stage = layout.cell(cells, "stage")
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


def _flag(cell: str) -> bool | None:
    """A yes or no as CRMs write it; None where it is neither."""
    key = header_key(cell)
    return True if key in _YES else False if key in _NO else None

"""When postmortems are due, which ones are owed, and which were held late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from afterword.analysis.practice import Action, actions
from afterword.library.projection import Entry, Projection
from afterword.records.record import Values
from afterword.records.references import brief_keys
from afterword.schema.schema import Schema
from afterword.text.dates import period
from afterword.text.names import name_key

SOON = timedelta(7)
"""So long before its day a postmortem is due, whether or not what it is about has ended."""


def due(record: Values, schema: Schema) -> date | None:
    """The day on which a postmortem is due: as the record says, else some days after its end, by kind.

    The days are the schema's `x-due-days`; None when the end is not known, or the kind has none.
    """
    return _day(record.due, record, schema)


class State(StrEnum):
    """How pressing a postmortem is: what it is about has not ended; it has, or the day is near; the day is past."""

    OVERDUE = "overdue"
    DUE = "due"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Owed:
    """A postmortem that is not published yet. `entry` is its record, or the brief that plans it while it has none.

    `due` is None where neither the day nor the end is known, `held` the day of the meeting where it took place.
    """

    entry: Entry
    title: str
    keeper: str
    due: date | None
    state: State
    held: str = ""

    def days(self, today: date) -> int:
        """The days that are left, less than 0 when it is overdue; 0 where no day is known."""
        return (self.due - today).days if self.due else 0


@dataclass(frozen=True, slots=True)
class Late:
    """A published postmortem that was held `days` after the day on which it was due."""

    entry: Entry
    due: date
    held: date

    @property
    def days(self) -> int:
        """How late it was, at least 1."""
        return (self.held - self.due).days


def owed(library: Projection, today: date) -> Sequence[Owed]:
    """Every postmortem that is owed: overdue ones first, each state by day, those without a day last.

    Records owe one until they are published, briefs from their approval until a record links them. A case from public
    sources owes one only if it says when.
    """
    records = [
        _owed(entry, entry.name, entry.keeper, due(entry, library.schema), today)
        for entry in library.entries
        if entry.status != "published" and (entry.due or not entry.is_public)
    ]
    plans = [
        _owed(brief, brief.data.get("title", ""), _planned(brief, "keeper"), _brief_due(brief, library), today)
        for brief in unanswered(library.briefs, library.entries)
    ]
    order = list(State)
    return sorted(
        (*records, *plans), key=lambda row: (order.index(row.state), row.due or date.max, name_key(row.title))
    )


def held_late(library: Projection) -> Sequence[Late]:
    """The published postmortems whose meeting came after the day on which they were due, newest first."""
    found = []
    for entry in library.entries:
        day, met = due(entry, library.schema), period(entry.met_on)
        if entry.status == "published" and day is not None and met is not None and met.first > day:
            found.append(Late(entry, day, met.first))
    return sorted(found, key=lambda late: late.held, reverse=True)


def overdue_actions(library: Projection, today: date) -> Sequence[tuple[Entry, Action]]:
    """The actions that are open after their day, with the record that each comes from; the oldest first."""
    found = [(entry, action) for entry in library.entries for action in actions(entry) if action.is_overdue(today)]
    return sorted(found, key=lambda row: row[1].due)


def unanswered(briefs: Iterable[Entry], records: Sequence[Entry]) -> Iterator[Entry]:
    """The briefs, from their approval on, that no record links."""
    linked = {key for record in records if record.brief for key in brief_keys(record.brief, record.path)}
    for brief in briefs:
        if brief.is_agreed and not linked & {name_key(brief.data.get("title", "")), brief.path}:
            yield brief


def _owed(entry: Entry, title: str, keeper: str, day: date | None, today: date) -> Owed:
    return Owed(entry, title, keeper, day, _state(day, today, has_ended=_has_ended(entry, today)), entry.met_on)


def _state(day: date | None, today: date, *, has_ended: bool) -> State:
    if day is not None and day < today:
        return State.OVERDUE
    return State.DUE if has_ended or (day is not None and day - today <= SOON) else State.PLANNED


def _has_ended(entry: Entry, today: date) -> bool:
    """Whether what a record or brief is about is over: its outcome is known, its plan closed, or its last day here."""
    ends = period(entry.ends)
    return bool(entry.outcome) or entry.status == "closed" or (ends is not None and ends.last <= today)


def _brief_due(brief: Entry, library: Projection) -> date | None:
    return _day(_planned(brief, "due"), brief, library.schema)


def _planned(brief: Entry, key: str) -> str:
    """What a brief says of its postmortem: `due` or `keeper`."""
    plan: Mapping[str, str] = brief.data.get("postmortem", {})
    return plan.get(key, "")


def _day(said: str, values: Values, schema: Schema) -> date | None:
    known, ended = period(said), period(values.ends)
    if known is not None:
        return known.last
    days = schema.due_days.get(values.kind)
    if ended is None or days is None:
        return None
    return ended.last + timedelta(min(days, (date.max - ended.last).days))  # the calendar ends with the year 9999

"""Deadlines of postmortems: when they are due, which are owed, and which were held late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from afterword.analysis.practice import Action, list_actions
from afterword.library.projection import Entry, Projection
from afterword.records.record import RecordFields
from afterword.records.references import brief_keys
from afterword.schema.schema import Schema
from afterword.text.dates import parse_period
from afterword.text.names import name_key

DUE_SOON_WINDOW = timedelta(7)
"""The period before its deadline from which a postmortem is due, even if its subject has not ended."""


def due_date(record: RecordFields, schema: Schema) -> date | None:
    """Return the day on which a postmortem is due.

    This is the day that the record states, or else its end plus the days that the schema's `x-due-days` give
    for its kind. Return None if the end is unknown or the kind has no days.
    """
    return _resolve_due_date(record.due, record, schema)


class DeadlineState(StrEnum):
    """The urgency of a postmortem.

    Planned: its subject has not ended. Due: it has ended, or the deadline is near. Overdue: the deadline has
    passed.
    """

    OVERDUE = "overdue"
    DUE = "due"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class OwedPostmortem:
    """A postmortem that is not published yet.

    `entry` is its record, or the brief that plans it while there is no record. `due` is None if neither the day
    nor the end is known. `held_on` is the day of the meeting, if it took place.
    """

    entry: Entry
    title: str
    keeper: str
    due: date | None
    state: DeadlineState
    held_on: str = ""

    def days(self, today: date) -> int:
        """Return the number of days left, negative when overdue; 0 if no day is known."""
        return (self.due - today).days if self.due else 0

    def days_late(self, today: date) -> int:
        """Return the number of days since the deadline; 0 if it has not passed or is unknown."""
        return max(0, -self.days(today))


@dataclass(frozen=True, slots=True)
class LatePostmortem:
    """A published postmortem that was held after its deadline."""

    entry: Entry
    due: date
    held_on: date

    @property
    def days(self) -> int:
        """The number of days after the deadline, at least 1."""
        return (self.held_on - self.due).days


def list_owed(library: Projection, today: date) -> Sequence[OwedPostmortem]:
    """List every postmortem that is owed: overdue ones first, then by day, those without a day last.

    Records owe a postmortem until they are published, briefs from their approval until a record links them. A
    case from public sources owes one only if it states a day.
    """
    records = [
        _build_owed(entry, entry.name, entry.keeper, due_date(entry, library.schema), today)
        for entry in library.entries
        if entry.status != "published" and (entry.due or not entry.is_public)
    ]
    plans = [
        _build_owed(
            brief, brief.data.get("title", ""), _planned_value(brief, "keeper"), _brief_due_date(brief, library), today
        )
        for brief in briefs_without_record(library.briefs, library.entries)
    ]
    state_order = list(DeadlineState)
    return sorted(
        (*records, *plans), key=lambda row: (state_order.index(row.state), row.due or date.max, name_key(row.title))
    )


def list_held_late(library: Projection) -> Sequence[LatePostmortem]:
    """List the published postmortems whose meeting came after the deadline, the newest first."""
    late_postmortems = []
    for entry in library.entries:
        due_day, meeting = due_date(entry, library.schema), parse_period(entry.met_on)
        if entry.status == "published" and due_day is not None and meeting is not None and meeting.first > due_day:
            late_postmortems.append(LatePostmortem(entry, due_day, meeting.first))
    return sorted(late_postmortems, key=lambda late: late.held_on, reverse=True)


def list_overdue_actions(library: Projection, today: date) -> Sequence[tuple[Entry, Action]]:
    """List the actions that are still open after their due day, each with its record, the oldest first."""
    overdue = [
        (entry, action) for entry in library.entries for action in list_actions(entry) if action.is_overdue(today)
    ]
    return sorted(overdue, key=lambda row: row[1].due)


def briefs_without_record(briefs: Iterable[Entry], records: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the approved briefs that no record links."""
    linked_keys = {key for record in records if record.brief for key in brief_keys(record.brief, record.path)}
    for brief in briefs:
        if brief.is_plan_approved and not linked_keys & {name_key(brief.data.get("title", "")), brief.path}:
            yield brief


def _build_owed(entry: Entry, title: str, keeper: str, due_day: date | None, today: date) -> OwedPostmortem:
    return OwedPostmortem(
        entry, title, keeper, due_day, _deadline_state(due_day, today, has_ended=_has_ended(entry, today)), entry.met_on
    )


def _deadline_state(due_day: date | None, today: date, *, has_ended: bool) -> DeadlineState:
    if due_day is not None and due_day < today:
        return DeadlineState.OVERDUE
    return (
        DeadlineState.DUE
        if has_ended or (due_day is not None and due_day - today <= DUE_SOON_WINDOW)
        else DeadlineState.PLANNED
    )


def _has_ended(entry: Entry, today: date) -> bool:
    """Check whether the subject has ended: the outcome is known, the plan closed, or the last day reached."""
    ends = parse_period(entry.ends)
    return bool(entry.outcome) or entry.status == "closed" or (ends is not None and ends.last <= today)


def _brief_due_date(brief: Entry, library: Projection) -> date | None:
    return _resolve_due_date(_planned_value(brief, "due"), brief, library.schema)


def _planned_value(brief: Entry, key: str) -> str:
    """Return what a brief states about its postmortem: `due` or `keeper`; empty if missing."""
    postmortem: Mapping[str, str] = brief.data.get("postmortem", {})
    return postmortem.get(key, "")


def _resolve_due_date(stated_day: str, values: RecordFields, schema: Schema) -> date | None:
    stated_period, end_period = parse_period(stated_day), parse_period(values.ends)
    if stated_period is not None:
        return stated_period.last
    days = schema.due_days.get(values.kind)
    if end_period is None or days is None:
        return None
    return end_period.last + timedelta(
        min(days, (date.max - end_period.last).days)
    )  # the calendar ends with the year 9999

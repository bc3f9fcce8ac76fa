"""Closed deals and finished campaigns of a CRM against records: what has no postmortem, and which way that leans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from afterword.analysis.deadlines import due
from afterword.analysis.matching import Closed, Match, kind_of, matches
from afterword.library.projection import Entry, Projection
from afterword.problems import Text, say
from afterword.records.record import Values
from afterword.text.dates import period
from afterword.text.names import name_key


class Reason(StrEnum):
    """Why a row is not counted as closed."""

    OPEN = "open"
    OUTSIDE = "outside"
    BLANK = "blank"
    UNKNOWN = "unknown"
    DAY = "day"
    DUPLICATE = "duplicate"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is not counted, with its reason in a kind and in words."""

    file: str
    line: int
    reason: Reason
    why: Text


class State(StrEnum):
    """What a row has: a published record, one that is not published, none, or several that fit alike."""

    COVERED = "covered"
    UNPUBLISHED = "unpublished"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Answer:
    """A row with the record that answers it, or those that might; `due` is the day that the schema gives it."""

    row: Closed
    state: State
    records: Sequence[Entry] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a number of things."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The part of 100; None of nothing."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Balance:
    """One outcome: its part of what closed, the part of it that has a published record, its part of those records."""

    closed: Share
    covered: Share
    published: Share


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every row once: as an answer, or set aside. `unasked` are own records that ended in time and answer no row."""

    answers: Sequence[Answer]
    aside: Sequence[Aside]
    unasked: Sequence[Entry] = field(default_factory=tuple)

    @property
    def covered(self) -> Share:
        """The closed rows that have a published record."""
        return Share(sum(answer.state is State.COVERED for answer in self.answers), len(self.answers))

    @property
    def unread(self) -> Sequence[Aside]:
        """The rows of which nobody knows whether they closed."""
        return [row for row in self.aside if row.reason not in (Reason.OPEN, Reason.OUTSIDE, Reason.DUPLICATE)]

    def balance(self) -> Mapping[str, Balance]:
        """For each outcome that the CRM tells: whether records lean another way than what they are about."""
        told = [answer for answer in self.answers if answer.row.outcome]
        closed = Counter(answer.row.outcome for answer in told)
        published = Counter(answer.row.outcome for answer in told if answer.state is State.COVERED)
        return {
            outcome: Balance(
                Share(closed[outcome], closed.total()),
                Share(published[outcome], closed[outcome]),
                Share(published[outcome], published.total()),
            )
            for outcome in ("won", "lost", "no-decision")
            if closed[outcome]
        }

    def contradictions(self) -> Sequence[Answer]:
        """Rows whose record tells another outcome than the CRM."""
        decided = (State.COVERED, State.UNPUBLISHED)
        told = (answer for answer in self.answers if answer.row.outcome and answer.state in decided)
        return [answer for answer in told if answer.records[0].outcome not in ("", answer.row.outcome)]


def coverage(
    library: Projection, rows: Iterable[Closed], aside: Iterable[Aside], today: date, since: date = date.min
) -> Coverage:
    """What of the rows that closed between two days has a record; a row that is there twice counts once.

    Rows and records are brought together by `matches`. Cases from public sources answer nothing.
    """
    counted, left = _counted(rows, today, since)
    own = [entry for entry in library.entries if not entry.is_public]
    found = matches(counted, own)
    answers = [_answer(row, found.get(place), library) for place, row in enumerate(counted)]
    spoken = {entry.path for match in found.values() for entry in match.records}
    kinds = {row.kind for row in counted}
    unasked = [entry for entry in own if entry.path not in spoken and _in_time(entry, kinds, since, today)]
    everything = sorted((*aside, *left), key=lambda row: (row.file, row.line))
    return Coverage(answers, everything, unasked)


def _counted(rows: Iterable[Closed], today: date, since: date) -> tuple[list[Closed], list[Aside]]:
    """The rows in question, and those that are there twice or lie outside."""
    counted, left = [], []
    first: dict[object, Closed] = {}
    for row in rows:
        key = (row.kind, row.id) if row.id else (row.kind, name_key(row.name), name_key(row.account), row.day)
        before = first.setdefault(key, row)
        if before is not row:
            text = say("it is the same as {file}:{line}", file=before.file, line=before.line)
            left.append(Aside(row.file, row.line, Reason.DUPLICATE, text))
        elif not since <= row.day <= today:
            text = say("it ended on {day}, outside of the time in question", day=row.day.isoformat())
            left.append(Aside(row.file, row.line, Reason.OUTSIDE, text))
        else:
            counted.append(row)
    return counted, left


def _answer(row: Closed, match: Match | None, library: Projection) -> Answer:
    day = due(Values({"kind": row.kind, "ends": row.day.isoformat()}), library.schema)
    if match is None:
        return Answer(row, State.MISSING, due=day)
    if not match.is_decided:
        return Answer(row, State.AMBIGUOUS, match.records, day)
    is_published = match.records[0].status == "published"
    return Answer(row, State.COVERED if is_published else State.UNPUBLISHED, match.records, day)


def _in_time(entry: Entry, kinds: set[str], since: date, today: date) -> bool:
    ends = period(entry.ends)
    return kind_of(entry) in kinds and ends is not None and ends.last >= since and ends.first <= today

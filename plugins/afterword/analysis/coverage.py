"""Coverage of a CRM's closed deals and finished campaigns by postmortems, and its balance by outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from afterword.analysis.deadlines import due_date
from afterword.analysis.matching import ClosedRow, RowMatch, crm_kind, match_rows
from afterword.library.projection import Entry, Projection
from afterword.problems import Message, say
from afterword.records.record import RecordFields
from afterword.text.dates import parse_period
from afterword.text.names import name_key


class ExclusionReason(StrEnum):
    """Why a row does not count as closed."""

    OPEN = "open"
    OUTSIDE = "outside"
    BLANK = "blank"
    UNKNOWN = "unknown"
    DAY = "day"
    DUPLICATE = "duplicate"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """A row that does not count, with the reason as a kind and in words."""

    file: str
    line: int
    reason: ExclusionReason
    why: Message


class RowState(StrEnum):
    """The state of a row: published record, unpublished record, no record, or several equally good matches."""

    COVERED = "covered"
    UNPUBLISHED = "unpublished"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class RowCoverage:
    """A row with the record that covers it, or the candidates; `due` is the deadline by the schema."""

    row: ClosedRow
    state: RowState
    records: Sequence[Entry] = ()
    due: date | None = None

    def days_late(self, today: date) -> int:
        """Return the number of days since the deadline; 0 if it has not passed or is unknown."""
        return max(0, (today - self.due).days) if self.due else 0


@dataclass(frozen=True, slots=True)
class Proportion:
    """A part of a whole number of items."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The part in per cent; None if the whole is 0."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class OutcomeBalance:
    """The balance of one outcome between the CRM and the published records.

    `closed` is its share of all closed rows, `covered` the share of its rows that have a published record, and
    `published` its share of those records.
    """

    closed: Proportion
    covered: Proportion
    published: Proportion


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every row once, either covered or excluded.

    `unmatched_records` are the team's records that ended in the period and match no row.
    """

    rows: Sequence[RowCoverage]
    excluded: Sequence[ExcludedRow]
    unmatched_records: Sequence[Entry] = field(default_factory=tuple)

    @property
    def covered(self) -> Proportion:
        """The closed rows that have a published record."""
        return Proportion(sum(row.state is RowState.COVERED for row in self.rows), len(self.rows))

    @property
    def closed_count(self) -> int:
        """The number of rows that count as closed."""
        return len(self.rows)

    @property
    def row_count(self) -> int:
        """The number of all rows, closed or excluded."""
        return len(self.rows) + len(self.excluded)

    @property
    def state_counts(self) -> Mapping[RowState, int]:
        """The number of closed rows in each state."""
        counts = Counter(row.state for row in self.rows)
        return {state: counts[state] for state in RowState}

    @property
    def exclusion_counts(self) -> Mapping[ExclusionReason, int]:
        """The number of excluded rows for each reason."""
        counts = Counter(row.reason for row in self.excluded)
        return {reason: counts[reason] for reason in ExclusionReason}

    @property
    def undetermined_rows(self) -> Sequence[ExcludedRow]:
        """The excluded rows of which it is unknown whether they closed."""
        return [
            row
            for row in self.excluded
            if row.reason not in (ExclusionReason.OPEN, ExclusionReason.OUTSIDE, ExclusionReason.DUPLICATE)
        ]

    def balance_by_outcome(self) -> Mapping[str, OutcomeBalance]:
        """Compare, for each outcome in the CRM, the share of closed rows with the share of published records."""
        rows_with_outcome = [row for row in self.rows if row.row.outcome]
        closed = Counter(row.row.outcome for row in rows_with_outcome)
        published = Counter(row.row.outcome for row in rows_with_outcome if row.state is RowState.COVERED)
        return {
            outcome: OutcomeBalance(
                Proportion(closed[outcome], closed.total()),
                Proportion(published[outcome], closed[outcome]),
                Proportion(published[outcome], published.total()),
            )
            for outcome in ("won", "lost", "no-decision")
            if closed[outcome]
        }

    def contradicting_rows(self) -> Sequence[RowCoverage]:
        """Return the rows whose record states another outcome than the CRM."""
        decided_states = (RowState.COVERED, RowState.UNPUBLISHED)
        decided_rows = (row for row in self.rows if row.row.outcome and row.state in decided_states)
        return [row for row in decided_rows if row.records[0].outcome not in ("", row.row.outcome)]


def measure_coverage(
    library: Projection, rows: Iterable[ClosedRow], excluded: Iterable[ExcludedRow], today: date, since: date = date.min
) -> Coverage:
    """Measure which rows that closed between two days have a record; duplicate rows count once.

    Rows and records are matched by `match_rows`. Cases from public sources are ignored.
    """
    counted_rows, newly_excluded = _split_rows(rows, today, since)
    own_records = [entry for entry in library.entries if not entry.is_public]
    match_by_position = match_rows(counted_rows, own_records)
    row_coverages = [
        _cover_row(row, match_by_position.get(position), library) for position, row in enumerate(counted_rows)
    ]
    matched_paths = {entry.path for match in match_by_position.values() for entry in match.records}
    kinds = {row.kind for row in counted_rows}
    unmatched_records = [
        entry for entry in own_records if entry.path not in matched_paths and _ended_between(entry, kinds, since, today)
    ]
    all_excluded = sorted((*excluded, *newly_excluded), key=lambda row: (row.file, row.line))
    return Coverage(row_coverages, all_excluded, unmatched_records)


def _split_rows(rows: Iterable[ClosedRow], today: date, since: date) -> tuple[list[ClosedRow], list[ExcludedRow]]:
    """Split the rows into those that count, and duplicates and rows outside the period."""
    counted_rows, excluded = [], []
    first_by_key: dict[object, ClosedRow] = {}
    for row in rows:
        key = (row.kind, row.id) if row.id else (row.kind, name_key(row.name), name_key(row.account), row.day)
        first_row = first_by_key.setdefault(key, row)
        if first_row is not row:
            message = say("it is the same as {file}:{line}", file=first_row.file, line=first_row.line)
            excluded.append(ExcludedRow(row.file, row.line, ExclusionReason.DUPLICATE, message))
        elif not since <= row.day <= today:
            message = say("it ended on {day}, outside of the time in question", day=row.day.isoformat())
            excluded.append(ExcludedRow(row.file, row.line, ExclusionReason.OUTSIDE, message))
        else:
            counted_rows.append(row)
    return counted_rows, excluded


def _cover_row(row: ClosedRow, match: RowMatch | None, library: Projection) -> RowCoverage:
    due_day = due_date(RecordFields({"kind": row.kind, "ends": row.day.isoformat()}), library.schema)
    if match is None:
        return RowCoverage(row, RowState.MISSING, due=due_day)
    if not match.is_decided:
        return RowCoverage(row, RowState.AMBIGUOUS, match.records, due_day)
    is_published = match.records[0].status == "published"
    return RowCoverage(row, RowState.COVERED if is_published else RowState.UNPUBLISHED, match.records, due_day)


def _ended_between(entry: Entry, kinds: set[str], since: date, today: date) -> bool:
    ends = parse_period(entry.ends)
    return crm_kind(entry) in kinds and ends is not None and ends.last >= since and ends.first <= today

"""Matching of CRM rows with records."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from afterword.library.projection import Entry
from afterword.records.grouping import group_by_keys
from afterword.text.dates import parse_period
from afterword.text.names import name_key

MATCH_WINDOW = timedelta(31)
"""The maximum distance between the end dates of a CRM row and its record."""
_SALESFORCE = re.compile(r"[A-Za-z0-9]{15}[A-Z0-5]{3}")
"""A Salesforce ID with the three characters that make it case-insensitive; reports omit them."""


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A closed deal or finished campaign; `outcome` is won, lost or no-decision, empty if the CRM has none."""

    file: str
    line: int
    kind: str
    id: str
    name: str
    account: str
    day: date
    outcome: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class RowMatch:
    """The record of a row, or all equally good candidates, which may belong to other rows too."""

    records: Sequence[Entry]
    is_decided: bool


_Pair = tuple[timedelta, int, Entry]
"""The distance in time between a row, given by its position, and a record."""


def match_rows(rows: Sequence[ClosedRow], records: Sequence[Entry]) -> Mapping[int, RowMatch]:
    """Match rows with records one to one, and return the matches by the position of the row.

    Match first by `external_id` regardless of dates, then by name or alias, then by account. The latter two
    require the same kind and dates within `MATCH_WINDOW`; the nearest dates win, and ties stay undecided. A
    record without an end date can match by name. A record whose `external_id` equals that of a row matches only
    that row.
    """
    row_ids = {_normalize_id(row.id) for row in rows if row.id}
    matches: dict[int, RowMatch] = {}
    matched_paths: set[str] = set()
    for find_pairs in (_pairs_by_id, _pairs_by_name, _pairs_by_account):
        candidates = [
            entry
            for entry in records
            if find_pairs is _pairs_by_id or _normalize_id(_external_id(entry)) not in row_ids
        ]
        pairs = sorted(find_pairs(rows, candidates), key=lambda pair: (pair[0], pair[1], pair[2].path))
        for _, group in groupby(pairs, key=lambda pair: pair[0]):
            nearest_pairs = [
                (position, entry)
                for _, position, entry in group
                if position not in matches and entry.path not in matched_paths
            ]
            matches |= _resolve_matches(nearest_pairs)
            matched_paths |= {entry.path for _, entry in nearest_pairs}
    return matches


def crm_kind(entry: Entry) -> str:
    """Return the kind of a record in CRM terms: a deal or a campaign."""
    return "deal" if entry.kind == "deal" else "campaign"


def _resolve_matches(pairs: Sequence[tuple[int, Entry]]) -> Mapping[int, RowMatch]:
    """Return the matches among pairs with the same distance in time."""
    pair_counts = Counter(entry.path for _, entry in pairs)
    entries_by_position: dict[int, list[Entry]] = defaultdict(list)
    for position, entry in pairs:
        entries_by_position[position].append(entry)
    return {
        position: RowMatch(entries, is_decided=len(entries) == 1 and pair_counts[entries[0].path] == 1)
        for position, entries in entries_by_position.items()
    }


def _pairs_by_id(rows: Sequence[ClosedRow], records: Iterable[Entry]) -> Iterator[_Pair]:
    entries_by_id = group_by_keys(
        records, lambda entry: [_normalize_id(_external_id(entry))] if _external_id(entry) else []
    )
    for position, row in enumerate(rows):
        yield from (
            (timedelta(0), position, entry)
            for entry in (entries_by_id.get(_normalize_id(row.id), ()) if row.id else ())
        )


def _pairs_by_name(rows: Sequence[ClosedRow], records: Iterable[Entry]) -> Iterator[_Pair]:
    entries_by_name = group_by_keys(records, lambda entry: dict.fromkeys(map(name_key, entry.names)))
    for position, row in enumerate(rows):
        for entry in entries_by_name.get(name_key(row.name), ()) if row.name else ():
            if crm_kind(entry) == row.kind and (distance := _time_distance(row, entry)) <= MATCH_WINDOW:
                yield distance, position, entry


def _pairs_by_account(rows: Sequence[ClosedRow], records: Iterable[Entry]) -> Iterator[_Pair]:
    entries_by_account = group_by_keys((entry for entry in records if entry.ends), _account_keys)
    for position, row in enumerate(rows):
        for entry in entries_by_account.get(name_key(row.account), ()) if row.account else ():
            if row.kind == "deal" and (distance := _time_distance(row, entry)) <= MATCH_WINDOW:
                yield distance, position, entry


def _account_keys(entry: Entry) -> Sequence[str]:
    account = entry.data.get("deal", {}).get("account", "")
    return [name_key(account)] if account and entry.kind == "deal" else []


def _time_distance(row: ClosedRow, entry: Entry) -> timedelta:
    """Return the distance between a row's day and the end of a record; the whole window if the end is unknown."""
    ends = parse_period(entry.ends)
    if ends is None:
        return MATCH_WINDOW
    return max(ends.first - row.day, row.day - ends.last, timedelta(0))


def _external_id(entry: Entry) -> str:
    return str(entry.data.get("external_id", ""))


def _normalize_id(text: str) -> str:
    return text[:15] if _SALESFORCE.fullmatch(text) else text

"""Which record tells of which row of a CRM, where that can be told."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from afterword.library.projection import Entry
from afterword.text.dates import period
from afterword.text.names import name_key

WINDOW = timedelta(31)
"""So far apart may be the days on which a CRM and a record say that something ended."""
_SALESFORCE = re.compile(r"[A-Za-z0-9]{15}[A-Z0-5]{3}")
"""An ID with the three signs that make it the same in any case; reports leave them out."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed deal or a finished campaign: `outcome` is won, lost or no-decision, empty where the CRM does not say."""

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
class Match:
    """The record of a row; or, where nothing decides, all that it might be, each of which may be another row's too."""

    records: Sequence[Entry]
    is_decided: bool


_Pair = tuple[timedelta, int, Entry]
"""How far apart a row, given by its place, and a record are in time."""


def matches(rows: Sequence[Closed], records: Sequence[Entry]) -> Mapping[int, Match]:
    """The matches of rows, by their place. A record answers one row at most, a row is answered by one record.

    First by `external_id`, whatever the days; then by name or alias; then by account. The latter two if kinds agree and
    the days lie within `WINDOW` of each other, the nearest first; where several are as near, nothing is decided. A
    record that does not say when it ended can be known by its name. One whose `external_id` is that of a row is for
    that row alone.
    """
    asked = {_id(row.id) for row in rows if row.id}
    found: dict[int, Match] = {}
    taken: set[str] = set()
    for level in (_by_id, _by_name, _by_account):
        ours = [entry for entry in records if level is _by_id or _id(_external(entry)) not in asked]
        pairs = sorted(level(rows, ours), key=lambda pair: (pair[0], pair[1], pair[2].path))
        for _, group in groupby(pairs, key=lambda pair: pair[0]):
            near = [(place, entry) for _, place, entry in group if place not in found and entry.path not in taken]
            found |= _decided(near)
            taken |= {entry.path for _, entry in near}
    return found


def kind_of(entry: Entry) -> str:
    """What a record is to a CRM: a deal, or a campaign."""
    return "deal" if entry.kind == "deal" else "campaign"


def _decided(near: Sequence[tuple[int, Entry]]) -> Mapping[int, Match]:
    """The matches among pairs that are as near as each other."""
    rivals = Counter(entry.path for _, entry in near)
    found: dict[int, list[Entry]] = defaultdict(list)
    for place, entry in near:
        found[place].append(entry)
    return {
        place: Match(entries, is_decided=len(entries) == 1 and rivals[entries[0].path] == 1)
        for place, entries in found.items()
    }


def _by_id(rows: Sequence[Closed], records: Iterable[Entry]) -> Iterator[_Pair]:
    known = _index(records, lambda entry: [_id(_external(entry))] if _external(entry) else [])
    for place, row in enumerate(rows):
        yield from ((timedelta(0), place, entry) for entry in (known.get(_id(row.id), ()) if row.id else ()))


def _by_name(rows: Sequence[Closed], records: Iterable[Entry]) -> Iterator[_Pair]:
    known = _index(records, lambda entry: dict.fromkeys(map(name_key, entry.names)))
    for place, row in enumerate(rows):
        for entry in known.get(name_key(row.name), ()) if row.name else ():
            if kind_of(entry) == row.kind and (apart := _apart(row, entry)) <= WINDOW:
                yield apart, place, entry


def _by_account(rows: Sequence[Closed], records: Iterable[Entry]) -> Iterator[_Pair]:
    known = _index((entry for entry in records if entry.ends), _accounts)
    for place, row in enumerate(rows):
        for entry in known.get(name_key(row.account), ()) if row.account else ():
            if row.kind == "deal" and (apart := _apart(row, entry)) <= WINDOW:
                yield apart, place, entry


def _accounts(entry: Entry) -> Sequence[str]:
    account = entry.data.get("deal", {}).get("account", "")
    return [name_key(account)] if account and entry.kind == "deal" else []


def _apart(row: Closed, entry: Entry) -> timedelta:
    """How far the day of a row is from when a record ended; no less than from any other if that is not known."""
    ends = period(entry.ends)
    if ends is None:
        return WINDOW
    return max(ends.first - row.day, row.day - ends.last, timedelta(0))


def _external(entry: Entry) -> str:
    return str(entry.data.get("external_id", ""))


def _id(text: str) -> str:
    return text[:15] if _SALESFORCE.fullmatch(text) else text


def _index(records: Iterable[Entry], keys: Callable[[Entry], Iterable[str]]) -> Mapping[str, Sequence[Entry]]:
    index: dict[str, list[Entry]] = defaultdict(list)
    for entry in records:
        for key in keys(entry):
            index[key].append(entry)
    return index

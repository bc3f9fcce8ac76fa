"""Closed deals counted by reason, competitor and stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from afterword.library.projection import Entry
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class DealTally:
    """The closed deals of one reason, competitor or stage, counted by outcome; the newest deal first."""

    key: str
    won: int
    lost: int
    undecided: int
    entries: Sequence[Entry]


def tally_deals(entries: Iterable[Entry], field: str) -> Sequence[DealTally]:
    """Count closed deals by a field of `deal`, the most frequent value first.

    Deals without the field are left out. Case and spaces are ignored; the spelling of the newest deal is shown.
    """
    return _group_deals(
        (entry for entry in entries if entry.kind == "deal" and entry.outcome),
        lambda entry: str(entry.data.get("deal", {}).get(field, "")),
    )


def _group_deals(entries: Iterable[Entry], key_of: Callable[[Entry], str]) -> Sequence[DealTally]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if name := name_key(key_of(entry)):
            groups[name].append(entry)
    tallies = [_count_outcomes(key_of(group[0]), group) for group in groups.values()]
    return sorted(tallies, key=lambda tally: (-len(tally.entries), tally.key))


def _count_outcomes(key: str, entries: Sequence[Entry]) -> DealTally:
    outcomes = [entry.outcome for entry in entries]
    return DealTally(key, outcomes.count("won"), outcomes.count("lost"), outcomes.count("no-decision"), entries)

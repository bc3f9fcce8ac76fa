"""Deals by what decided them: reason, competitor, and the stage they had reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from afterword.library.projection import Entry
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class Tally:
    """The closed deals of one reason, competitor or stage, counted by outcome, the newest first."""

    key: str
    won: int
    lost: int
    undecided: int
    entries: Sequence[Entry]


def tallies(entries: Iterable[Entry], field: str) -> Sequence[Tally]:
    """Closed deals counted under a field of `deal`, the most frequent first; those that leave it out are in none.

    Case and spaces make no difference; the newest deal's way of writing is shown.
    """
    return _counted(
        (entry for entry in entries if entry.kind == "deal" and entry.outcome),
        lambda entry: str(entry.data.get("deal", {}).get(field, "")),
    )


def _counted(entries: Iterable[Entry], key: Callable[[Entry], str]) -> Sequence[Tally]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if name := name_key(key(entry)):
            groups[name].append(entry)
    found = [_tally(key(group[0]), group) for group in groups.values()]
    return sorted(found, key=lambda tally: (-len(tally.entries), tally.key))


def _tally(key: str, entries: Sequence[Entry]) -> Tally:
    outcomes = [entry.outcome for entry in entries]
    return Tally(key, outcomes.count("won"), outcomes.count("lost"), outcomes.count("no-decision"), entries)

"""Which records of a library are like one of its own: a quick look for each page, where briefs get a thorough one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.gate.ranking import MOST, Facets, facets
from afterword.gate.reasons import reasons
from afterword.library.projection import Entry, Projection
from afterword.library.published_index import Listed
from afterword.problems import Text
from afterword.schema.fields import EACH, Field, reach
from afterword.text.stems import words

_WEAK = ("kind", "teams")
"""Facets that are no reason to read anything."""
_CROWD = 40
"""How many records may share something that is to bring them together: it bounds the work for each."""
_COMMON = 4
"""A word that more than one record in so many has says nothing of any."""
_RAREST = 30
"""How many of its words a record is compared by, the rarest."""
_SHORT = 4
"""Letters that a word has at least to say something alone."""
_CHANCE = 0.8
"""How often ln(1 + records) two have to share more than chance gives them, in standard deviations."""
_LEAST = 2
"""Things that two share at least: one alone is an accident."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record that is like another, and why, the plainest reason first."""

    entry: Entry
    reasons: Sequence[Text]


Key = tuple[str, str]
"""Something that records can share: a facet by its field's name and its value's key, or a stem behind no name."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a record can share with others: its facets, and its words by their stems as it first writes them."""

    facets: Facets
    words: Mapping[str, str]
    keys: Sequence[Key]


class Neighbours:
    """The records of a library by what few of them share: facets that are `asked` for, and rare words.

    Each look costs the same in a library of any size, as nothing counts that more than forty records share. How a
    record ended is not looked at. `afterword related` weighs everything, and takes its time.
    """

    def __init__(self, library: Projection, asked: Collection[str]) -> None:
        self._entries = library.entries
        fields = library.schema.fields
        self._chosen = [field for field in fields if field.facet and _name(field) in {*asked} - {*_WEAK}]
        known: dict[Key, Key] = {}  # one of each, however many records have it
        every = [[known.setdefault(key, key) for key in _traits(entry, self._chosen).keys] for entry in self._entries]
        self._places = {entry.slug: place for place, entry in enumerate(self._entries)}
        holders: dict[Key, list[int]] = defaultdict(list)
        for place, keys in enumerate(every):
            for key in keys:
                holders[key].append(place)
        count = len(self._entries)
        most = {True: _CROWD, False: min(_CROWD, max(_LEAST, count // _COMMON))}
        self._holders = {key: places for key, places in holders.items() if 1 < len(places) <= most[bool(key[0])]}
        self._keys = [tuple(key for key in keys if key in self._holders) for keys in every]
        self._rarity = {key: math.log(count / len(places)) for key, places in self._holders.items()}

    def of(self, entry: Entry, told: Collection[str] = ()) -> Sequence[Neighbour]:
        """At most five records that are like an entry, the most alike first, but for those `told` of, by their slugs.

        What two share counts by its rarity, the negative logarithm of the share of records that have it; they are alike
        when the sum is above what chance would make of the most alike of so many. None where none is.
        """
        place = self._places.get(entry.slug)
        if place is None:
            return ()
        shared, least = self._shared(place)
        sums = (
            (other, sum([self._rarity[key] for key in keys])) for other, keys in shared.items() if len(keys) >= _LEAST
        )
        scores = {other: score for other, score in sums if score >= least}
        others = (other for other in scores if self._entries[other].slug not in told)
        chosen = sorted(others, key=lambda other: (-scores[other], self._entries[other].slug))[:MOST]
        if not chosen:
            return ()
        mine = _traits(self._entries[place], self._chosen)
        return [Neighbour(self._entries[other], self._reasons(mine, shared[other])) for other in chosen]

    def _shared(self, place: int) -> tuple[Mapping[int, Sequence[Key]], float]:
        """What each other record shares with one, and the sum of rarities that chance would hardly reach."""
        known = self._keys[place]
        spoken = sorted([key for key in known if not key[0]], key=lambda key: (-self._rarity[key], key))
        found: dict[int, list[Key]] = defaultdict(list)
        mean = variance = 0.0
        for key in (*[key for key in known if key[0]], *spoken[:_RAREST]):
            others, rarity = self._holders[key], self._rarity[key]
            chance = (len(others) - 1) / max(1, len(self._entries) - 1)
            mean, variance = mean + chance * rarity, variance + chance * (1 - chance) * rarity**2
            for other in others:
                found[other].append(key)
        found.pop(place, None)
        return found, mean + _CHANCE * math.log(1 + len(self._entries)) * math.sqrt(variance)

    def _reasons(self, mine: _Traits, keys: Sequence[Key]) -> Sequence[Text]:
        same: dict[str, list[str]] = defaultdict(list)
        for name, key in keys:
            if name:
                same[name].append(mine.facets[name][key])
        weights = {mine.words[key]: self._rarity["", key] for name, key in keys if not name}
        return reasons(Listed({}), {}, same, weights)  # the guardrails that apply are on their own page


def _traits(entry: Entry, chosen: Sequence[Field]) -> _Traits:
    own = facets((_name(field), value) for field in chosen for value in reach(entry.data, field.path))
    found: dict[str, str] = {}
    for stem, word in words(" ".join(_texts(entry))):
        if len(word) >= _SHORT:
            found.setdefault(stem, word)
    return _Traits(
        own, found, [*((name, key) for name, keys in own.items() for key in keys), *(("", one) for one in found)]
    )


def _texts(entry: Entry) -> Iterator[str]:
    """What it is called, what it is about and what was learned."""
    yield from (*entry.names, entry.summary)
    yield from (row["cause"] for row in entry.causes if "cause" in row)
    yield from entry.data.get("learnings", {}).values()
    yield from (rule["text"] for rule in entry.data.get("guardrails", ()) if "text" in rule)


def _name(field: Field) -> str:
    return field.path[-1 if field.path[-1] != EACH else -2]

"""Similar records within a library, by a fast comparison for record pages; the gate ranks more thoroughly."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.gate.ranking import MAX_RELATED_RECORDS, Facets, collect_facets
from afterword.gate.reasons import MIN_WORD_LENGTH, WEAK_FACETS, explain_match
from afterword.library.projection import Entry, Projection
from afterword.library.published_index import IndexedRecord
from afterword.problems import Message
from afterword.schema.fields import EACH, Field, values_at
from afterword.text.stems import stemmed_words
from afterword.text.text_index import chance_threshold

_MAX_SHARING_RECORDS = 40
"""The maximum number of records that may share a trait; it bounds the work for each record."""
_COMMON_WORD_DIVISOR = 4
"""A word that occurs in more than one in this many records is ignored."""
_MAX_COMPARED_WORDS = 30
"""The number of a record's words that are compared, the rarest first."""
_MIN_SHARED_TRAITS = 2
"""The minimum number of shared traits, because a single one may be a coincidence."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A similar record with the reasons, the plainest first."""

    entry: Entry
    reasons: Sequence[Message]


TraitKey = tuple[str, str]
"""A trait that records can share: a facet by field name and value key, or a stem with an empty name."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """The traits of a record: its facets, and its words by stem in their first spelling."""

    facets: Facets
    words: Mapping[str, str]
    keys: Sequence[TraitKey]


class Neighbours:
    """Finds similar records by traits that few records share: facets that a brief has, and rare words.

    The cost per record does not grow with the library, because traits of more than forty records are ignored.
    Outcomes are not compared. `afterword related` compares everything, and is slower.
    """

    def __init__(self, library: Projection, facet_names: Collection[str]) -> None:
        self._entries = library.entries
        fields = library.schema.fields
        self._facet_fields = [
            field for field in fields if field.facet and _facet_name(field) in {*facet_names} - {*WEAK_FACETS}
        ]
        interned_keys: dict[TraitKey, TraitKey] = {}  # one shared object per key saves memory
        all_keys = [
            [interned_keys.setdefault(key, key) for key in _collect_traits(entry, self._facet_fields).keys]
            for entry in self._entries
        ]
        self._positions = {entry.slug: position for position, entry in enumerate(self._entries)}
        positions_by_key: dict[TraitKey, list[int]] = defaultdict(list)
        for position, keys in enumerate(all_keys):
            for key in keys:
                positions_by_key[key].append(position)
        count = len(self._entries)
        max_positions = {
            True: _MAX_SHARING_RECORDS,
            False: min(_MAX_SHARING_RECORDS, max(_MIN_SHARED_TRAITS, count // _COMMON_WORD_DIVISOR)),
        }
        self._positions_by_key = {
            key: positions
            for key, positions in positions_by_key.items()
            if 1 < len(positions) <= max_positions[bool(key[0])]
        }
        self._keys_by_position = [tuple(key for key in keys if key in self._positions_by_key) for keys in all_keys]
        self._idf = {key: math.log(count / len(positions)) for key, positions in self._positions_by_key.items()}

    def find_neighbours(self, entry: Entry, excluded_slugs: Collection[str] = ()) -> Sequence[Neighbour]:
        """Return at most five records that are similar to an entry, the most similar first; skip excluded slugs.

        Each shared trait counts with its idf, the negative logarithm of the share of records that have it. Records
        are similar if the sum is above what chance gives for the most similar record of a library of this size. The
        result is empty if there is none.
        """
        position = self._positions.get(entry.slug)
        if position is None:
            return ()
        shared_keys, threshold = self._shared_keys(position)
        sums = (
            (other, sum([self._idf[key] for key in keys]))
            for other, keys in shared_keys.items()
            if len(keys) >= _MIN_SHARED_TRAITS
        )
        scores = {other: score for other, score in sums if score >= threshold}
        others = (other for other in scores if self._entries[other].slug not in excluded_slugs)
        chosen = sorted(others, key=lambda other: (-scores[other], self._entries[other].slug))[:MAX_RELATED_RECORDS]
        if not chosen:
            return ()
        traits = _collect_traits(self._entries[position], self._facet_fields)
        return [Neighbour(self._entries[other], self._explain_keys(traits, shared_keys[other])) for other in chosen]

    def _shared_keys(self, position: int) -> tuple[Mapping[int, Sequence[TraitKey]], float]:
        """Return the keys that each other record shares with one, and the threshold for the sum of their idf."""
        keys = self._keys_by_position[position]
        words_by_idf = sorted([key for key in keys if not key[0]], key=lambda key: (-self._idf[key], key))
        keys_by_position: dict[int, list[TraitKey]] = defaultdict(list)
        mean = variance = 0.0
        for key in (*[key for key in keys if key[0]], *words_by_idf[:_MAX_COMPARED_WORDS]):
            others, idf = self._positions_by_key[key], self._idf[key]
            chance = (len(others) - 1) / max(1, len(self._entries) - 1)
            mean, variance = mean + chance * idf, variance + chance * (1 - chance) * idf**2
            for other in others:
                keys_by_position[other].append(key)
        keys_by_position.pop(position, None)
        return keys_by_position, mean + chance_threshold(len(self._entries)) * math.sqrt(variance)

    def _explain_keys(self, traits: _Traits, keys: Sequence[TraitKey]) -> Sequence[Message]:
        shared_values: dict[str, list[str]] = defaultdict(list)
        for name, value_key in keys:
            if name:
                shared_values[name].append(traits.facets[name][value_key])
        weights = {traits.words[value_key]: self._idf["", value_key] for name, value_key in keys if not name}
        return explain_match(
            IndexedRecord({}), {}, shared_values, weights
        )  # an empty record, because applicable guardrails have their own page


def _collect_traits(entry: Entry, facet_fields: Sequence[Field]) -> _Traits:
    entry_facets = collect_facets(
        (_facet_name(field), value) for field in facet_fields for value in values_at(entry.data, field.path)
    )
    words_by_stem: dict[str, str] = {}
    for stem, word in stemmed_words(" ".join(_searchable_texts(entry)), entry.language):
        if len(word) >= MIN_WORD_LENGTH:
            words_by_stem.setdefault(stem, word)
    return _Traits(
        entry_facets,
        words_by_stem,
        [
            *((name, key) for name, keys in entry_facets.items() for key in keys),
            *(("", word_stem) for word_stem in words_by_stem),
        ],
    )


def _searchable_texts(entry: Entry) -> Iterator[str]:
    """Yield the names, summary, causes, learnings and guardrails of an entry."""
    yield from (*entry.names, entry.summary)
    yield from (row["cause"] for row in entry.causes if "cause" in row)
    yield from entry.data.get("learnings", {}).values()
    yield from (rule["text"] for rule in entry.data.get("guardrails", ()) if "text" in rule)


def _facet_name(field: Field) -> str:
    return field.path[-1 if field.path[-1] != EACH else -2]

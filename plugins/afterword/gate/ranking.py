"""Ranking of records by relevance to a plan: by shared fields, words and concepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import add
from typing import Any

from afterword.gate.concepts import Concepts
from afterword.gate.reasons import explain_match
from afterword.library.published_index import IndexedRecord, PublishedIndex
from afterword.problems import Message
from afterword.text.names import name_key
from afterword.text.stems import is_significant, stem_text, stemmed_words
from afterword.text.text_index import (
    Bm25Index,
    Scores,
    chance_threshold,
    lend_scores,
    positions_from,
    z_scores,
    z_scores_by_group,
)

MAX_RELATED_RECORDS = 5
"""The maximum number of records that a plan must answer for."""
_LENT_SHARE = 0.5
"""The share of its score that each of the strongest records lends to related records."""
_LENDER_COUNT = 30
_MIN_DEVIATIONS = {"words": 0.005, "meaning": 0.05, "fields": 0.08}
"""The minimum standard deviation of each part.

It is about the value among a thousand records, so that random differences in a small library are not
exaggerated.
"""
_IGNORED_FACETS = ("status",)
"""Facets that describe the state of a file and not its topic."""

Facets = Mapping[str, Mapping[str, str]]
"""Values as written, by the name of their field and by their key."""


@dataclass(frozen=True, slots=True)
class RankingQuery:
    """A query: the fields of a plan or record, its facets, and its words as one text.

    `slug` is the record that the query is for; it is excluded from the results.
    """

    data: Mapping[str, Any]
    facets: Facets
    text: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """A related record with its combined score and the reasons, the plainest first."""

    record: IndexedRecord
    score: float
    reasons: Sequence[Message]


def collect_facets(values: Iterable[tuple[str, object]]) -> Facets:
    """Collect facets by field name; values that are not text are ignored."""
    facets_by_name: dict[str, dict[str, str]] = {}
    for name, value in values:
        texts = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
        if name not in _IGNORED_FACETS:
            facets_by_name.setdefault(name, {}).update({name_key(item): item for item in texts})
    return facets_by_name


class Ranking:
    """Ranks the records of a published index by relevance; the same query always gives the same result.

    Outcomes are not compared, so that losses are found as easily as wins.
    """

    def __init__(self, register: PublishedIndex) -> None:
        self._records = register.records
        self._concepts = Concepts(register.concepts)
        self._facets_by_position = [collect_facets(record.facets) for record in self._records]
        stems_and_concepts = [
            self._stems_and_concepts(record, record_facets)
            for record, record_facets in zip(self._records, self._facets_by_position, strict=True)
        ]
        self._word_index, self._concept_index = (
            Bm25Index([record_stems for record_stems, _ in stems_and_concepts]),
            Bm25Index([record_concepts for _, record_concepts in stems_and_concepts]),
        )
        self._facet_index = Bm25Index(
            [[*_facet_pairs(record_facets)] for record_facets in self._facets_by_position], saturation=0
        )
        self._positions_by_language = _group_by_language(record.lang for record in self._records)
        self._position_by_slug = {record.slug: position for position, record in enumerate(self._records)}
        self._related_positions = _related_by_position(self._records)

    def query_for_record(self, record: IndexedRecord, facet_names: Collection[str]) -> RankingQuery:
        """Build the query for records similar to a record, by its words and those of its facets that are named."""
        record_facets = {name: values for name, values in collect_facets(record.facets).items() if name in facet_names}
        return RankingQuery(record.data, record_facets, f"{record.description_text} {record.story_words}", record.slug)

    def find_related(self, query: RankingQuery, limit: int = MAX_RELATED_RECORDS) -> Sequence[RelatedRecord]:
        """Return the related records, the strongest first; empty if none scores above chance."""
        if not self._records:
            return ()
        query_words = list(stemmed_words(query.text))
        query_concepts = list(self._concepts.find_concepts([stem for stem, _ in query_words]))
        scores = self._combined_scores(query, [name for name, _, _ in query_concepts])
        positions = positions_from(scores, chance_threshold(len(self._records)))
        candidates = (position for position in positions if self._records[position].slug != query.slug)
        chosen = sorted(candidates, key=lambda position: (-scores[position], self._records[position].slug))[:limit]
        return [
            RelatedRecord(
                self._records[position],
                round(float(scores[position]), 2),
                self._explain_match(position, query, query_concepts),
            )
            for position in chosen
        ]

    def _stems_and_concepts(self, record: IndexedRecord, record_facets: Facets) -> tuple[list[str], list[str]]:
        """Return the significant stems of a record, and the names of the concepts in its words and terms."""
        text_stems = stem_text(record.description_text, record.lang)
        telling_stems = [
            word_stem
            for word_stem in chain(text_stems, stem_text(record.story_words, record.lang))
            if is_significant(word_stem, record.lang)
        ]
        return telling_stems, [*self._concepts.concepts_in(text_stems), *_facet_concepts(record_facets)]

    def _combined_scores(self, query: RankingQuery, concept_names: Sequence[str]) -> Scores:
        """Return the combined z-scores of all records from the three parts, with the scores lent by relations."""
        scores = self._word_scores(query)
        concept_scores = self._concept_index.normalized_scores([*concept_names, *_facet_concepts(query.facets)])
        scores += z_scores(self._without_self(concept_scores, query), _MIN_DEVIATIONS["meaning"])
        scores += z_scores(
            self._without_self(self._facet_index.normalized_scores(_facet_pairs(query.facets)), query),
            _MIN_DEVIATIONS["fields"],
        )
        return lend_scores(scores, self._related_positions, _LENT_SHARE, _LENDER_COUNT)

    def _word_scores(self, query: RankingQuery) -> Scores:
        """Return the z-scores of all records by words; each only within its language, which shares common words."""
        scores_by_language = []
        for lang, positions in self._positions_by_language.items():
            query_stems = [stem for stem in stem_text(query.text, lang) if is_significant(stem, lang)]
            scores = self._without_self(self._word_index.normalized_scores(query_stems), query)
            scores_by_language.append(z_scores_by_group(scores, [positions], _MIN_DEVIATIONS["words"]))
        return reduce(add, scores_by_language)

    def _without_self(self, scores: Scores, query: RankingQuery) -> Scores:
        """Set the score of the query's own record to 0, because it matches itself completely."""
        if query.slug in self._position_by_slug:
            scores[self._position_by_slug[query.slug]] = 0.0
        return scores

    def _explain_match(
        self,
        position: int,
        query: RankingQuery,
        query_concepts: Sequence[tuple[str, int, int]],
    ) -> Sequence[Message]:
        record, record_facets = self._records[position], self._facets_by_position[position]
        query_words = list(stemmed_words(query.text, record.lang))
        record_stems, record_concepts = map(frozenset, self._stems_and_concepts(record, record_facets))
        first_spelling = {stem: word for stem, word in reversed(query_words) if stem in record_stems}
        weights = {word: self._word_index.idf(stem) for stem, word in first_spelling.items()}
        for name, start, stop in query_concepts:
            if name in record_concepts:
                phrase = " ".join(word for _, word in query_words[start:stop])
                weights[phrase] = max(weights.get(phrase, 0.0), self._concept_index.idf(name))
        shared_values = {
            name: [value for key, value in values.items() if key in record_facets.get(name, ())]
            for name, values in query.facets.items()
        }
        return explain_match(record, query.data, shared_values, weights)


def _facet_pairs(facet_values: Facets) -> Iterator[str]:
    return (f"{name}={key}" for name, keys in facet_values.items() for key in keys)


def _facet_concepts(facet_values: Facets) -> Iterator[str]:
    """Yield the concept names of tags and other terms."""
    return (f"{name}:{key}" for name, keys in facet_values.items() for key in keys)


def _group_by_language(languages: Iterable[str]) -> Mapping[str, list[int]]:
    """Return the positions of the records in each language."""
    positions_by_language: dict[str, list[int]] = defaultdict(list)
    for position, language in enumerate(languages):
        positions_by_language[language].append(position)
    return positions_by_language


def _related_by_position(records: Sequence[IndexedRecord]) -> Sequence[Sequence[int]]:
    """Return for each record the positions of the records related to it in either direction."""
    by_slug = {record.slug: position for position, record in enumerate(records)}
    related_positions: list[set[int]] = [set() for _ in records]
    for position, record in enumerate(records):
        for other in (by_slug.get(slug) for slug in record.related_slugs):
            if other is not None:
                related_positions[position].add(other)
                related_positions[other].add(position)
    return [sorted(others) for others in related_positions]

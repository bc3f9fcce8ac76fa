"""Which records matter to a plan: by what it shares with them in fields, in words, and in what the words mean."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from afterword.gate.bm25 import Index, Scores, surprise
from afterword.gate.concepts import Concepts
from afterword.gate.reasons import reasons
from afterword.library.published_index import Listed, Register
from afterword.problems import Text
from afterword.text.names import name_key
from afterword.text.stems import is_telling, stems, words

MOST = 5
"""How many records a plan has to answer for at most."""
_LENT = 0.5
"""The part of its score that each of the strongest lends to those which a relation ties to it."""
_LENDERS = 30
_CHANCE = 0.8
"""How often ln(1 + records) a score has to reach, to be more than what chance puts on top of so many."""
_FLOORS = {"words": 0.005, "meaning": 0.05, "fields": 0.08}
"""The least standard deviation of each part: about what it is among a thousand records, so that in a small library what
differs by accident alone is not told apart."""
_UNASKED = ("status",)
"""Facets that say how far a file is, and not what it is about."""

Facets = Mapping[str, Mapping[str, str]]
"""Values by the name of their field and by their key, as they are written."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the fields of a plan or record, those of them that are facets, and its words as one text.

    `slug` is the record that asks, which is no answer.
    """

    data: Mapping[str, Any]
    facets: Facets
    text: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A record that matters: how much, from all parts together, and why, the plainest reason first."""

    record: Listed
    score: float
    reasons: Sequence[Text]


def facets(values: Iterable[tuple[str, object]]) -> Facets:
    """Facets by their fields' names; a value that is no text is none."""
    found: dict[str, dict[str, str]] = {}
    for name, value in values:
        each = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
        if name not in _UNASKED:
            found.setdefault(name, {}).update({name_key(one): one for one in each})
    return found


class Ranking:
    """The records of a register, to ask which of them matter: the same question gets the same answer.

    How a record ended is not looked at: a loss is found as easily as a win.
    """

    def __init__(self, register: Register) -> None:
        self._records = register.records
        self._concepts = Concepts(register.concepts)
        self._facets = [facets(record.facets) for record in self._records]
        told = [self._said(record, own) for record, own in zip(self._records, self._facets, strict=True)]
        self._words, self._meanings = Index([held for held, _ in told]), Index([meant for _, meant in told])
        self._fields = Index([[*_pairs(own)] for own in self._facets], saturation=0)
        self._spoken = _places(record.lang for record in self._records)
        self._by_slug = {record.slug: place for place, record in enumerate(self._records)}
        self._tied = _tied(self._records)

    def question(self, record: Listed, asked: Collection[str]) -> Question:
        """What a record asks: what else is like it in its words, and in those of its facets that are `asked` for."""
        own = {name: values for name, values in facets(record.facets).items() if name in asked}
        return Question(record.data, own, f"{record.told} {record.words}", record.slug)

    def related(self, asked: Question, most: int = MOST) -> Sequence[Match]:
        """The records that matter, the strongest first; none where nothing is above what chance would find."""
        if not self._records:
            return ()
        said = list(words(asked.text))
        meant = list(self._concepts.find([stem for stem, _ in said]))
        scores = self._scores(asked, said, [name for name, _, _ in meant])
        least = _CHANCE * math.log(1 + len(self._records))
        found: list[int] = np.flatnonzero(scores >= least).tolist()
        others = (place for place in found if self._records[place].slug != asked.slug)
        chosen = sorted(others, key=lambda place: (-scores[place], self._records[place].slug))[:most]
        return [
            Match(self._records[place], round(float(scores[place]), 2), self._reasons(place, asked, said, meant))
            for place in chosen
        ]

    def _said(self, record: Listed, own: Facets) -> tuple[list[str], list[str]]:
        """The stems that say anything of a record, and the names of the groups that its words and terms mean."""
        told = stems(record.told)
        held = [found for found in chain(told, stems(record.words)) if is_telling(found)]
        return held, [*self._concepts.of(told), *_terms(own)]

    def _scores(self, asked: Question, said: Sequence[tuple[str, str]], meant: Sequence[str]) -> Scores:
        """How surprising each record is in all three parts together, with what others lend to it."""
        shares = self._others(self._words.shares(stem for stem, _ in said if is_telling(stem)), asked)
        scores = np.zeros(len(shares))
        for places in self._spoken:  # texts in one language share its small words: compared with each other alone
            scores[places] = surprise(shares[places], _FLOORS["words"])
        meanings = self._meanings.shares([*meant, *_terms(asked.facets)])
        scores += surprise(self._others(meanings, asked), _FLOORS["meaning"])
        scores += surprise(self._others(self._fields.shares(_pairs(asked.facets)), asked), _FLOORS["fields"])
        lent = np.zeros(len(scores))
        strongest: list[int] = np.argsort(-scores, kind="stable")[:_LENDERS].tolist()
        for place in strongest:
            for other in self._tied[place]:
                lent[other] = max(lent[other], scores[place])
        return scores + _LENT * lent

    def _others(self, shares: Scores, asked: Question) -> Scores:
        """The same without what the record that asks has of itself, which is everything."""
        if asked.slug in self._by_slug:
            shares[self._by_slug[asked.slug]] = 0.0
        return shares

    def _reasons(
        self, place: int, asked: Question, said: Sequence[tuple[str, str]], meant: Sequence[tuple[str, int, int]]
    ) -> Sequence[Text]:
        record, own = self._records[place], self._facets[place]
        held, means = map(frozenset, self._said(record, own))
        first = {stem: word for stem, word in reversed(said) if stem in held}
        weights = {word: self._words.rarity(stem) for stem, word in first.items()}
        for name, start, stop in meant:
            if name in means:
                phrase = " ".join(word for _, word in said[start:stop])
                weights[phrase] = max(weights.get(phrase, 0.0), self._meanings.rarity(name))
        shared = {
            name: [value for key, value in values.items() if key in own.get(name, ())]
            for name, values in asked.facets.items()
        }
        return reasons(record, asked.data, shared, weights)


def _pairs(known: Facets) -> Iterator[str]:
    return (f"{name}={key}" for name, keys in known.items() for key in keys)


def _terms(known: Facets) -> Iterator[str]:
    """What tags and other terms mean, as the names of their groups."""
    return (f"{name}:{key}" for name, keys in known.items() for key in keys)


def _places(languages: Iterable[str]) -> Sequence[Any]:
    """The positions of the records in each language."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, language in enumerate(languages):
        found[language].append(place)
    return [np.array(places) for places in found.values()]


def _tied(records: Sequence[Listed]) -> Sequence[Sequence[int]]:
    """For each record the positions of those that a relation ties to it, from either end."""
    by_slug = {record.slug: place for place, record in enumerate(records)}
    found: list[set[int]] = [set() for _ in records]
    for place, record in enumerate(records):
        for other in (by_slug.get(slug) for slug in record.related):
            if other is not None:
                found[place].add(other)
                found[other].add(place)
    return [sorted(others) for others in found]

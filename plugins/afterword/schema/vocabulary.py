"""Vocabulary of a team: tags, teams, metrics, reasons, and the headings that have a role."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PUBLIC_NAMES = "public_names"
"""The list of confidential names that every edition may print, each with its reason."""

_LOCALIZED_TEXT = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "minProperties": 1}
_TEXT_LIST = {"type": "array", "items": {"type": "string", "minLength": 1}}
_TERM_SCHEMA = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {
        "title": _LOCALIZED_TEXT,
        "synonyms": _TEXT_LIST,
        "description": {"type": ["string", "object"]},
        "unit": {"type": "string"},
        "better": {"type": "string", "enum": ["higher", "lower"]},
        "answers": {"type": "string", "enum": ["converted", "engaged"]},
        "formula": {"type": "string", "pattern": "^(\\d+ \\* )?[a-z_]+ / [a-z_]+$"},
        "field": {"type": "string", "pattern": "^[a-z_]+\\.[a-z_]+$"},
        "fields": {"type": "array", "items": {"type": "string", "pattern": "^[a-z_]+(\\.[a-z_]+)*$"}},
        "decisive": {"type": "array", "items": {"enum": ["deal", "campaign", "launch", "project"]}},
        "tolerance": {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": {
                "percent": {"type": "number", "minimum": 0, "maximum": 100},
                "at_least": {"type": "number", "minimum": 0},
            },
        },
    },
}
_ROLE_SCHEMA = {
    "type": "object",
    "required": ["headings"],
    "additionalProperties": False,
    "properties": {
        "title": _LOCALIZED_TEXT,
        "description": {"type": ["string", "object"]},
        "field": {"type": ["string", "null"]},
        "said_by": _TEXT_LIST,
        "set": {"type": ["string", "array"], "items": {"type": "string"}},
        "headings": {"type": "object", "additionalProperties": {**_TEXT_LIST, "minItems": 1}, "minProperties": 1},
    },
}
VOCABULARY_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "roles": {"type": "object", "additionalProperties": _ROLE_SCHEMA},
        PUBLIC_NAMES: {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    },
    "additionalProperties": {"type": "object", "additionalProperties": _TERM_SCHEMA},
}
"""JSON Schema of `vocabulary.yml`: lists of terms by key, and section roles."""

SYNONYMS_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["words"],
    "properties": {
        "words": {
            "type": "array",
            "items": {"type": "object", "minProperties": 1, "additionalProperties": {**_TEXT_LIST, "minItems": 1}},
        }
    },
}
"""JSON Schema of `synonyms.yml`: groups of words with the same meaning, by language."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Largest difference of two numbers that count as equal: `percent` of the smaller one, or `at_least` this much."""

    percent: float = 0
    at_least: float = 0


@dataclass(frozen=True, slots=True)
class Term:
    """Term of a vocabulary: the key written in a record, titles by language, and synonyms.

    A metric also has a unit and whether higher or lower is better. It may have the question that it answers
    (`converted` or `engaged`), a `formula` that computes it from other metrics, and the `field` that already
    holds it.
    """

    key: str
    titles: Mapping[str, str]
    synonyms: tuple[str, ...] = ()
    unit: str = ""
    better: str = "higher"
    answers: str = ""
    formula: str = ""
    field: str = ""
    fields: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    tolerance: Tolerance = Tolerance()

    def localized_title(self, lang: str) -> str:
        """Return the title in a language, else in English, else the key."""
        return self.titles.get(lang) or self.titles.get("en") or self.key


@dataclass(frozen=True, slots=True)
class SectionRole:
    """Purpose of a section, whatever its heading is; its list items become values of `field`, if it has one.

    `said_by` are fields that hold the same information as the section.
    """

    key: str
    field: str | None
    sets: tuple[str, ...]
    headings: Mapping[str, Sequence[str]]
    descriptions: Mapping[str, str]
    said_by: tuple[str, ...] = ()

    def localized_heading(self, lang: str) -> str:
        """Return the heading of the section in a language, else in English."""
        return (self.headings.get(lang) or self.headings.get("en") or next(iter(self.headings.values())))[0]

    def localized_description(self, lang: str) -> str:
        """Return what belongs in the section, in a language, else in English, else empty."""
        return str(self.descriptions.get(lang) or self.descriptions.get("en", ""))


class Vocabulary:
    """Lists of terms and section roles of a team, made from data that fits `VOCABULARY_SCHEMA`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.lists: dict[str, dict[str, Term]] = {
            name: {key: _make_term(key, entry) for key, entry in entries.items()}
            for name, entries in data.items()
            if name not in ("roles", PUBLIC_NAMES)
        }
        self.roles = {key: _make_role(key, entry) for key, entry in data.get("roles", {}).items()}
        self.public_names: Mapping[str, str] = data.get(PUBLIC_NAMES, {})
        names = dict.fromkeys(name for role in self.roles.values() for name in role.sets)
        self.section_sets = {name: [role for role in self.roles.values() if name in role.sets] for name in names}
        """The roles of each set of sections."""
        heading_roles = [
            (text, role) for role in self.roles.values() for texts in role.headings.values() for text in texts
        ]
        self._by_heading = {heading_key(text): role for text, role in heading_roles}
        self._by_listed_heading = {text: self._by_heading[heading_key(text)] for text, _ in heading_roles}
        """Most headings are written as the list has them, and need no key."""
        self._by_word = {name: _index_by_word(terms.values()) for name, terms in self.lists.items()}

    def find_term(self, name: str, word: str) -> Term | None:
        """Return the term that a word stands for in a list: key, title or synonym, in any case; None if ambiguous."""
        return self._by_word.get(name, {}).get(_fold_text(word))

    def default_section_set(self, kind: str) -> str:
        """Return the default set of sections for a kind of record; empty when there are no sets."""
        default = "six-questions" if kind == "deal" else "campaign"
        return default if default in self.section_sets else next(iter(self.section_sets), "")

    def find_role(self, heading: str) -> SectionRole | None:
        """Return the role of the section under a heading."""
        return self._by_listed_heading.get(heading) or self._by_heading.get(heading_key(heading))


def heading_key(text: str) -> str:
    """Return a heading without number, closing punctuation and case: `1. What went well?` → `what went well`."""
    return re.sub(r"^\d+[.)]\s*", "", _fold_text(text)).strip(" ?!:.…")


def _fold_text(text: str) -> str:
    """Return a text without differences of case, spaces and Unicode normalization."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _index_by_word(terms: Iterable[Term]) -> Mapping[str, Term]:
    """Return the terms by every word that stands for exactly one of them."""
    terms_by_word: dict[str, Term | None] = {}
    for word, term in _term_words(terms):
        terms_by_word[word] = term if terms_by_word.get(word, term) is term else None
    return {word: term for word, term in terms_by_word.items() if term}


def _term_words(terms: Iterable[Term]) -> Iterator[tuple[str, Term]]:
    """Yield the synonyms, titles and key of each term, with the term."""
    for term in terms:
        for word in (*term.synonyms, *term.titles.values(), term.key):
            yield _fold_text(word), term


def _make_term(key: str, entry: Mapping[str, Any]) -> Term:
    """Return the term of an entry of the vocabulary."""
    synonyms = tuple(entry.get("synonyms", ()))
    texts = {name: entry[name] for name in ("unit", "better", "answers", "formula", "field") if name in entry}
    return Term(
        key,
        entry["title"],
        synonyms,
        **texts,
        fields=tuple(entry.get("fields", ())),
        decisive=tuple(entry.get("decisive", ())),
        tolerance=Tolerance(**entry.get("tolerance", {})),
    )


def _make_role(key: str, entry: Mapping[str, Any]) -> SectionRole:
    """Return the section role of an entry of the vocabulary."""
    sets, field, descriptions = entry.get("set") or (), entry.get("field"), entry.get("description", {})
    return SectionRole(
        key,
        field,
        (sets,) if isinstance(sets, str) else tuple(sets),
        entry["headings"],
        {"en": descriptions} if isinstance(descriptions, str) else descriptions,
        (*([field] if field else ()), *entry.get("said_by", ())),
    )

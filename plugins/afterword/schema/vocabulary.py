"""The words a team has agreed on: tags, teams, metrics, reasons, and the headings that mean something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PUBLIC_NAMES = "public_names"
"""The list of confidential names that every edition may print, each with its reason."""

_TEXTS = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "minProperties": 1}
_LIST = {"type": "array", "items": {"type": "string", "minLength": 1}}
_TERM = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {
        "title": _TEXTS,
        "synonyms": _LIST,
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
_ROLE = {
    "type": "object",
    "required": ["headings"],
    "additionalProperties": False,
    "properties": {
        "title": _TEXTS,
        "description": {"type": ["string", "object"]},
        "field": {"type": ["string", "null"]},
        "said_by": _LIST,
        "set": {"type": ["string", "array"], "items": {"type": "string"}},
        "headings": {"type": "object", "additionalProperties": {**_LIST, "minItems": 1}, "minProperties": 1},
    },
}
SHAPE: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "roles": {"type": "object", "additionalProperties": _ROLE},
        PUBLIC_NAMES: {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    },
    "additionalProperties": {"type": "object", "additionalProperties": _TERM},
}
"""The JSON Schema of `vocabulary.yml`: lists of terms by key, and section roles."""

SYNONYMS_SHAPE: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["words"],
    "properties": {
        "words": {
            "type": "array",
            "items": {"type": "object", "minProperties": 1, "additionalProperties": {**_LIST, "minItems": 1}},
        }
    },
}
"""The JSON Schema of `synonyms.yml`: groups of words that mean the same, by language."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two numbers may lie apart and still count as equal: `percent` of the smaller one, or `at_least` this."""

    percent: float = 0
    at_least: float = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One agreed word: what is written in a record, what is shown per language, what else people call it.

    A metric also has its unit, whether higher or lower is better, and, where it has them: which question it answers
    (`converted` or `engaged`), the `formula` that makes it from other metrics, and the `field` that says it already.

    A variable also has the kinds of records for which it is `decisive`: two of them are never said to differ in one
    thing only while it is not recorded in both.
    Numbers within its `tolerance` are equal. `fields` are a team's own fields that say how it was.
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

    def title(self, lang: str) -> str:
        """The word as shown in a language; English where there is no other."""
        return self.titles.get(lang) or self.titles.get("en") or self.key


@dataclass(frozen=True, slots=True)
class Role:
    """What a section is for, whatever its heading says; its list items stand for `field`, where it has one.

    `said_by` are fields that say what the section would.
    """

    key: str
    field: str | None
    sets: tuple[str, ...]
    headings: Mapping[str, Sequence[str]]
    descriptions: Mapping[str, str]
    said_by: tuple[str, ...] = ()

    def heading(self, lang: str) -> str:
        """How the section is headed in a language; in English where that language has none."""
        return (self.headings.get(lang) or self.headings.get("en") or next(iter(self.headings.values())))[0]

    def description(self, lang: str) -> str:
        """What belongs into the section, in a language; in English where that language has none, else empty."""
        return str(self.descriptions.get(lang) or self.descriptions.get("en", ""))


class Vocabulary:
    """The lists of a team's vocabulary file, and its section roles; made from data that has the `SHAPE`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.lists: dict[str, dict[str, Term]] = {
            name: {key: _term(key, entry) for key, entry in entries.items()}
            for name, entries in data.items()
            if name not in ("roles", PUBLIC_NAMES)
        }
        self.roles = {key: _role(key, entry) for key, entry in data.get("roles", {}).items()}
        self.public_names: Mapping[str, str] = data.get(PUBLIC_NAMES, {})
        names = dict.fromkeys(name for role in self.roles.values() for name in role.sets)
        self.sets = {name: [role for role in self.roles.values() if name in role.sets] for name in names}
        """The roles of each set of sections."""
        headed = [(text, role) for role in self.roles.values() for texts in role.headings.values() for text in texts]
        self._by_heading = {heading_key(text): role for text, role in headed}
        self._as_listed = {text: self._by_heading[heading_key(text)] for text, _ in headed}
        """Most headings are written as the list has them, and need no key."""
        self._by_word = {name: _by_word(terms.values()) for name, terms in self.lists.items()}

    def term(self, name: str, word: str) -> Term | None:
        """The term a word stands for in a list: its key, a title or a synonym, in any case; None if it could be two."""
        return self._by_word.get(name, {}).get(_fold(word))

    def usual_set(self, kind: str) -> str:
        """The set of sections that a kind of record has unless its author prefers another; empty without any sets."""
        usual = "six-questions" if kind == "deal" else "campaign"
        return usual if usual in self.sets else next(iter(self.sets), "")

    def role(self, heading: str) -> Role | None:
        """The role of the section under a heading."""
        return self._as_listed.get(heading) or self._by_heading.get(heading_key(heading))


def heading_key(text: str) -> str:
    """A heading without its number, its closing punctuation and its case: `1. What went well?` → `what went well`."""
    return re.sub(r"^\d+[.)]\s*", "", _fold(text)).strip(" ?!:.…")


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _by_word(terms: Iterable[Term]) -> Mapping[str, Term]:
    known: dict[str, Term | None] = {}
    for word, term in _words(terms):
        known[word] = term if known.get(word, term) is term else None
    return {word: term for word, term in known.items() if term}


def _words(terms: Iterable[Term]) -> Iterator[tuple[str, Term]]:
    for term in terms:
        for word in (*term.synonyms, *term.titles.values(), term.key):
            yield _fold(word), term


def _term(key: str, entry: Mapping[str, Any]) -> Term:
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


def _role(key: str, entry: Mapping[str, Any]) -> Role:
    sets, field, says = entry.get("set") or (), entry.get("field"), entry.get("description", {})
    return Role(
        key,
        field,
        (sets,) if isinstance(sets, str) else tuple(sets),
        entry["headings"],
        {"en": says} if isinstance(says, str) else says,
        (*([field] if field else ()), *entry.get("said_by", ())),
    )

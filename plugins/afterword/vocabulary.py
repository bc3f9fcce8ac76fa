"""The words a team has agreed on: tags, teams, metrics, reasons, and the headings that mean something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from afterword.problems import Unusable


@dataclass(frozen=True, slots=True)
class Term:
    """One agreed word: what is written in a record, what is shown per language, what else people call it.

    A metric also has its unit, and whether higher or lower is better.
    """

    key: str
    titles: Mapping[str, str]
    synonyms: tuple[str, ...] = ()
    unit: str = ""
    better: str = "higher"

    def title(self, lang: str) -> str:
        """The word as shown in a language; English where there is no other."""
        return self.titles.get(lang) or self.titles.get("en") or self.key


@dataclass(frozen=True, slots=True)
class Role:
    """What a section is for, whatever its heading says; its list items stand for `field`, where it has one."""

    key: str
    field: str | None
    sets: tuple[str, ...]
    headings: tuple[str, ...]


class Vocabulary:
    """The lists of a team's vocabulary file, and its section roles."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.lists: dict[str, dict[str, Term]] = {
            name: {key: _term(name, key, entry) for key, entry in entries.items()}
            for name, entries in data.items()
            if name != "roles"
        }
        self.roles = {key: _role(key, entry) for key, entry in data.get("roles", {}).items()}
        self._by_heading = {heading_key(text): role for role in self.roles.values() for text in role.headings}
        self._by_word = {name: dict(_words(terms.values())) for name, terms in self.lists.items()}

    def term(self, name: str, word: str) -> Term | None:
        """The term a word stands for in a list: its key, a title or a synonym, in any case."""
        return self._by_word.get(name, {}).get(_fold(word))

    def role(self, heading: str) -> Role | None:
        """The role of the section under a heading."""
        return self._by_heading.get(heading_key(heading))


def heading_key(text: str) -> str:
    """A heading without its number, its closing punctuation and its case: `1. What went well?` → `what went well`."""
    return re.sub(r"^\d+[.)]\s*", "", _fold(text)).strip(" ?!:.…")


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _words(terms: Iterable[Term]) -> Iterator[tuple[str, Term]]:
    for term in terms:
        for word in (*term.synonyms, *term.titles.values(), term.key):
            yield _fold(word), term


def _term(name: str, key: str, entry: Any) -> Term:
    titles = entry.get("title") if isinstance(entry, dict) else None
    if not isinstance(titles, dict):
        message = f"vocabulary.yml: {name}.{key} needs a title, such as `title: {{en: {key}}}`"
        raise Unusable(message)
    return Term(key, titles, tuple(entry.get("synonyms", ())), entry.get("unit", ""), entry.get("better", "higher"))


def _role(key: str, entry: Any) -> Role:
    if not isinstance(entry, dict) or not isinstance(entry.get("headings"), dict):
        message = f"vocabulary.yml: roles.{key} needs headings, such as `headings: {{en: [What went well]}}`"
        raise Unusable(message)
    sets = entry.get("set") or ()
    headings = tuple(text for texts in entry["headings"].values() for text in texts)
    return Role(key, entry.get("field"), (sets,) if isinstance(sets, str) else tuple(sets), headings)

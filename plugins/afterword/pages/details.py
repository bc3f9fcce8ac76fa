"""What a record says beyond the blocks of its page: every other field, titled and shaped by the schema alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.library.projection import Entry, Projection
from afterword.pages.templates import country, day, number, term
from afterword.pages.translations import told
from afterword.schema.fields import EACH, Field

Word = Callable[[str], str]
"""Says a text of the schema in the page's language."""

Pairs = Sequence[tuple[str, str]]
"""Titles of fields with their values, as text."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of the schema with a record's value, ready for a template.

    It is one of: a `text`, `items` of text, the `pairs` of an object, or `rows`, each a main text with pairs below it.
    """

    title: str
    text: str = ""
    items: Sequence[str] = ()
    pairs: Pairs = ()
    rows: Sequence[tuple[str, Pairs]] = ()


def details(entry: Entry, library: Projection, told: frozenset[str], lang: str, word: Word) -> Iterator[Shown]:
    """Every field of an entry but those `told` elsewhere."""
    for field in library.schema.fields:
        key = field.path[0]
        if len(field.path) == 1 and key not in told and entry.data.get(key) not in (None, [], {}, ""):
            yield from _shown(field, entry.data[key], library, lang, word)


def _shown(field: Field, value: Any, library: Projection, lang: str, word: Word) -> Iterator[Shown]:
    """A field and its value; of an object, what it holds in lists and objects of its own follows apart."""
    if isinstance(value, Mapping):
        plain = {key: inner for key, inner in value.items() if not isinstance(inner, Mapping) and not _has_rows(inner)}
        if plain:
            yield Shown(word(field.title), pairs=pairs(library, field.path, plain, lang, word))
        for key in (key for key in value if key not in plain):
            if child := library.schema.field((*field.path, key)):
                yield from _shown(child, value[key], library, lang, word)
    elif _has_rows(value):
        path = (*field.path, EACH)
        main = next(iter(field.item.get("required", ())), "")
        rows = [
            (
                _cell(row.get(main, ""), lang),
                pairs(library, path, {k: v for k, v in row.items() if k != main}, lang, word),
            )
            for row in value
        ]
        yield Shown(word(field.title), rows=rows)
    elif isinstance(value, list):
        words = [said(field, item, library, lang) for item in value]
        prose = field.item.get("type") == "string" and not field.vocabulary
        yield (
            Shown(word(field.title), rows=[(word, ()) for word in words])
            if prose
            else Shown(word(field.title), items=words)
        )
    else:
        yield Shown(word(field.title), text=said(field, value, library, lang))


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, Mapping) for row in value)


def pairs(library: Projection, path: tuple[str, ...], values: Mapping[str, Any], lang: str, word: Word) -> Pairs:
    """The titles and values of an object at a path of the schema."""
    return [
        (title(library, (*path, key), lang, word), said(library.schema.field((*path, key)), value, library, lang))
        for key, value in values.items()
    ]


def said(field: Field | None, value: object, library: Projection, lang: str) -> str:
    """A value in one line: dates, countries, and words of a vocabulary, also in a list, as people say them."""
    if field and "x-date" in field.marks and isinstance(value, str):
        return day(value, lang)
    if field and "x-market" in field.marks and isinstance(value, str):
        return country(value, lang)
    if field is None or not field.vocabulary:
        return _cell(value, lang)
    values = value if isinstance(value, list) else [value]
    return ", ".join(term(library.vocabulary, field.vocabulary, one, lang) for one in values)


def title(library: Projection, path: tuple[str, ...], lang: str, say: Word) -> str:
    """What a field is called; what a vocabulary names, by its term."""
    found = library.schema.field(path)
    if found and found.path[-1] != EACH:
        return say(found.title)
    word = term(library.vocabulary, "variables", path[-1], lang)
    return word[:1].upper() + word[1:]


def _cell(value: object, lang: str) -> str:
    """Any value in one line of text."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_cell(inner, lang)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_cell(item, lang) for item in value)
    if isinstance(value, bool):
        _ = told(lang)
        return _("yes") if value else _("no")
    return number(value, lang)

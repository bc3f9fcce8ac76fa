"""Fields of a record beyond the blocks of its page, titled and formatted by the schema alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.library.projection import Entry, Projection
from afterword.pages.templates import country_name, format_day, format_number, term_title
from afterword.pages.translations import gettext_for
from afterword.schema.fields import EACH, Field

TranslateWord = Callable[[str], str]
"""Function that translates a text of the schema into the page's language."""

FieldPairs = Sequence[tuple[str, str]]
"""Titles of fields with their values, as text."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """Field of the schema with a record's value, ready for a template.

    Exactly one of these is set: a `text`, `items` of text, the `pairs` of an object, or `rows`, each a main text
    with its pairs.
    """

    title: str
    text: str = ""
    items: Sequence[str] = ()
    pairs: FieldPairs = ()
    rows: Sequence[tuple[str, FieldPairs]] = ()


def describe_fields(
    entry: Entry, library: Projection, shown_elsewhere: frozenset[str], lang: str, translate: TranslateWord
) -> Iterator[FieldView]:
    """Yield every field of an entry except those in `shown_elsewhere`."""
    for field in library.schema.fields:
        key = field.path[0]
        if len(field.path) == 1 and key not in shown_elsewhere and entry.data.get(key) not in (None, [], {}, ""):
            yield from _build_field_views(field, entry.data[key], library, lang, translate)


def _build_field_views(
    field: Field, value: Any, library: Projection, lang: str, translate: TranslateWord
) -> Iterator[FieldView]:
    """Yield the views of a field; lists and objects inside an object are separate views."""
    if isinstance(value, Mapping):
        plain_values = {
            key: inner_value
            for key, inner_value in value.items()
            if not isinstance(inner_value, Mapping) and not _has_rows(inner_value)
        }
        if plain_values:
            yield FieldView(
                translate(field.title), pairs=label_values(library, field.path, plain_values, lang, translate)
            )
        for key in (key for key in value if key not in plain_values):
            if child := library.schema.find_field((*field.path, key)):
                yield from _build_field_views(child, value[key], library, lang, translate)
    elif _has_rows(value):
        path = (*field.path, EACH)
        main_key = next(iter(field.item.get("required", ())), "")
        rows = [
            (
                _format_cell(row.get(main_key, ""), lang),
                label_values(library, path, {k: v for k, v in row.items() if k != main_key}, lang, translate),
            )
            for row in value
        ]
        yield FieldView(translate(field.title), rows=rows)
    elif isinstance(value, list):
        texts = [format_value(field, item, library, lang) for item in value]
        is_prose = field.item.get("type") == "string" and not field.vocabulary
        yield (
            FieldView(translate(field.title), rows=[(translate, ()) for translate in texts])
            if is_prose
            else FieldView(translate(field.title), items=texts)
        )
    else:
        yield FieldView(translate(field.title), text=format_value(field, value, library, lang))


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, Mapping) for row in value)


def label_values(
    library: Projection, path: tuple[str, ...], values: Mapping[str, Any], lang: str, translate: TranslateWord
) -> FieldPairs:
    """Return the titles and formatted values of an object at a path of the schema."""
    return [
        (
            field_title(library, (*path, key), lang, translate),
            format_value(library.schema.find_field((*path, key)), value, library, lang),
        )
        for key, value in values.items()
    ]


def format_value(field: Field | None, value: object, library: Projection, lang: str) -> str:
    """Format a value in one line: dates, countries and vocabulary terms are translated, also in a list."""
    if field and "x-date" in field.marks and isinstance(value, str):
        return format_day(value, lang)
    if field and "x-market" in field.marks and isinstance(value, str):
        return country_name(value, lang)
    if field is None or not field.vocabulary:
        return _format_cell(value, lang)
    values = value if isinstance(value, list) else [value]
    return ", ".join(term_title(library.vocabulary, field.vocabulary, item, lang) for item in values)


def field_title(library: Projection, path: tuple[str, ...], lang: str, translate: TranslateWord) -> str:
    """Return the title of a field; a key without a field is looked up among the variables of the vocabulary."""
    field = library.schema.find_field(path)
    if field and field.path[-1] != EACH:
        return translate(field.title)
    word = term_title(library.vocabulary, "variables", path[-1], lang)
    return word[:1].upper() + word[1:]


def _format_cell(value: object, lang: str) -> str:
    """Format any value as one line of text."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_format_cell(inner_value, lang)}" for key, inner_value in value.items())
    if isinstance(value, list):
        return ", ".join(_format_cell(item, lang) for item in value)
    if isinstance(value, bool):
        _ = gettext_for(lang)
        return _("yes") if value else _("no")
    return format_number(value, lang)

"""Fields of a record beyond the blocks of its page, titled and formatted by the schema alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.library.projection import Entry, Projection
from afterword.pages.templates import country_name, format_day, format_number, term_title
from afterword.pages.translations import gettext_for
from afterword.schema.fields import EACH, Field
from afterword.text.languages import Language

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
    entry: Entry, library: Projection, shown_elsewhere: frozenset[str], lang: str, language: Language
) -> Iterator[FieldView]:
    """Yield every field of an entry except those in `shown_elsewhere`."""
    for field in library.schema.fields:
        key = field.path[0]
        if len(field.path) == 1 and key not in shown_elsewhere and entry.data.get(key) not in (None, [], {}, ""):
            yield from _build_field_views(field, entry.data[key], library, lang, language)


def _build_field_views(
    field: Field, value: Any, library: Projection, lang: str, language: Language
) -> Iterator[FieldView]:
    """Yield the views of a field; lists and objects inside an object are separate views."""
    title = language.translate_schema(field.title)
    if isinstance(value, Mapping):
        plain_values = {
            key: inner_value
            for key, inner_value in value.items()
            if not isinstance(inner_value, Mapping) and not _has_rows(inner_value)
        }
        if plain_values:
            yield FieldView(
                title,
                pairs=label_values(library, field.path, plain_values, lang, language),
            )
        for key in (key for key in value if key not in plain_values):
            if child := library.schema.find_field((*field.path, key)):
                yield from _build_field_views(child, value[key], library, lang, language)
    elif _has_rows(value):
        path = (*field.path, EACH)
        main_key = next(iter(field.item.get("required", ())), "")
        rows = [
            (
                _format_cell(row.get(main_key, ""), lang),
                label_values(library, path, {k: v for k, v in row.items() if k != main_key}, lang, language),
            )
            for row in value
        ]
        yield FieldView(title, rows=rows)
    elif isinstance(value, list):
        texts = [format_value(field, item, library, lang, language) for item in value]
        is_prose = field.item.get("type") == "string" and not field.vocabulary
        yield (FieldView(title, rows=[(text, ()) for text in texts]) if is_prose else FieldView(title, items=texts))
    else:
        yield FieldView(title, text=format_value(field, value, library, lang, language))


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, Mapping) for row in value)


def label_values(
    library: Projection, path: tuple[str, ...], values: Mapping[str, Any], lang: str, language: Language
) -> FieldPairs:
    """Return the titles and formatted values of an object at a path of the schema."""
    return [
        (
            field_title(library, (*path, key), lang, language),
            format_value(library.schema.find_field((*path, key)), value, library, lang, language),
        )
        for key, value in values.items()
    ]


def format_value(field: Field | None, value: object, library: Projection, lang: str, language: Language) -> str:
    """Format a value in one line: dates, countries, labels and vocabulary terms are translated, also in a list."""
    if field and "x-date" in field.marks and isinstance(value, str):
        return format_day(value, lang)
    if field and "x-market" in field.marks and isinstance(value, str):
        return country_name(value, lang)
    values = value if isinstance(value, list) else [value]
    if field and field.labels:
        return ", ".join(_format_label(field, item, lang, language) for item in values)
    if field is None or not field.vocabulary:
        return _format_cell(value, lang)
    return ", ".join(term_title(library.vocabulary, field.vocabulary, item, lang) for item in values)


def _format_label(field: Field, value: object, lang: str, language: Language) -> str:
    """Format a value by its label; a value beside the labels, such as a number, as any other."""
    label = field.labels.get(str(value))
    return _format_cell(value, lang) if label is None else language.translate_label(label)


def field_title(library: Projection, path: tuple[str, ...], lang: str, language: Language) -> str:
    """Return the title of a field; a key without a field is looked up among the variables of the vocabulary."""
    field = library.schema.find_field(path)
    if field and field.path[-1] != EACH:
        return language.translate_schema(field.title)
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

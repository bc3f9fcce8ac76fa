"""All texts that an edition prints, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from afterword.body import Body
from afterword.library.library import Library
from afterword.library.projection import Projection
from afterword.problems import DataPath, Span
from afterword.records.record import Record
from afterword.records.references import find_attachment
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import PUBLIC_NAMES

_SETTINGS_COMMENT = re.compile(r"(?m)^\s*#.*$|\s#\s.*$")
_PUBLIC_NAMES_BLOCK = re.compile(rf"(?ms)^{PUBLIC_NAMES}:.*?(?=^\S|\Z)")
_CODED_KEYWORDS = ("enum", "const", "x-date", "x-market", "x-currency")
"""Keywords of fields whose values are only what the schema lists."""


@dataclass(frozen=True, slots=True)
class PrintedText:
    """Text that an edition shows: of a record's field at `path`, or of a file from its `first_line` on.

    `is_number` marks a number with its unit, which is an amount only if that unit is money. `source` is the whole
    file of a text that stands somewhere in it.
    """

    text: str
    file: str
    record: Record | None = None
    path: DataPath | None = None
    first_line: int = 1
    is_number: bool = False
    source: str = ""

    def find_span(self, start: int, end: int) -> Span:
        """Return the place of a range of the text, or of the whole value if the file spells it otherwise."""
        if self.source:
            offset = max(0, self.source.find(self.text))
            return PrintedText(self.source, self.file).find_span(offset + start, offset + end)
        if self.path is None:
            before = self.text[:start]
            length = len(self.text[start:end].partition("\n")[0])
            return Span(before.count("\n") + self.first_line, start - before.rfind("\n"), max(1, length))
        return self._find_in_front_matter(self.text[start:end])

    def _find_in_front_matter(self, words: str) -> Span:
        document = self.record.document if self.record else None
        if document is None or self.path is None:
            return Span()
        whole = document.find_span(self.path)
        for number in range(whole.line, document.body_line):
            column = document.source.get_line(number).find(words, whole.column - 1 if number == whole.line else 0)
            if column >= 0:
                return Span(number, column + 1, max(1, len(words)))
        return whole


def list_printed_texts(library: Library, projection: Projection, pages: Mapping[str, Body]) -> Iterator[PrintedText]:
    """Yield every text that an edition takes from the library's own files."""
    for entry in projection.entries:
        record = library.by_path[entry.path]
        yield from _list_field_texts(record, entry.data)
        yield from _list_body_texts(record, entry.body)
        for lang, translated in entry.translations.items():
            translation = record.translations[lang]
            for key, text in (("name", translated.name), ("summary", translated.summary)):
                yield PrintedText(text, translation.path, translation, (key,))
            yield from _list_body_texts(translation, translated.body)
    for file, page in pages.items():
        yield PrintedText(page.text, file, first_line=page.first_line)
        yield PrintedText(file.partition("/")[2], file, path=())
    for file, text in library.printed_files.items():
        yield (
            PrintedText(_blank_out_comments(text), file) if text else PrintedText(file.partition("/")[2], file, path=())
        )
    yield from _list_schema_texts(library.schema, projection.audience)


def _list_field_texts(record: Record, data: Mapping[str, Any]) -> Iterator[PrintedText]:
    """Yield the texts of a record's fields, without confidential ones, which are meant for their readers."""
    for path, value, unit in _list_leaves(data, ()):
        field = record.schema.find_field(path)
        if field and (field.confidential or set(_CODED_KEYWORDS) & {*field.raw, *field.item}):
            continue
        if isinstance(value, str):
            yield PrintedText(value, record.path, record, path)
        else:
            yield PrintedText(f"{value} {unit}", record.path, record, path, is_number=True)


def _list_leaves(value: Any, path: DataPath, unit: str = "") -> Iterator[tuple[DataPath, str | float, str]]:
    """Yield every single value with its path and, for a number, the unit in the mapping around it."""
    if isinstance(value, Mapping):
        inner_unit = value.get("unit")
        for key, inner in value.items():
            yield from _list_leaves(inner, (*path, key), inner_unit if isinstance(inner_unit, str) else "")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _list_leaves(inner, (*path, position), unit)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield path, value, unit


def _list_body_texts(record: Record, body: Body | None) -> Iterator[PrintedText]:
    if body:
        yield PrintedText(body.text_without_comments, record.path, record, first_line=body.first_line)
        for link in body.links:
            if attachment := find_attachment(record.path, link):
                line = body.to_span(link.place).line
                yield PrintedText(attachment[1], record.path, record, first_line=line)


def _blank_out_comments(text: str) -> str:
    return _SETTINGS_COMMENT.sub(_blank_out, _PUBLIC_NAMES_BLOCK.sub(_blank_out, text))


def _blank_out(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _list_schema_texts(schema: Schema, audience: Audience) -> Iterator[PrintedText]:
    """Yield the descriptions and examples of the field reference for fields that an audience may see."""
    for field in schema.fields:
        if audience.can_see(schema.audience_of(field.path)):
            examples = (str(text) for _, text, _ in _list_leaves(list(field.examples), ()))
            for text in (field.description, *examples):
                yield PrintedText(text, f"schema/{schema.name}", source=schema.text)

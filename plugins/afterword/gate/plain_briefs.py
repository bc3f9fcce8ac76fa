"""Briefs without front matter, from a word processor: fields and answers that are part of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from afterword.body import ByteRange, parse_body
from afterword.body.sections import exclude_ranges
from afterword.frontmatter.source import Source
from afterword.gate.answers import Answer
from afterword.schema.fields import EACH, Field
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.date_forms import possible_dates
from afterword.text.languages import Language
from afterword.text.markets import find_country_code, is_country
from afterword.text.profiles import PROFILES
from afterword.text.profiles.english import ENGLISH

ANSWERS_HEADING = ENGLISH.answers_heading
"""The heading of the section with the answers."""
_ANSWERS_VOCABULARY = Vocabulary(
    {"roles": {"answers": {"headings": {code: [profile.answers_heading] for code, profile in PROFILES.items()}}}}
)
_GUARDRAIL_WORDS = "|".join(profile.guardrail_word for profile in PROFILES.values() if profile.guardrail_word)
_WAIVERS = "|".join(profile.waiver for profile in PROFILES.values() if profile.waiver)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_LABEL = re.compile(r"[\s>#*+|-]*(?P<label>[^:|\n]{2,40}?)[\s*]*[:|][\s*]*(?P<value>[^|\n]+?)[\s*|]*")
_ANSWER_ITEM = re.compile(
    rf"[-*+]\s+(?:\[[ xX]?\]\s+)?(?:{_GUARDRAIL_WORDS})?\s*"
    r"(?:\[\[(?P<name>[^\]|]+)(?:\|[^\]]*)?\]\]|`(?P<id>[\w.-]+)`)"
    rf"\s*(?P<waived>{_WAIVERS})?\s*(?:[:–—]\s*(?P<text>.*))?",
    re.DOTALL | re.IGNORECASE,
)
_POSTMORTEM_FIELDS = {"due": ("postmortem", "due"), "keeper": ("postmortem", "keeper")}
"""Labels for the planned postmortem, and the fields they fill."""
_LIST_SEPARATOR = re.compile(r"\s*[,;/]\s*")


def split_answers(source: Source) -> tuple[str, Sequence[Answer]]:
    """Return the text without the section `Answers to the library`, and the answers listed in that section.

    Each answer is an item such as `- [[Name]]: what we do about it`. A guardrail is named by its id in
    backticks. What does not apply is written as `- [[Name]] does not apply: why`.
    """
    body, answers, sections = parse_body(source.text, 1, _ANSWERS_VOCABULARY), list[Answer](), list[ByteRange]()
    for heading in (heading for heading in body.headings if heading.role):
        next_starts = (
            other.place[0] for other in body.headings if other.place > heading.place and other.level <= heading.level
        )
        sections.append((heading.place[0], next(next_starts, len(source.text.encode()))))
    for item in body.items.get("answers", ()):
        item_text = _ESCAPED.sub(r"\1", source.text.encode()[slice(*item.place)].decode()).strip()
        if match := _ANSWER_ITEM.fullmatch(item_text):
            answer_text = " ".join((match["text"] or "").split())
            span = body.to_span(item.place)
            answers.append(
                Answer((match["name"] or "").strip(), match["id"] or "", answer_text, bool(match["waived"]), span)
            )
    return exclude_ranges(body, sections)[0].decode(), answers


def read_fields(text: str, schema: Schema, vocabulary: Vocabulary, languages: Sequence[Language]) -> dict[str, Any]:
    """Read fields from lines such as `Goal: conversion` or `| Market | Germany |`; the first heading is the title.

    A label is the key of a field or its title in one of the languages. A line whose value does not fit the
    field is prose.
    """
    labels = {label: path for path, field_labels in _field_labels(schema, languages) for label in field_labels}
    fields: dict[str, Any] = {}
    for line in _ESCAPED.sub(r"\1", text).split("\n"):
        title = line.strip("#* \t")
        if line.startswith("#") and title:
            fields.setdefault("title", title[:120])
        match = _LABEL.fullmatch(line)
        path = labels.get(_label_key(match["label"])) if match else None
        if match and path and (field := schema.find_field(path)):
            group = fields.setdefault(path[0], {}) if len(path) > 1 else fields
            value = _parse_value(match["value"], field, schema, vocabulary)
            if value and path[-1] not in group:
                group[path[-1]] = value
    return {key: value for key, value in fields.items() if value}


def _field_labels(schema: Schema, languages: Sequence[Language]) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Yield the fields that a line can fill, each with its labels."""
    for field in schema.fields:
        if len(field.path) == 1 and ("string" in field.types or "string" in field.item.get("type", ())):
            titles = {field.title, *(language.translate_schema(field.title) for language in languages)}
            yield field.path, {_label_key(name) for name in (field.path[0], field.path[0].removesuffix("s"), *titles)}
    for name, path in _POSTMORTEM_FIELDS.items():
        titles = {
            f"{language.translate_schema('Postmortem')} {language.translate_schema(name.title())}"
            for language in languages
        }
        yield path, {name, f"postmortem {name}", *map(_label_key, titles)}


def _label_key(label: str) -> str:
    return " ".join(label.replace("_", " ").casefold().split())


def _parse_value(text: str, field: Field, schema: Schema, vocabulary: Vocabulary) -> Any:
    """Parse a text as the value of a field; for a list, skip parts that do not fit. Return None if nothing fits."""
    if "array" in field.types:
        item = schema.find_field((*field.path, EACH)) or field
        return [
            value for part in _LIST_SEPARATOR.split(text) if (value := _parse_item(part, item, field.item, vocabulary))
        ]
    return _parse_item(text, field, field.raw, vocabulary)


def _parse_item(raw_text: str, field: Field, field_schema: Mapping[str, Any], vocabulary: Vocabulary) -> str | None:
    text, folded = raw_text.strip(), raw_text.strip().casefold()
    if field_schema.get("x-market"):
        return text.upper() if is_country(text.upper()) else find_country_code(text)
    if list_name := field_schema.get("x-vocabulary"):
        term = vocabulary.find_term(list_name, text)
        return term.key if term else None
    if "enum" in field_schema:
        return next((value for value in field_schema["enum"] if value.casefold() == folded), None)
    if "x-date" in field.marks:
        return next(iter(possible_dates(text)), None)
    return text

"""A brief without front matter, as it comes out of a word processor: fields and answers that stand in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from afterword.body import Range, parse
from afterword.body.sections import without
from afterword.frontmatter.source import Source
from afterword.gate.answers import Answer
from afterword.schema.fields import EACH, Field
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.date_forms import readings
from afterword.text.languages import Language
from afterword.text.markets import code_of, is_country

ANSWERS = "Answers to the library"
"""How the section is headed that holds the answers."""
_HEADINGS = Vocabulary({"roles": {"answers": {"headings": {"en": [ANSWERS], "ru": ["Ответы библиотеке"]}}}})
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_LABEL = re.compile(r"[\s>#*+|-]*(?P<label>[^:|\n]{2,40}?)[\s*]*[:|][\s*]*(?P<value>[^|\n]+?)[\s*|]*")
_ANSWER = re.compile(
    r"[-*+]\s+(?:\[[ xX]?\]\s+)?(?:guardrail|правило)?\s*"
    r"(?:\[\[(?P<name>[^\]|]+)(?:\|[^\]]*)?\]\]|`(?P<id>[\w.-]+)`)"
    r"\s*(?P<waived>does not apply|не подходит)?\s*(?:[:–—]\s*(?P<text>.*))?",
    re.DOTALL | re.IGNORECASE,
)
_PLANNED = {"due": ("postmortem", "due"), "keeper": ("postmortem", "keeper")}
"""What a plan says of its postmortem, and the fields that hold it."""
_BETWEEN = re.compile(r"\s*[,;/]\s*")


def answered(text: Source) -> tuple[str, Sequence[Answer]]:
    """The text without the section `Answers to the library`, and the answers that are listed in that.

    Each is an item such as `- [[Name]]: what we do about it`. A guardrail stands as its id in backticks; what does not
    apply says so: `- [[Name]] does not apply: why`.
    """
    body, found, sections = parse(text.text, 1, _HEADINGS), list[Answer](), list[Range]()
    for heading in (heading for heading in body.headings if heading.role):
        after = (one.place[0] for one in body.headings if one.place > heading.place and one.level <= heading.level)
        sections.append((heading.place[0], next(after, len(text.text.encode()))))
    for item in body.items.get("answers", ()):
        written = _ESCAPED.sub(r"\1", text.text.encode()[slice(*item.place)].decode()).strip()
        if said := _ANSWER.fullmatch(written):
            words = " ".join((said["text"] or "").split())
            span = body.span(item.place)
            found.append(Answer((said["name"] or "").strip(), said["id"] or "", words, bool(said["waived"]), span))
    return without(body, sections)[0].decode(), found


def fields(text: str, schema: Schema, vocabulary: Vocabulary, languages: Sequence[Language]) -> dict[str, Any]:
    """What lines such as `Goal: conversion` or `| Market | Germany |` say of a plan; the first heading is its title.

    A label is a field's key or its title in one of the languages, a value what the field can hold; else it is prose.
    """
    labels = {label: path for path, each in _labels(schema, languages) for label in each}
    found: dict[str, Any] = {}
    for written in _ESCAPED.sub(r"\1", text).split("\n"):
        title = written.strip("#* \t")
        if written.startswith("#") and title:
            found.setdefault("title", title[:120])
        said = _LABEL.fullmatch(written)
        path = labels.get(_key(said["label"])) if said else None
        if said and path and (field := schema.field(path)):
            group = found.setdefault(path[0], {}) if len(path) > 1 else found
            value = _value(said["value"], field, schema, vocabulary)
            if value and path[-1] not in group:
                group[path[-1]] = value
    return {key: value for key, value in found.items() if value}


def _labels(schema: Schema, languages: Sequence[Language]) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """The fields that a line can hold, each with its labels."""
    for field in schema.fields:
        if len(field.path) == 1 and ("string" in field.types or "string" in field.item.get("type", ())):
            titles = {field.title, *(language.word(field.title) for language in languages)}
            yield field.path, {_key(name) for name in (field.path[0], field.path[0].removesuffix("s"), *titles)}
    for name, path in _PLANNED.items():
        titles = {f"{language.word('Postmortem')} {language.word(name.title())}" for language in languages}
        yield path, {name, f"postmortem {name}", *map(_key, titles)}


def _key(label: str) -> str:
    return " ".join(label.replace("_", " ").casefold().split())


def _value(written: str, field: Field, schema: Schema, vocabulary: Vocabulary) -> Any:
    """What a text means in a field: of a list every part that means anything; None for nothing that it can hold."""
    if "array" in field.types:
        item = schema.field((*field.path, EACH)) or field
        return [one for part in _BETWEEN.split(written) if (one := _one(part, item, field.item, vocabulary))]
    return _one(written, field, field.raw, vocabulary)


def _one(written: str, field: Field, raw: Mapping[str, Any], vocabulary: Vocabulary) -> str | None:
    text, fold = written.strip(), written.strip().casefold()
    if raw.get("x-market"):
        return text.upper() if is_country(text.upper()) else code_of(text)
    if terms := raw.get("x-vocabulary"):
        term = vocabulary.term(terms, text)
        return term.key if term else None
    if "enum" in raw:
        return next((value for value in raw["enum"] if value.casefold() == fold), None)
    if "x-date" in field.marks:
        return next(iter(readings(text)), None)
    return text

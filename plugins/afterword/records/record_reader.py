"""One file as a record: its text, front matter, schema and body in turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from afterword.body import parse
from afterword.frontmatter import frontmatter
from afterword.frontmatter.source import Source
from afterword.problems import Finding, Path, Problem, Rule, Span, say
from afterword.records.body_fields import collect
from afterword.records.record import Record
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary


def read_record(text: Source, schema: Schema, vocabulary: Vocabulary) -> tuple[Record | None, list[Problem]]:
    """The record of one file, without what does not fit its schema; None when its front matter cannot be read."""
    document, problems = frontmatter.read(text)
    if document is None:
        return None, problems
    is_valid = schema.is_valid(document.data)
    written = document.data if is_valid else schema.as_written(document.data, document.written)
    body = parse(document.body, document.body_line, vocabulary)
    found = collect(written, body, schema, vocabulary)
    violations = [] if is_valid and not found.places else schema.violations(found.data)
    data = _without(found.data, violations)
    record = Record(data, schema, document, body, written, found.places, sound=not violations)
    return record, [record.problem(finding) for finding in violations]


_TRANSLATION = re.compile(r"(?P<stem>.+)\.(?P<lang>[a-z]{2,3}(?:-[A-Za-z]{2,4})?)(?P<suffix>\.\w+)")
ORPHAN = Rule("translation-orphan", "A translation has no original beside it")


def original_of(file: str) -> str | None:
    """The file that a file is a translation of: `new-coke.md` of `new-coke.ru.md`; None of any other file."""
    found = _TRANSLATION.fullmatch(file)
    return found["stem"] + found["suffix"] if found else None


def with_translations(records: Iterable[Record], translations: Iterable[Record]) -> tuple[list[Record], list[Problem]]:
    """The records, each with its translations; and a problem for each translation that has no record."""
    by_path = {record.path: record for record in records}
    problems = []
    for translation in translations:
        original = by_path.get(original_of(translation.path) or "")
        found = _TRANSLATION.fullmatch(translation.path)
        if original is None or found is None:
            message = say("This would translate {file}, which is not there.", file=original_of(translation.path))
            hint = say("Put the original beside it, or rename this file so that it has no language in its name.")
            problems.append(Problem.of(ORPHAN, translation.path, Span(), message, hint))
        else:
            known = {**original.translations, found["lang"]: translation}
            by_path[original.path] = replace(original, translations=known)
    return list(by_path.values()), problems


def _without(data: dict[str, Any], violations: Sequence[Finding]) -> dict[str, Any]:
    """The data without what is wrong in it, so that the checks still see all the rest."""
    for finding in violations:
        data = _removed(data, finding.path)
    return data


def _removed(value: Any, path: Path) -> Any:
    """A copy without the entry at a path; of a list, without all of the list, so that no position shifts."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        if not rest or (len(rest) == 1 and isinstance(rest[0], int)):
            return {name: inner for name, inner in value.items() if name != key}
        return {**value, key: _removed(value[key], rest)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value) and rest:
        return [*value[:key], _removed(value[key], rest), *value[key + 1 :]]
    return value

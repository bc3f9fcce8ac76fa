"""Reading of a file as a record: its text, front matter, schema and body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from afterword.body import parse_body
from afterword.frontmatter import frontmatter
from afterword.frontmatter.source import Source
from afterword.problems import DataPath, Finding, Problem, Rule, Span, Subject, say
from afterword.records.body_fields import collect_fields
from afterword.records.record import Record
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary


def read_record(source: Source, schema: Schema, vocabulary: Vocabulary) -> tuple[Record | None, list[Problem]]:
    """Read the record of a file, leaving out values that do not fit its schema.

    The record is None when the front matter cannot be read.
    """
    document, problems = frontmatter.read_document(source)
    if document is None:
        return None, problems
    is_valid = schema.is_valid(document.data)
    front_matter = document.data if is_valid else schema.restore_source_texts(document.data, document.scalar_text)
    body = parse_body(document.body, document.body_line, vocabulary)
    fields = collect_fields(front_matter, body, schema, vocabulary)
    violations = [] if is_valid and not fields.ranges else schema.find_violations(fields.data)
    data = _drop_violations(fields.data, violations)
    record = Record(data, schema, document, body, front_matter, fields.ranges, fits_schema=not violations)
    return record, [record.to_problem(finding) for finding in violations]


_TRANSLATION = re.compile(r"(?P<stem>.+)\.(?P<lang>[a-z]{2,3}(?:-[A-Za-z]{2,4})?)(?P<suffix>\.\w+)")
ORPHAN = Rule(
    "translation-orphan",
    "A translation has no original beside it",
    subjects=(Subject.TRANSLATION,),
    needs_library=True,
)


def original_path(file: str) -> str | None:
    """Return the file that a file translates: `new-coke.md` for `new-coke.ru.md`; None for other files."""
    match = _TRANSLATION.fullmatch(file)
    return match["stem"] + match["suffix"] if match else None


def attach_translations(
    records: Iterable[Record], translations: Iterable[Record]
) -> tuple[list[Record], list[Problem]]:
    """Attach translations to their records, and return a problem for each translation without a record."""
    by_path = {record.path: record for record in records}
    problems = []
    for translation in translations:
        original = by_path.get(original_path(translation.path) or "")
        match = _TRANSLATION.fullmatch(translation.path)
        if original is None or match is None:
            message = say("This would translate {file}, which is not there.", file=original_path(translation.path))
            hint = say("Put the original beside it, or rename this file so that it has no language in its name.")
            problems.append(Problem.from_rule(ORPHAN, translation.path, Span(), message, hint))
        else:
            by_language = {**original.translations, match["lang"]: translation}
            by_path[original.path] = replace(original, translations=by_language)
    return list(by_path.values()), problems


def _drop_violations(data: dict[str, Any], violations: Sequence[Finding]) -> dict[str, Any]:
    """Return the data without invalid values, so that the checks can use the valid ones."""
    for finding in violations:
        data = _remove_at(data, finding.path)
    return data


def _remove_at(value: Any, path: DataPath) -> Any:
    """Return a copy of a value without the entry at a path.

    For an item of a list the whole list is removed, so that no positions shift.
    """
    if not path:
        return value
    key, remaining_path = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        if not remaining_path or (len(remaining_path) == 1 and isinstance(remaining_path[0], int)):
            return {name: child for name, child in value.items() if name != key}
        return {**value, key: _remove_at(value[key], remaining_path)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value) and remaining_path:
        return [*value[:key], _remove_at(value[key], remaining_path), *value[key + 1 :]]
    return value

"""One file as a record: its text, front matter, schema and body in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from afterword import frontmatter
from afterword.body import parse
from afterword.problems import Finding, Path, Problem
from afterword.record import Record
from afterword.schema import Schema
from afterword.source import Source
from afterword.vocabulary import Vocabulary


def read_record(text: Source, schema: Schema, vocabulary: Vocabulary) -> tuple[Record | None, list[Problem]]:
    """The record of one file, without what does not fit its schema; None when its front matter cannot be read."""
    document, problems = frontmatter.read(text)
    if document is None:
        return None, problems
    data = schema.as_written(document.data, document.written)
    violations = schema.violations(data)
    body = parse(document.body, document.body_line, vocabulary)
    record = Record(_without(data, violations), schema, document, body, sound=not violations)
    return record, [document.problem(finding) for finding in violations]


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

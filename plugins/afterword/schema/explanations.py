"""Explanation of all violations in a record: which are reported, and what is missing or is not a field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from afterword.problems import DataPath, FieldPart, Finding, Message, SchemaText, say
from afterword.schema.field_hints import example_hint, join_with_or
from afterword.schema.fields import EACH, Field
from afterword.schema.spellings import replacement_hint
from afterword.schema.value_explanations import explain_value
from afterword.schema.violations import ITEMS, LENGTH, REQUIRED, TYPE, UNKNOWN_KEY, Violation, path_label
from afterword.text.similarity import find_nearest

_MAX_PLACES = 3
"""Number of places that a hint names for a misplaced key."""

FieldLookup = Callable[[DataPath], Field | None]


def explain_violations(
    violations: Sequence[Violation], find_field: FieldLookup, field_paths: Sequence[tuple[str, ...]]
) -> list[Finding]:
    """Convert violations to findings: one for each place and fault, missing and unknown keys one by one.

    Of two findings for the same fault, the one for this kind of record wins. A value of the wrong type gets
    no other findings, and neither does a list that is too short get one about the items it lacks.
    """
    findings: dict[tuple[str, DataPath], Finding] = {}
    for violation in violations:
        if violation.keyword == "required":
            item_findings = _explain_missing_keys(violation, find_field)
        elif violation.keyword == "additionalProperties":
            item_findings = _explain_unknown_keys(violation, field_paths)
        else:
            rule, message, hint = explain_value(violation, find_field(violation.path))
            hint = replacement_hint(violation.alternatives) or hint
            item_findings = iter([Finding(rule, message, hint, violation.path, replacement=violation.replacement)])
        for finding in item_findings:
            key = (finding.rule.code, finding.path)
            if key not in findings or (violation.condition and violation.keyword == "enum"):
                findings[key] = finding
    mistyped_paths = {path for code, path in findings if code == TYPE.code}
    wrong_length_paths = {path for code, path in findings if code == LENGTH.code}
    return [
        finding
        for (code, path), finding in findings.items()
        if code == TYPE.code or (path not in mistyped_paths and not (code == ITEMS.code and path in wrong_length_paths))
    ]


def _explain_missing_keys(violation: Violation, find_field: FieldLookup) -> Iterator[Finding]:
    """Yield a finding for each required key that is missing."""
    for key in violation.expected:
        if key in violation.value:
            continue
        path = (*violation.path, key)
        field = find_field(path)
        if violation.condition:
            message = say("{when:capital} needs `{key}`.", when=SchemaText(violation.condition), key=path_label(path))
        else:
            message = say("`{key}` is missing.", key=path_label(path))
        key_schema = violation.schema.get("properties", {}).get(key)
        yield Finding(REQUIRED, message, example_hint(field, path, key_schema), path, FieldPart.KEY)


def _explain_unknown_keys(violation: Violation, field_paths: Sequence[tuple[str, ...]]) -> Iterator[Finding]:
    """Yield a finding for each key that is not a field."""
    fields = violation.schema.get("properties", {})
    for key in violation.value:
        if key in fields:
            continue
        if violation.path:
            message = say("`{key}` is not a field of `{parent}`.", key=key, parent=path_label(violation.path))
        else:
            message = say("`{key}` is not a field.", key=key)
        matching_fields = [field for field in fields if field.casefold() == key.casefold()]
        if len(matching_fields) == 1:
            hint, replacement = replacement_hint(matching_fields), matching_fields[0]
        else:
            hint, replacement = _unknown_key_hint(key, violation.path, fields, field_paths), None
        yield Finding(UNKNOWN_KEY, message, hint, (*violation.path, key), FieldPart.KEY, replacement=replacement)


def _unknown_key_hint(
    key: str, path: DataPath, fields: Mapping[str, Any], field_paths: Sequence[tuple[str, ...]]
) -> Message:
    """Return a hint about the field that an author may have meant by an unknown key."""
    parent_path = tuple(EACH if isinstance(step, int) else step for step in path)
    parent_paths = [
        field_path[:-1] for field_path in field_paths if field_path[-1] == key and field_path[:-1] != parent_path
    ]
    if key.strip() in fields or any(field_path[-1] == key.strip() != key for field_path in field_paths):
        return say("There is a space of a special kind beside it: delete it and type it again.")
    if nearest_field := find_nearest(key, fields):
        return say("Did you mean `{near}`?", near=nearest_field)
    if () in parent_paths:
        return say(
            "It is a field of its own: write it without indentation, outside `{parent}`.", parent=path_label(path)
        )
    if 0 < len(parent_paths) <= _MAX_PLACES:
        place_list = join_with_or([say("`{field}`", field=path_label(parent)) for parent in parent_paths])
        return say("It belongs in {places}: write it below, indented.", places=place_list)
    return say("Delete it, or add it to the schema if your team wants to keep it.")

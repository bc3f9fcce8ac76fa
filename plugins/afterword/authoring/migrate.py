"""Migration of a record to a later version of its schema, changing only the bytes that each step concerns.

Each step is applied to the data and to the file's text. The new text is accepted only if it parses to
exactly the new data.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from afterword.authoring.editable_document import EditableDocument
from afterword.authoring.edits import Edit, apply_edits
from afterword.authoring.field_moves import FieldEditor
from afterword.authoring.migrate_data import MigrationStepError, apply_step
from afterword.authoring.migrate_text import splice_step
from afterword.checks import schema_older
from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.document import Document
from afterword.problems import Finding, Message, Problem, Severity, say
from afterword.records.record import Record, RecordFields
from afterword.schema.migrations import (
    VERSION_FIELD,
    ChangeValue,
    FillValue,
    KeyPath,
    MigrationStep,
    MoveField,
    RetireField,
    WrapInList,
    is_same_value,
    record_version,
)
from afterword.schema.schema import Schema


@dataclass(frozen=True, slots=True)
class Migration:
    """The result for a file of an earlier version: its new bytes and the changes in words, or a problem."""

    old_version: int
    raw: bytes
    steps: Sequence[MigrationStep] = ()
    problem: Problem | None = None

    @property
    def changes(self) -> Sequence[Message]:
        """Descriptions of the steps that changed something."""
        return [_describe_step(step) for step in self.steps]

    @property
    def keeps_visible(self) -> bool:
        """True if a step states who may see the record, because a record without that field was visible before."""
        return any(isinstance(step, FillValue) and step.path == RecordFields.visibility.path for step in self.steps)


def migrate_document(document: Document, raw: bytes, schema: Schema, target_version: int) -> Migration | None:
    """Migrate a file to a version of its schema; return None if it has that version or a later one."""
    old_version = record_version(document.data)
    if old_version is None or old_version >= target_version:
        return None
    applied_steps: list[MigrationStep] = []
    steps = [
        step for number in range(old_version + 1, target_version + 1) for step in schema.migrations.get(number, ())
    ]
    version_path = (VERSION_FIELD,)
    version_step = (
        ChangeValue(version_path, document.data[VERSION_FIELD], target_version)
        if VERSION_FIELD in document.data
        else FillValue(version_path, target_version)
    )
    current, current_raw = document, raw
    try:
        for step in (*steps, version_step):
            expected = apply_step(current.data, step)
            if not is_same_value(expected, current.data):
                current, current_raw = _edit_step(current, current_raw, schema, step, expected)
                applied_steps += [] if step is version_step else [step]
    except MigrationStepError as error:
        hint = say("Mend it by hand, then run `afterword migrate` again.")
        problem = current.to_problem(Finding(schema_older.RULE, error.message, hint, error.path))
        return Migration(old_version, raw, problem=replace(problem, severity=Severity.ERROR))
    return Migration(old_version, current_raw, applied_steps)


def _edit_step(
    document: Document, raw: bytes, schema: Schema, step: MigrationStep, expected: dict[str, object]
) -> tuple[Document, bytes]:
    """Return the document and bytes after a step that leads to the expected data.

    Raises `MigrationStepError` if no edit does.
    """
    editable, field_order = EditableDocument.from_bytes(document, raw), tuple(schema.raw["properties"])
    for rewrite in (False, True):
        new_raw = editable.apply_splices(splice_step(FieldEditor(editable, rewrite), step, field_order))
        new_source, _ = source.decode_source(document.source.path, new_raw)
        new_document = frontmatter.read_document(new_source)[0] if new_source is not None else None
        if (
            new_document is not None
            and is_same_value(new_document.data, expected)
            and _has_same_comments(editable, new_document, new_raw, step)
        ):
            return new_document, new_raw
    message = say("`{field}` cannot be migrated as it is written here.", field=dotted_path(step.path))
    raise MigrationStepError(message, step.path)


def _has_same_comments(editable: EditableDocument, new_document: Document, new_raw: bytes, step: MigrationStep) -> bool:
    """Check whether all comments are kept; those of a retired field are part of the text below."""
    return isinstance(step, RetireField) or sorted(editable.all_comments()) == sorted(
        EditableDocument.from_bytes(new_document, new_raw).all_comments()
    )


def _describe_step(step: MigrationStep) -> Message:
    """Describe a step for the report."""
    label = dotted_path(step.path)
    match step:
        case MoveField(_, to):
            return say("`{field}` is now `{to}`", field=label, to=dotted_path(to))
        case ChangeValue(_, old, new):
            return say("`{field}`: `{old}` is now `{new}`", field=label, old=render_value(old), new=render_value(new))
        case WrapInList():
            return say("`{field}` is now a list", field=label)
        case FillValue(_, value):
            return say("`{field}` is `{value}`", field=label, value=render_value(value))
        case RetireField(_, heading):
            return say("`{field}` stands below the text, under “{heading}”", field=label, heading=heading)


def render_value(value: object) -> str:
    """Render a single value as its author would write it."""
    return value if isinstance(value, str) else json.dumps(value)


def dotted_path(path: KeyPath) -> str:
    """Return the dotted path of a field: `deal.stage`."""
    return ".".join(path)


def update_translation(translation: Record, raw: bytes, original: Record, new_raw: bytes) -> bytes | None:
    """Return a translation's bytes with the digest of its migrated original; None if it was stale before."""
    new_source, _ = source.decode_source(original.path, new_raw)
    if new_source is None or translation.data.get("made_from") != original.document.source.digest:
        return None
    return apply_edits(raw, [Edit.at_span(translation.document.find_span(("made_from",)), new_source.digest)])

"""A record brought to a later version of its schema: only the bytes that a step means change, and nothing is lost.

Each step is taken on the data and on the file's text. The text counts only when reading it gives the very same data.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from afterword.authoring.editable_document import Sheet
from afterword.authoring.edits import Edit, apply
from afterword.authoring.field_moves import Hand
from afterword.authoring.step_data import Stuck, after
from afterword.authoring.step_splices import splices
from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.document import Document
from afterword.problems import Finding, Problem, Severity, Text, say
from afterword.records.record import Record, Values
from afterword.schema.migrations import (
    OLDER,
    VERSION,
    Change,
    Fill,
    Keys,
    Move,
    Retire,
    Step,
    Wrap,
    same,
    written_for,
)
from afterword.schema.schema import Schema


@dataclass(frozen=True, slots=True)
class Migration:
    """What became of a file of an earlier version: its new bytes, and the steps that changed it; or why it stays."""

    found: int
    raw: bytes
    steps: Sequence[Step] = ()
    problem: Problem | None = None

    @property
    def changes(self) -> Sequence[Text]:
        """Each step that changed something, in words."""
        return [_words(step) for step in self.steps]

    @property
    def keeps_visible(self) -> bool:
        """Whether a step says who may see the record, because its silence no longer means what it meant."""
        return any(isinstance(step, Fill) and step.path == Values.visibility.path for step in self.steps)


def migrated(document: Document, raw: bytes, schema: Schema, to: int) -> Migration | None:
    """A file as a version of its schema wants it; None when it is of that version already, or a later one."""
    found = written_for(document.data)
    if found is None or found >= to:
        return None
    taken: list[Step] = []
    steps = [step for number in range(found + 1, to + 1) for step in schema.migrations.get(number, ())]
    here = (VERSION,)
    last = Change(here, document.data[VERSION], to) if VERSION in document.data else Fill(here, to)
    now, fresh = document, raw
    try:
        for step in (*steps, last):
            expected = after(now.data, step)
            if not same(expected, now.data):
                now, fresh = _taken(now, fresh, schema, step, expected)
                taken += [] if step is last else [step]
    except Stuck as stuck:
        hint = say("Mend it by hand, then run `afterword migrate` again.")
        problem = now.problem(Finding(OLDER, stuck.message, hint, stuck.path))
        return Migration(found, raw, problem=replace(problem, severity=Severity.ERROR))
    return Migration(found, fresh, taken)


def _taken(
    document: Document, raw: bytes, schema: Schema, step: Step, expected: dict[str, object]
) -> tuple[Document, bytes]:
    """Document and bytes after a step that leads to the expected data. Raises `Stuck` when no edit does."""
    sheet, order = Sheet.of(document, raw), tuple(schema.raw["properties"])
    for anew in (False, True):
        fresh = sheet.spliced(splices(Hand(sheet, anew), step, order))
        text, _ = source.read(document.source.path, fresh)
        read = frontmatter.read(text)[0] if text is not None else None
        if read is not None and same(read.data, expected) and _keeps_comments(sheet, read, fresh, step):
            return read, fresh
    message = say("`{field}` cannot be migrated as it is written here.", field=label(step.path))
    raise Stuck(message, step.path)


def _keeps_comments(sheet: Sheet, read: Document, fresh: bytes, step: Step) -> bool:
    """Whether each comment is there once more; those of a field that is given up stand below the text with it."""
    return isinstance(step, Retire) or sorted(sheet.all_comments()) == sorted(Sheet.of(read, fresh).all_comments())


def _words(step: Step) -> Text:
    """What a step did, as a report says it."""
    field = label(step.path)
    match step:
        case Move(_, to):
            return say("`{field}` is now `{to}`", field=field, to=label(to))
        case Change(_, old, new):
            return say("`{field}`: `{old}` is now `{new}`", field=field, old=shown(old), new=shown(new))
        case Wrap():
            return say("`{field}` is now a list", field=field)
        case Fill(_, value):
            return say("`{field}` is `{value}`", field=field, value=shown(value))
        case Retire(_, heading):
            return say("`{field}` stands below the text, under “{heading}”", field=field, heading=heading)


def shown(value: object) -> str:
    """A single value as its author would write it."""
    return value if isinstance(value, str) else json.dumps(value)


def label(path: Keys) -> str:
    """A field as its author would say it: `deal.stage`."""
    return ".".join(path)


def remarked(translation: Record, raw: bytes, original: Record, fresh: bytes) -> bytes | None:
    """A translation's bytes with the mark of its migrated original; None when it was out of date already."""
    text, _ = source.read(original.path, fresh)
    if text is None or translation.data.get("made_from") != original.document.source.digest:
        return None
    return apply(raw, [Edit.at(translation.document.span(("made_from",)), text.digest)])

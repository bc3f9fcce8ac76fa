"""Rule: a record is written for the library's current version of the schema."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record
from afterword.schema.migrations import VERSION_FIELD, record_version, would_change

RULE = Rule(
    "schema-older",
    "A record is written for an earlier version of the template",
    Severity.WARNING,
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    written_version, current_version = record_version(record.document.data), record.schema.version
    steps = (
        step
        for number, steps in record.schema.migrations.items()
        if number > (written_version or current_version)
        for step in steps
    )
    if record.schema.find_field((VERSION_FIELD,)) and any(would_change(step, record.document.data) for step in steps):
        message = say(
            "This is written for version {found} of the template; this library's schema is version {now}.",
            found=written_version,
            now=current_version,
        )
        hint = say(
            "`afterword migrate` brings every record up to date. If you wrote this one for version {now}, add"
            " `{key}: {now}`.",
            now=current_version,
            key=VERSION_FIELD,
        )
        yield Finding(RULE, message, hint, (VERSION_FIELD,))

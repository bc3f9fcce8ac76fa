"""A record that an earlier version of the schema reads otherwise is migrated to the library's own version."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, say
from afterword.records.record import Record
from afterword.schema.migrations import OLDER, VERSION, applies, written_for

RULE = OLDER


def check(record: Record, library: Library) -> Iterator[Finding]:
    found, now = written_for(record.document.data), record.schema.version
    steps = (step for number, steps in record.schema.migrations.items() if number > (found or now) for step in steps)
    if record.schema.field((VERSION,)) and any(applies(step, record.document.data) for step in steps):
        message = say(
            "This is written for version {found} of the template; this library's schema is version {now}.",
            found=found,
            now=now,
        )
        hint = say(
            "`afterword migrate` brings every record up to date. If you wrote this one for version {now}, add"
            " `{key}: {now}`.",
            now=now,
            key=VERSION,
        )
        yield Finding(RULE, message, hint, (VERSION,))

"""A record is written for the version of the schema that the library has, not for an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library import Library
from afterword.migrations import OLDER, VERSION, written_for
from afterword.problems import Finding, say
from afterword.record import Record

RULE = OLDER


def check(record: Record, library: Library) -> Iterator[Finding]:
    found, now = written_for(record.document.data), record.schema.version
    if found is not None and found < now and record.schema.field((VERSION,)):
        message = say(
            "This is written for version {found} of the template; this library's schema is version {now}.",
            found=found,
            now=now,
        )
        hint = say("`afterword migrate` brings every record up to date.")
        yield Finding(RULE, message, hint, (VERSION,))

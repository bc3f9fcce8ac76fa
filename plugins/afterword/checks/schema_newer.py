"""A record is not written for a later version of the schema than the library has."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, say
from afterword.records.record import Record
from afterword.schema.migrations import NEWER, VERSION, written_for

RULE = NEWER


def check(record: Record, library: Library) -> Iterator[Finding]:
    found, now = written_for(record.document.data), record.schema.version
    if found is not None and found > now and record.schema.field((VERSION,)):
        message = say(
            "This was written for version {found} of the template; this library's schema is version {now}.",
            found=found,
            now=now,
        )
        hint = say("Bring `schema/` up to date, or write `{key}: {now}` if it fits as it is.", key=VERSION, now=now)
        yield Finding(RULE, message, hint, (VERSION,))

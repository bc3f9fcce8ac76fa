"""Rule: a record is not written for a later version of the schema than the library has."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.schema.migrations import VERSION_FIELD, record_version

RULE = Rule(
    "schema-newer",
    "A record is written for a later version of the template than the library has",
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    written_version, current_version = record_version(record.document.data), record.schema.version
    if written_version is not None and written_version > current_version and record.schema.find_field((VERSION_FIELD,)):
        message = say(
            "This was written for version {found} of the template; this library's schema is version {now}.",
            found=written_version,
            now=current_version,
        )
        hint = say(
            "Bring `schema/` up to date, or write `{key}: {now}` if it fits as it is.",
            key=VERSION_FIELD,
            now=current_version,
        )
        yield Finding(RULE, message, hint, (VERSION_FIELD,))

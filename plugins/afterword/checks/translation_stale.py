"""A translation was made from its original as it is now."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, say
from afterword.records.record import Record
from afterword.records.record_reader import original_of

RULE = Rule("translation-stale", "A translation was made from an earlier version of its original", Severity.WARNING)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Asked of a translation; its original is the record that holds it."""
    original = library.by_path.get(original_of(record.path) or "")
    if original and record.data.get("made_from") != original.document.source.digest:
        digest = original.document.source.digest
        message = say("{file} has changed since this was translated.", file=original.path)
        hint = say("Bring the text up to date, then write `made_from: {digest}`.", digest=digest)
        yield Finding(RULE, message, hint, ("made_from",))

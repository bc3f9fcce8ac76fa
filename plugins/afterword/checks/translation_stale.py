"""Rule: a translation was made from the current version of its original."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record
from afterword.records.record_reader import original_path

RULE = Rule(
    "translation-stale",
    "A translation was made from an earlier version of its original",
    Severity.WARNING,
    subjects=(Subject.TRANSLATION,),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding if the original has changed since the translation was made."""
    original = library.by_path.get(original_path(record.path) or "")
    if original and record.data.get("made_from") != original.document.source.digest:
        digest = original.document.source.digest
        message = say("{file} has changed since this was translated.", file=original.path)
        hint = say("Bring the text up to date, then write `made_from: {digest}`.", digest=digest)
        yield Finding(RULE, message, hint, ("made_from",))

"""Rule: a summary has two or three sentences."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, plural, say
from afterword.records.record import Record
from afterword.text.sentences import split_sentences

RULE = Rule(
    "summary-length",
    "A summary is not two or three sentences",
    subjects=(Subject.RECORD, Subject.TRANSLATION),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    if record.summary and not 2 <= (count := len(split_sentences(record.summary))) <= 3:
        message = plural(
            count,
            "`summary` has {number} sentence; the library entry has 2 or 3.",
            "`summary` has {number} sentences; the library entry has 2 or 3.",
        )
        hint = say("Say what happened and why it matters; the rest goes into the text below the front matter.")
        yield Finding(RULE, message, hint, ("summary",))

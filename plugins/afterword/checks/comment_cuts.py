"""Rule: a # in the middle of a text does not cut off the rest as a comment."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, RuleGroup, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "yaml-comment-cuts",
    "A # cuts a text short",
    Severity.WARNING,
    group=RuleGroup.FRONT_MATTER,
    subjects=(Subject.RECORD, Subject.BRIEF, Subject.TRANSLATION),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each free text that a comment cuts off; comments after dates and codes are fine."""
    for path, comment, place in record.document.find_comment_cuts():
        field = record.schema.find_field(path)
        if field and field.is_free_text:
            message = say("`{comment}` is left out: after a space, # begins a comment.", comment=comment)
            hint = say("Put the whole value in quotes, or the comment on a line of its own.")
            yield Finding(RULE, message, hint, span=place)

"""A # in the middle of a text begins a comment, and the rest is lost."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.frontmatter.frontmatter import COMMENT_CUTS
from afterword.library.library import Library
from afterword.problems import Finding, say
from afterword.records.record import Record

RULE = COMMENT_CUTS


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Only in free text; behind a date or a code a comment cuts nothing off."""
    for path, comment, place in record.document.cuts():
        field = record.schema.field(path)
        if field and field.is_free_text:
            message = say("`{comment}` is left out: after a space, # begins a comment.", comment=comment)
            hint = say("Put the whole value in quotes, or the comment on a line of its own.")
            yield Finding(RULE, message, hint, span=place)

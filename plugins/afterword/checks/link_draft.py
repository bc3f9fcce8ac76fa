"""What is published builds on what is finished."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Path, Rule, Severity, Text, say
from afterword.records.record import Record

RULE = Rule("link-draft", "A published record or an approved brief leads to a draft", Severity.WARNING)

_FINAL = ("published", "approved", "running", "closed")
"""States of a record, or of a brief, in which others rely on what it says."""
_UNFINISHED = ("planned", "draft")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Links in the text, relations, and what a brief says it has read."""
    if record.status not in _FINAL:
        return
    for link in record.body.links:
        if link.wiki and (words := _message(record, link.target, library)):
            yield Finding(RULE, words, _HINT, span=record.body.span(link.place))
    for part in ("relations", "reviewed"):
        for index, row in enumerate(record.data.get(part, ())):
            place: Path = (part, index, "name")
            if words := _message(record, row.get("name", ""), library):
                yield Finding(RULE, words, _HINT, place)


def _message(record: Record, target: str, library: Library) -> Text | None:
    found = library.resolve(target)[0]
    if len(found) != 1 or found[0] is record or found[0].status not in _UNFINISHED:
        return None
    return say("`{name}` is still `{status}`: what it teaches may change.", name=found[0].name, status=found[0].status)


_HINT = say("Publish that record first, or leave the link out until it is.")

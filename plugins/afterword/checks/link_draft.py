"""Rule: a published record or an approved brief does not build on drafts."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import DataPath, Finding, Message, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "link-draft",
    "A published record or an approved brief leads to a draft",
    Severity.WARNING,
    subjects=(Subject.RECORD, Subject.BRIEF),
    needs_library=True,
    configurable=True,
)

_FINAL = ("published", "approved", "running", "closed")
"""States of a record or brief in which others rely on its content."""
_UNFINISHED = ("planned", "draft")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each draft in the links, the relations and the reviewed records of a brief."""
    if record.status not in _FINAL:
        return
    for link in record.body.links:
        if link.is_wiki and (message := _unfinished_message(record, link.target, library)):
            yield Finding(RULE, message, _HINT, span=record.body.to_span(link.place))
    for field in ("relations", "reviewed"):
        for index, row in enumerate(record.data.get(field, ())):
            path: DataPath = (field, index, "name")
            if message := _unfinished_message(record, row.get("name", ""), library):
                yield Finding(RULE, message, _HINT, path)


def _unfinished_message(record: Record, target: str, library: Library) -> Message | None:
    targets = library.resolve_link(target)[0]
    if len(targets) != 1 or targets[0] is record or targets[0].status not in _UNFINISHED:
        return None
    return say(
        "`{name}` is still `{status}`: what it teaches may change.", name=targets[0].name, status=targets[0].status
    )


_HINT = say("Publish that record first, or leave the link out until it is.")

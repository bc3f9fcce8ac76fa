"""Rule: a link names exactly one record."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.body import Body
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "link-ambiguous",
    "A link could mean several records",
    subjects=(Subject.RECORD, Subject.BRIEF, Subject.TRANSLATION, Subject.PAGE),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    yield from check_body(record.body, library)


def check_body(body: Body, library: Library) -> Iterator[Finding]:
    """Yield the findings for the links of any text, including hand-written pages."""
    for link in body.links:
        if link.is_wiki and len(targets := library.resolve_link(link.target)[0]) > 1:
            files = ", ".join(other.path for other in targets)
            message = say("`{target}` is the name of several records: {files}.", target=link.target, files=files)
            hint = say("Let each name and alias stand in one record only.")
            yield Finding(RULE, message, hint, span=body.to_span(link.place))

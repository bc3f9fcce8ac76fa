"""A link to a record leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.body import Body
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Text, say
from afterword.records.record import Record
from afterword.text.similarity import nearest

RULE = Rule("link-dangling", "A link names a record that does not exist")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Wiki links in the text; of relations `relation-unknown` speaks."""
    yield from check_body(record.body, library)


def check_body(body: Body, library: Library) -> Iterator[Finding]:
    """Wiki links in any text, of hand-written pages too."""
    for link in body.links:
        if link.wiki and not library.resolve(link.target)[0]:
            yield Finding(RULE, message(link.target), hint(link.target, library), span=body.span(link.place))


def message(target: str) -> Text:
    """What is wrong with a target that names nothing."""
    return say("No record is called `{target}`.", target=target)


def hint(target: str, library: Library) -> Text:
    """The nearest name, or where to look names up."""
    names = {name: None for record in library.records for name in (record.name, *record.aliases)}
    return advice(nearest(target.partition("#")[0], names))


def advice(near: str | None) -> Text:
    """What to write instead: a near name, if there is one."""
    if near:
        return say("Did you mean `{near}`?", near=near)
    return say("Write a record's name or alias as it stands in its front matter; `/names/` on the site lists them all.")

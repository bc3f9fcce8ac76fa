"""A link to a record leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library import Library
from afterword.problems import Finding, Rule, Text, say
from afterword.record import Record
from afterword.suggest import nearest

RULE = Rule("link-dangling", "A link names a record that does not exist")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Wiki links in the body, and the records that relations name."""
    for link in record.body.links:
        if link.wiki and not library.resolve(link.target)[0]:
            yield Finding(RULE, _message(link.target), _hint(link.target, library), span=record.body.span(link.place))
    for index, relation in enumerate(record.relations):
        name = relation.get("name", "")
        if name and not library.resolve(name)[0]:
            yield Finding(RULE, _message(name), _hint(name, library), ("relations", index, "name"))


def _message(target: str) -> Text:
    return say("No record is called `{target}`.", target=target)


def _hint(target: str, library: Library) -> Text:
    names = {name: None for record in library.records for name in (record.name, *record.aliases)}
    if near := nearest(target.partition("#")[0], names):
        return say("Did you mean `{near}`?", near=near)
    return say("Write a record's name or alias as it stands in its front matter; `/names/` on the site lists them all.")

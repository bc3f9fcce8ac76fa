"""A link to a section leads to a section that is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from afterword.body import Body
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Text, say
from afterword.records.record import Record
from afterword.text.similarity import nearest

RULE = Rule("heading-missing", "A link names a section that its record does not have")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """`[[Name#Heading]]`, by the heading's text in any case, or by its id."""
    yield from check_body(record.body, library)


def check_body(body: Body, library: Library) -> Iterator[Finding]:
    """In any text, of hand-written pages too."""
    for link in body.links:
        found, heading = library.resolve(link.target) if link.wiki else ((), "")
        if heading and len(found) == 1 and found[0].body.heading(heading) is None:
            advice = hint(heading, [known.text for known in found[0].body.headings])
            yield Finding(RULE, message(found[0].name, heading), advice, span=body.span(link.place))


def message(name: str, heading: str) -> Text:
    """What is wrong with a link that asks for a section which is not there."""
    return say("`{name}` has no section “{heading}”.", name=name, heading=heading)


def hint(heading: str, headings: Sequence[str]) -> Text:
    """The nearest of the sections that are there, or all of them."""
    if near := nearest(heading, headings):
        return say("Did you mean “{near}”?", near=near)
    return say("Its sections are: {all}.", all=", ".join(headings) or say("none"))

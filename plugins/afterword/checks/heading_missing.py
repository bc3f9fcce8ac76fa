"""Rule: a link to a section leads to an existing section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from afterword.body import Body
from afterword.library.library import Library
from afterword.problems import Finding, Message, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.similarity import find_nearest

RULE = Rule(
    "heading-missing",
    "A link names a section that its record does not have",
    subjects=(Subject.RECORD, Subject.BRIEF, Subject.TRANSLATION, Subject.PAGE),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each `[[Name#Heading]]` whose heading is missing, by text in any case or by id."""
    yield from check_body(record.body, library)


def check_body(body: Body, library: Library) -> Iterator[Finding]:
    """Yield the findings for the links of any text, including hand-written pages."""
    for link in body.links:
        targets, heading = library.resolve_link(link.target) if link.is_wiki else ((), "")
        if heading and len(targets) == 1 and targets[0].body.find_heading(heading) is None:
            advice = missing_section_hint(heading, [section.text for section in targets[0].body.headings])
            yield Finding(
                RULE, missing_section_message(targets[0].name, heading), advice, span=body.to_span(link.place)
            )


def missing_section_message(name: str, heading: str) -> Message:
    """Return the message for a link to a missing section."""
    return say("`{name}` has no section “{heading}”.", name=name, heading=heading)


def missing_section_hint(heading: str, headings: Sequence[str]) -> Message:
    """Return the hint that names the most similar section, or all sections."""
    if near := find_nearest(heading, headings):
        return say("Did you mean “{near}”?", near=near)
    return say("Its sections are: {all}.", all=", ".join(headings) or say("none"))

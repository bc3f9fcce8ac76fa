"""Rule: a link to a record leads to an existing record."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.body import Body
from afterword.library.library import Library
from afterword.problems import Finding, Message, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.similarity import find_nearest

RULE = Rule(
    "link-dangling",
    "A link names a record that does not exist",
    subjects=(Subject.RECORD, Subject.BRIEF, Subject.TRANSLATION, Subject.PAGE),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each wiki link without a target; `relation-unknown` covers relations."""
    yield from check_body(record.body, library)


def check_body(body: Body, library: Library) -> Iterator[Finding]:
    """Yield the findings for the wiki links of any text, including hand-written pages."""
    for link in body.links:
        if link.is_wiki and not library.resolve_link(link.target)[0]:
            yield Finding(
                RULE,
                unknown_record_message(link.target),
                unknown_record_hint(link.target, library),
                span=body.to_span(link.place),
            )


def unknown_record_message(target: str) -> Message:
    """Return the message for a name that no record has."""
    return say("No record is called `{target}`.", target=target)


def unknown_record_hint(target: str, library: Library) -> Message:
    """Return the hint that suggests the most similar name or alias, or says where names are listed."""
    names = {name: None for record in library.records for name in (record.name, *record.aliases)}
    return suggestion_hint(find_nearest(target.partition("#")[0], names))


def suggestion_hint(suggestion: str | None) -> Message:
    """Return the hint for a suggested name, or for none."""
    if suggestion:
        return say("Did you mean `{near}`?", near=suggestion)
    return say("Write a record's name or alias as it stands in its front matter; `/names/` on the site lists them all.")

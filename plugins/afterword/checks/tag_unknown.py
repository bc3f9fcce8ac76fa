"""Rule: tags are in the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.marked_fields import tag_texts
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.similarity import find_nearest

RULE = Rule(
    "tag-unknown",
    "A tag is not in the vocabulary",
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    known_tags = library.vocabulary.lists.get("tags", {})
    for _, path, text in tag_texts(record):
        if text in known_tags:
            continue
        term = library.vocabulary.find_term("tags", text)
        near = term.key if term else find_nearest(text, known_tags)
        hint = (
            say("Use `{near}`.", near=near) if term else say("Did you mean `{near}`? {add}", near=near, add=_ADD_HINT)
        )
        message = say("`{tag}` is not a tag of this library.", tag=text)
        yield Finding(RULE, message, hint if near else _ADD_HINT, path, replacement=term.key if term else None)


_ADD_HINT = say("A new tag is added to `tags` in schema/vocabulary.yml.")

"""A tag is one of the team's."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.marked_fields import tags
from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record
from afterword.text.similarity import nearest

RULE = Rule("tag-unknown", "A tag is not in the vocabulary")


def check(record: Record, library: Library) -> Iterator[Finding]:
    known = library.vocabulary.lists.get("tags", {})
    for _, path, text in tags(record):
        if text in known:
            continue
        term = library.vocabulary.term("tags", text)
        near = term.key if term else nearest(text, known)
        hint = say("Use `{near}`.", near=near) if term else say("Did you mean `{near}`? {add}", near=near, add=_ADD)
        message = say("`{tag}` is not a tag of this library.", tag=text)
        yield Finding(RULE, message, hint if near else _ADD, path, right=term.key if term else None)


_ADD = say("A new tag is added to `tags` in schema/vocabulary.yml.")

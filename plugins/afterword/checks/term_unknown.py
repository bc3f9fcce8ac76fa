"""A team, metric, reason, content type or variable is one of the team's."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.terms import marked
from afterword.library import Library
from afterword.problems import Finding, Rule, say
from afterword.record import Record
from afterword.suggest import nearest
from afterword.violations import label

RULE = Rule("term-unknown", "A word is not in the vocabulary")


def check(record: Record, library: Library) -> Iterator[Finding]:
    vocabulary = library.vocabulary
    for field, path, text in marked(record, lambda field: field.vocabulary not in (None, "tags")):
        name = field.vocabulary or ""
        terms = vocabulary.lists.get(name, {})
        if text in terms:
            continue
        term = vocabulary.term(name, text)
        add = say("A new one is added to `{name}` in schema/vocabulary.yml.", name=name)
        if term:
            hint = say("Use `{near}`.", near=term.key)
        elif near := nearest(text, terms):
            hint = say("Did you mean `{near}`? {add}", near=near, add=add)
        else:
            hint = add
        yield Finding(RULE, say("`{label}` is `{text}`, which is not in the vocabulary.", label=label(path), text=text), hint, path)

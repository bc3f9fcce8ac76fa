"""A team, metric, reason, content type or variable is one of the team's."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.marked_fields import marked, values
from afterword.library.library import Library
from afterword.problems import Finding, Part, Path, Rule, Text, say
from afterword.records.record import Record
from afterword.schema.violations import label
from afterword.schema.vocabulary import Vocabulary
from afterword.text.similarity import nearest

RULE = Rule("term-unknown", "A word is not in the vocabulary")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Words that are values, and words that are keys, as in `variables`."""
    for name, path, word, part in _words(record):
        if word not in library.vocabulary.lists.get(name, {}):
            where = label(path if part is Part.VALUE else path[:-1])
            message = say("`{word}` in `{field}` is not in the vocabulary.", field=where, word=word)
            term = library.vocabulary.term(name, word)
            hint = say("Use `{near}`.", near=term.key) if term else _hint(name, word, library.vocabulary)
            yield Finding(RULE, message, hint, path, part, right=term.key if term else None)


def _words(record: Record) -> Iterator[tuple[str, Path, str, Part]]:
    """Every word that a record takes from a list: the list's name, the word's path, the word, and what it is there."""
    for field, path, text in marked(record, "x-vocabulary"):
        if field.vocabulary != "tags":
            yield field.vocabulary or "", path, text, Part.VALUE
    for field, path, group in values(record, "propertyNames"):
        name = field.raw["propertyNames"].get("x-vocabulary", "")
        yield from ((name, (*path, key), key, Part.KEY) for key in group if name)


def _hint(name: str, word: str, vocabulary: Vocabulary) -> Text:
    add = say("A new one is added to `{name}` in schema/vocabulary.yml.", name=name)
    if near := nearest(word, vocabulary.lists.get(name, {})):
        return say("Did you mean `{near}`? {add}", near=near, add=add)
    return add

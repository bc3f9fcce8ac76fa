"""Rule: teams, metrics, reasons, content types and variables are in the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.marked_fields import marked_texts, marked_values
from afterword.library.library import Library
from afterword.problems import DataPath, FieldPart, Finding, Message, Rule, Subject, say
from afterword.records.record import Record
from afterword.schema.violations import path_label
from afterword.schema.vocabulary import Vocabulary
from afterword.text.similarity import find_nearest

RULE = Rule(
    "term-unknown",
    "A word is not in the vocabulary",
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each unknown word, whether it is a value or a key, as in `variables`."""
    for name, path, word, part in _vocabulary_terms(record):
        if word not in library.vocabulary.lists.get(name, {}):
            field_label = path_label(path if part is FieldPart.VALUE else path[:-1])
            message = say("`{word}` in `{field}` is not in the vocabulary.", field=field_label, word=word)
            term = library.vocabulary.find_term(name, word)
            hint = say("Use `{near}`.", near=term.key) if term else _unknown_term_hint(name, word, library.vocabulary)
            yield Finding(RULE, message, hint, path, part, replacement=term.key if term else None)


def _vocabulary_terms(record: Record) -> Iterator[tuple[str, DataPath, str, FieldPart]]:
    """Yield every vocabulary word of a record: the name of its list, its path, the word, and key or value."""
    for field, path, text in marked_texts(record, "x-vocabulary"):
        if field.vocabulary != "tags":
            yield field.vocabulary or "", path, text, FieldPart.VALUE
    for field, path, group in marked_values(record, "propertyNames"):
        name = field.raw["propertyNames"].get("x-vocabulary", "")
        yield from ((name, (*path, key), key, FieldPart.KEY) for key in group if name)


def _unknown_term_hint(name: str, word: str, vocabulary: Vocabulary) -> Message:
    add = say("A new one is added to `{name}` in schema/vocabulary.yml.", name=name)
    if near := find_nearest(word, vocabulary.lists.get(name, {})):
        return say("Did you mean `{near}`? {add}", near=near, add=add)
    return add

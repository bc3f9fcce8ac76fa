"""A brief as a gate reads it: with front matter or without, from a library's own folder or from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.body import parse
from afterword.frontmatter import frontmatter
from afterword.frontmatter.document import Document
from afterword.frontmatter.source import Source
from afterword.gate import plain_briefs as plain
from afterword.gate.answers import Answer
from afterword.problems import Problem, Span
from afterword.records.approval import ANSWERS
from afterword.records.record import Record, Values
from afterword.records.record_reader import read_record
from afterword.schema.schema import Schema
from afterword.schema.violations import UNKNOWN_KEY
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import Language


@dataclass(frozen=True, slots=True)
class Brief(Values):
    """A plan: its fields in `data`, as far as they could be read, its text, and what it answers to the library.

    `document` is None for one without front matter, whose fields and answers stand in its text.
    """

    source: Source
    prose: str
    answers: Sequence[Answer]
    document: Document | None = None

    @property
    def title(self) -> str:
        """What it is called; its file, where it does not say."""
        return str(self.data.get("title") or self.source.path)

    def span(self, *keys: str) -> Span:
        """Where a field stands, or what lacks it."""
        return self.document.span(keys) if self.document else Span()


def read(
    text: Source, schema: Schema, vocabulary: Vocabulary, languages: Sequence[Language] = ()
) -> tuple[Brief | None, list[Problem]]:
    """The brief in a file of any repository, or what keeps its front matter from being read.

    A file without front matter is a brief too, whose labels may be in one of the languages. Fields that only another
    program knows are let be.
    """
    document, problems = frontmatter.read(text)
    if document is None:
        if any(problem.rule is not frontmatter.MISSING for problem in problems):
            return None, problems
        said, answers = plain.answered(text)
        prose = parse(said, 1, vocabulary).readable
        return Brief(plain.fields(said, schema, vocabulary, languages), text, prose, answers), []
    record, problems = read_record(text, schema, vocabulary)
    known = [problem for problem in problems if problem.rule is not UNKNOWN_KEY]
    return (of(record) if record else None), known


def of(record: Record) -> Brief:
    """A brief of the library."""
    document = record.document
    return Brief(record.data, document.source, record.body.readable, [*_answers(document)], document)


def _answers(document: Document) -> Iterator[Answer]:
    """What the front matter answers, also where an answer is still empty and does not fit the schema."""
    for field in ANSWERS:
        given = document.data.get(field)
        for index, row in enumerate(given if isinstance(given, list) else ()):
            if not isinstance(row, Mapping):
                continue
            name, rule = row.get("name"), row.get("guardrail")
            said = row.get("reason" if field == "waived" else "applied")
            about = name if isinstance(name, str) else ""
            span = document.span((field, index))
            text = said if isinstance(said, str) else ""
            yield Answer(about, rule if isinstance(rule, str) else "", text, field == "waived", span)

"""A brief as the gate reads it: with or without front matter, from the library or from anywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.body import parse_body
from afterword.frontmatter import frontmatter
from afterword.frontmatter.document import Document
from afterword.frontmatter.source import Source
from afterword.gate import plain_briefs
from afterword.gate.answers import Answer
from afterword.problems import Problem, Span
from afterword.records.approval import ANSWERS
from afterword.records.record import Record, RecordFields
from afterword.records.record_reader import read_record
from afterword.schema.schema import Schema
from afterword.schema.violations import UNKNOWN_KEY
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import Language


@dataclass(frozen=True, slots=True)
class Brief(RecordFields):
    """A plan: its readable fields in `data`, its text, and its answers to the library.

    `document` is None if the brief has no front matter, so that fields and answers come from its text.
    """

    source: Source
    prose: str
    answers: Sequence[Answer]
    document: Document | None = None

    @property
    def title(self) -> str:
        """The title; the file's path if there is none."""
        return str(self.data.get("title") or self.source.path)

    def span(self, *keys: str) -> Span:
        """Return the span of a field, or of the place that lacks it."""
        return self.document.find_span(keys) if self.document else Span()


def read_brief(
    source: Source, schema: Schema, vocabulary: Vocabulary, languages: Sequence[Language] = ()
) -> tuple[Brief | None, list[Problem]]:
    """Read the brief in a file of any repository, and return it with the problems of its front matter.

    A file without front matter is a brief too, with labels in any of the languages. Unknown fields are ignored,
    because other programs may use them. The brief is None if the front matter cannot be read.
    """
    document, problems = frontmatter.read_document(source)
    if document is None:
        if any(problem.rule is not frontmatter.MISSING for problem in problems):
            return None, problems
        plan_text, answers = plain_briefs.split_answers(source)
        prose = parse_body(plan_text, 1, vocabulary).readable_text
        return Brief(plain_briefs.read_fields(plan_text, schema, vocabulary, languages), source, prose, answers), []
    record, problems = read_record(source, schema, vocabulary)
    relevant_problems = [problem for problem in problems if problem.rule is not UNKNOWN_KEY]
    return (brief_from_record(record) if record else None), relevant_problems


def brief_from_record(record: Record) -> Brief:
    """Build a brief from a record of the library."""
    document = record.document
    return Brief(record.data, document.source, record.body.readable_text, [*_read_answers(document)], document)


def _read_answers(document: Document) -> Iterator[Answer]:
    """Yield the answers in the front matter, including empty ones that do not fit the schema yet."""
    for field in ANSWERS:
        rows = document.data.get(field)
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            if not isinstance(row, Mapping):
                continue
            name, rule = row.get("name"), row.get("guardrail")
            answer_value = row.get("reason" if field == "waived" else "applied")
            record_name = name if isinstance(name, str) else ""
            span = document.find_span((field, index))
            text = answer_value if isinstance(answer_value, str) else ""
            yield Answer(record_name, rule if isinstance(rule, str) else "", text, field == "waived", span)

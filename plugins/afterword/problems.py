"""Problems that an author has to fix: a place, a rule, a severity, a message and a hint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

DataPath = tuple[str | int, ...]
"""Path of a value in front matter: keys and list positions from the outside in."""


class Severity(StrEnum):
    """Severity of a problem: an error fails the check, a warning is only shown, `off` is not reported."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class FieldPart(StrEnum):
    """Part of a front matter entry that a finding points at."""

    KEY = "key"
    VALUE = "value"


class RuleGroup(StrEnum):
    """Group of rules in the catalogue, in the order in which the catalogue lists them."""

    FILES = "Files"
    FRONT_MATTER = "Front matter"
    FIELDS = "Fields"
    RECORDS = "Records"
    EDITIONS = "Editions"
    EXTERNAL_LINKS = "Links from other repositories"
    GATE = "Briefs at the gate"


class Subject(StrEnum):
    """Content that a rule checks."""

    RECORD = "record"
    BRIEF = "brief"
    TRANSLATION = "translation"
    PAGE = "hand-written page"
    EDITION = "edition"
    EXTERNAL_TEXT = "text of another repository"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem; `code` names its documentation page, and `title` describes it in lists.

    A rule with `needs_library` depends on other files, on the history or on the current day; any other depends
    only on the file that it checks, the schema and the vocabulary. A team may change the severity of a rule that
    is `configurable`.
    """

    code: str
    title: str
    severity: Severity = Severity.ERROR
    group: RuleGroup = RuleGroup.RECORDS
    subjects: tuple[Subject, ...] = (Subject.RECORD, Subject.BRIEF, Subject.TRANSLATION)
    needs_library: bool = False
    configurable: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Translatable sentence with placeholders: `template` is the message id, `values` fill it in.

    A value may itself be a `Message` or a `SchemaText`. A sentence that counts has a `number`, and a `plural`
    template that English uses for every number but 1.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""
    number: int = 1

    def __str__(self) -> str:
        template = self.plural if self.plural and self.number != 1 else self.template
        return template.format(**self.values)


class SchemaText(str):
    """Text of a team's schema inside a sentence; `{when:capital}` capitalizes its first letter."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return self[:1].upper() + self[1:] if spec == "capital" else super().__format__(spec)


def say(template: str, **values: object) -> Message:
    """Return a translatable sentence; `template` uses `str.format` fields."""
    return Message(template, values)


def plural(number: int, singular: str, many: str, **values: object) -> Message:
    """Return a translatable sentence with a `{number}` in it.

    English uses `singular` for 1 and `many` for every other number.
    """
    return Message(singular, {"number": number, **values}, many, number)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Part of one line, in characters: line and column count from 1, `length` is at least 1."""

    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Problem in a record before its place in the file is known.

    It points either at front matter (`path`, and the `part` of that entry) or at the body (`span`).
    `replacement` is the correct value or key where only one is possible.
    """

    rule: Rule
    message: Message
    hint: Message | None = None
    path: DataPath = ()
    part: FieldPart = FieldPart.VALUE
    span: Span | None = None
    replacement: Any = None


@dataclass(frozen=True, slots=True)
class Correction:
    """Correct value or key for an entry of front matter."""

    path: DataPath
    part: FieldPart
    replacement: Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Finding with its place in a file; `file` is relative to the root, with forward slashes.

    A problem with a `correction` can be fixed automatically by changing only the text at its place.
    """

    file: str
    span: Span
    rule: Rule
    message: Message
    hint: Message | None = None
    severity: Severity = Severity.ERROR
    correction: Correction | None = None

    @classmethod
    def from_rule(cls, rule: Rule, file: str, span: Span, message: Message, hint: Message | None = None) -> Problem:
        """Create a problem with the default severity of its rule."""
        return cls(file, span, rule, message, hint, rule.severity)

    @property
    def code(self) -> str:
        """Code of the rule."""
        return self.rule.code

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """Key that sorts problems by file, place, code and message."""
        return (self.file, self.span, self.code, str(self.message))


@dataclass(frozen=True, slots=True)
class Fix:
    """Change of a part of one line from `before` to `after`; `code` is the rule that asked for it."""

    file: str
    span: Span
    code: str
    before: str
    after: str


def sort_problems(problems: list[Problem], severities: Mapping[str, str]) -> list[Problem]:
    """Sort problems by file and place after applying a team's severities (code → error, warning, off).

    Problems whose severity is off are dropped.
    """
    graded = (
        replace(problem, severity=Severity(severities[problem.code])) if problem.code in severities else problem
        for problem in problems
    )
    return sorted((p for p in graded if p.severity is not Severity.OFF), key=lambda p: p.sort_key)


class Unusable(Exception):
    """Error in the environment, such as no root or a broken schema; never raised for an author's mistake."""

"""What an author must mend: a place, a code, a severity, a message and a hint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

Path = tuple[str | int, ...]
"""Where a value stands in front matter: keys and list positions from the outside in."""


class Severity(StrEnum):
    """An error fails the check; a warning is shown; what is off is not reported."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class Part(StrEnum):
    """Which part of a front matter entry a finding points at."""

    KEY = "key"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem. `title` completes "Rule: …" in lists; `code` names its page."""

    code: str
    title: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with its values apart, so that it can be translated: `template` is the message id.

    A value may itself be a `Text`, or `Words`. One that counts something has a `number`, and a `plural` for all but 1.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""
    number: int = 1

    def __str__(self) -> str:
        template = self.plural if self.plural and self.number != 1 else self.template
        return template.format(**self.values)


class Words(str):
    """A text of a team's schema inside a sentence; `{when:capital}` begins one with it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return self[:1].upper() + self[1:] if spec == "capital" else super().__format__(spec)


def say(template: str, **values: object) -> Text:
    """A translatable sentence; `template` uses `str.format` fields."""
    return Text(template, values)


def plural(number: int, one: str, many: str, **values: object) -> Text:
    """A translatable sentence about a `{number}` of things: `one` is for 1, `many` for any other in English."""
    return Text(one, {"number": number, **values}, many, number)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line, in characters: line and column from 1, `length` at least 1."""

    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a record, before its place in the file is known.

    It points either at front matter (`path`, and `part` of that entry) or at the body (`span`). `right` is the value
    that has to stand there, where only one can be meant.
    """

    rule: Rule
    message: Text
    hint: Text | None = None
    path: Path = ()
    part: Part = Part.VALUE
    span: Span | None = None
    right: Any = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What has to stand in front matter instead: the right value of an entry, or its right key."""

    path: Path
    part: Part
    right: Any


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding at its place in a file. `file` is relative to the root, with forward slashes.

    One with a `correction` can be mended by the program: its place is all that has to change.
    """

    file: str
    span: Span
    rule: Rule
    message: Text
    hint: Text | None = None
    severity: Severity = Severity.ERROR
    correction: Correction | None = None

    @classmethod
    def of(cls, rule: Rule, file: str, span: Span, message: Text, hint: Text | None = None) -> Problem:
        """A problem with the severity its rule has unless a team says otherwise."""
        return cls(file, span, rule, message, hint, rule.severity)

    @property
    def code(self) -> str:
        """The code of its rule."""
        return self.rule.code

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """Where it stands among other problems: by file, place, code and message."""
        return (self.file, self.span, self.code, str(self.message))


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of one stretch of one line: what stands there, and what is to stand there. `code` says why."""

    file: str
    span: Span
    code: str
    before: str
    after: str


def ordered(problems: list[Problem], severities: Mapping[str, str]) -> list[Problem]:
    """Problems by file and place, with a team's severities (code → error, warning, off) applied."""
    graded = (
        replace(problem, severity=Severity(severities[problem.code])) if problem.code in severities else problem
        for problem in problems
    )
    return sorted((p for p in graded if p.severity is not Severity.OFF), key=lambda p: p.sort_key)


class Unusable(Exception):
    """The environment cannot be worked with: no root, a broken schema. Never an author's mistake."""

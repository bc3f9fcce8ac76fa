"""For the author at a terminal: the place, the message, the line with a caret below what is wrong, a hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from afterword.problems import Problem, Severity
from afterword.report import Line, Paint

_WIDTH = 100
"""Columns of a source line that are shown; a longer one is cut around its caret."""


def report(problems: Sequence[Problem], checked: int, line: Line, paint: Paint) -> str:
    return "".join(f"{_block(problem, line, paint)}\n" for problem in problems) + summary(problems, checked, paint)


def summary(problems: Sequence[Problem], checked: int, paint: Paint) -> str:
    """One line: how many files, how many errors and warnings."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    counts = [_count(errors, "error"), _count(warnings, "warning")]
    found = " and ".join(count for count, number in zip(counts, (errors, warnings), strict=True) if number)
    style = "error" if errors else "warning" if warnings else "good"
    return paint(f"{_count(checked, 'file')} checked: {found or 'no problems'}.", style) + "\n"


def _block(problem: Problem, line: Line, paint: Paint) -> str:
    span = problem.span
    head = paint(f"{_visible(problem.file)}:{span.line}:{span.column}:", "place")
    kind = paint(f"{problem.severity}[{problem.code}]:", problem.severity)
    rows = [f"{head} {kind} {_visible(str(problem.message))}"]
    if text := line(problem.file, span.line):
        shown, caret, length = _cut(text, span.column, span.length)
        number = f"{span.line:>5} | "
        pad = " " * _columns(shown[: caret - 1])
        mark = "^" * max(1, _columns(shown[caret - 1 : caret - 1 + length]))
        rows += [paint(number, "quiet") + shown, paint("      | ", "quiet") + pad + paint(mark, problem.severity)]
    if problem.hint:
        rows.append(f"      {paint('hint:', 'hint')} {_visible(str(problem.hint))}")
    return "\n".join(rows) + "\n"


def _cut(text: str, column: int, length: int) -> tuple[str, int, int]:
    """The part of a line to show, and where the mark stands in it."""
    text = _visible(text)
    if len(text) <= _WIDTH:
        return text, column, min(length, max(1, len(text) - column + 1))
    start = max(0, min(column - 1 - _WIDTH // 3, len(text) - _WIDTH))
    before, after = "…" if start else "", "…" if start + _WIDTH < len(text) else ""
    shown = before + text[start : start + _WIDTH] + after
    caret = column - start + len(before)
    return shown, caret, max(1, min(length, _WIDTH - (caret - 1)))


def _columns(text: str) -> int:
    """How many terminal columns a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) != 0 for character in text)


def _visible(text: str) -> str:
    """A text that cannot steer a terminal: tabs as spaces, control and reordering characters as a box."""
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in "\t\n":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

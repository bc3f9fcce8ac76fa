"""For the author at a terminal: the place, the message, the line with a caret below what is wrong, a hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from afterword.problems import Fix, Problem, Severity, Span, Text, plural, say
from afterword.report import Line, Paint
from afterword.text.languages import ENGLISH, Language

_WIDTH = 100
"""Columns of a source line that are shown; a longer one is cut around its caret."""


HINT = say("hint:")


def report(problems: Sequence[Problem], checked: int, line: Line, paint: Paint, language: Language = ENGLISH) -> str:
    return listed(problems, line, paint, language) + summary(problems, checked, paint, language)


def listed(problems: Sequence[Problem], line: Line, paint: Paint, language: Language = ENGLISH) -> str:
    """Each problem with its line and a caret, and an empty line below."""
    return "".join(f"{_block(problem, line, paint, language)}\n" for problem in problems)


def with_fixes(report: str, fixes: Sequence[Fix], paint: Paint) -> str:
    """A report below a line for each fix: its place, its code, what stood there and what stands there now."""
    lines = [
        f"{_head(fix.file, fix.span, paint)} {paint(f'fixed[{fix.code}]:', 'good')} "
        f"{_visible(f'`{fix.before}` → `{fix.after}`')}\n"
        for fix in fixes
    ]
    return "".join([*lines, "\n", report]) if lines else report


def _head(file: str, span: Span, paint: Paint) -> str:
    return paint(f"{shown_file(file)}:{span.line}:{span.column}:", "place")


def shown_file(file: str) -> str:
    """Return a file's path as it can begin a line: GitHub takes one that begins with `::` or `##[` for a command."""
    return f"./{_visible(file)}" if file.startswith((":", "#")) else _visible(file)


def summary(problems: Sequence[Problem], checked: int, paint: Paint, language: Language = ENGLISH) -> str:
    """One line: how many files, how many errors and warnings."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    style = "error" if errors else "warning" if warnings else "good"
    found = _found(errors, warnings)
    words = plural(checked, "{number:,} file checked: {found}.", "{number:,} files checked: {found}.", found=found)
    return paint(language.say(words), style) + "\n"


def _found(errors: int, warnings: int) -> Text:
    wrong = plural(errors, "{number:,} error", "{number:,} errors")
    odd = plural(warnings, "{number:,} warning", "{number:,} warnings")
    if errors and warnings:
        return say("{errors} and {warnings}", errors=wrong, warnings=odd)
    return wrong if errors else odd if warnings else say("no problems")


def _block(problem: Problem, line: Line, paint: Paint, language: Language) -> str:
    span = problem.span
    head = _head(problem.file, span, paint)
    kind = paint(f"{problem.severity}[{problem.code}]:", problem.severity)
    rows = [f"{head} {kind} {_visible(language.say(problem.message))}"]
    if text := line(problem.file, span.line):
        shown, caret, length = _cut(text, span.column, span.length)
        number = f"{span.line:>5} | "
        pad = " " * _columns(shown[: caret - 1])
        mark = "^" * max(1, _columns(shown[caret - 1 : caret - 1 + length]))
        rows += [paint(number, "quiet") + shown, paint("      | ", "quiet") + pad + paint(mark, problem.severity)]
    if problem.hint:
        rows.append(f"      {paint(language.say(HINT), 'hint')} {_visible(language.say(problem.hint))}")
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

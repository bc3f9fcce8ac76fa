"""Text report for a terminal: place, message, the line with carets below the problem, and a hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from afterword.problems import Fix, Message, Problem, Span, plural, say
from afterword.report import LineReader, Painter
from afterword.report.severity_counts import count_severities
from afterword.text.languages import ENGLISH, Language

_MAX_WIDTH = 100
"""Maximum columns shown of a source line; a longer line is cut around its caret."""


HINT_LABEL = say("hint:")


def format_text(
    problems: Sequence[Problem],
    file_count: int,
    read_line: LineReader,
    paint: Painter,
    language: Language = ENGLISH,
) -> str:
    """Format problems with their lines, followed by the summary."""
    return format_problems(problems, read_line, paint, language) + format_summary(problems, file_count, paint, language)


def format_problems(
    problems: Sequence[Problem], read_line: LineReader, paint: Painter, language: Language = ENGLISH
) -> str:
    """Format each problem with its line and carets, followed by an empty line."""
    return "".join(f"{_format_problem(problem, read_line, paint, language)}\n" for problem in problems)


def prepend_fixes(report: str, fixes: Sequence[Fix], paint: Painter) -> str:
    """Prepend a line for each fix to a report: place, code, old text and new text."""
    lines = [
        f"{_format_place(fix.file, fix.span, paint)} {paint(f'fixed[{fix.code}]:', 'good')} "
        f"{_escape_text(f'`{fix.before}` → `{fix.after}`')}\n"
        for fix in fixes
    ]
    return "".join([*lines, "\n", report]) if lines else report


def _format_place(file: str, span: Span, paint: Painter) -> str:
    """Format file, line and column."""
    return paint(f"{display_path(file)}:{span.line}:{span.column}:", "place")


def display_path(file: str) -> str:
    """Return a file's path in a form that can begin a line: GitHub reads `::` and `##[` there as commands."""
    return f"./{_escape_text(file)}" if file.startswith((":", "#")) else _escape_text(file)


def format_summary(problems: Sequence[Problem], file_count: int, paint: Painter, language: Language = ENGLISH) -> str:
    """Format one line with the number of files, errors and warnings."""
    errors, warnings = count_severities(problems)
    style = "error" if errors else "warning" if warnings else "good"
    counts_text = _count_message(errors, warnings)
    message = plural(
        file_count, "{number:,} file checked: {found}.", "{number:,} files checked: {found}.", found=counts_text
    )
    return paint(language.say(message), style) + "\n"


def _count_message(errors: int, warnings: int) -> Message:
    """Return the number of errors and warnings as a message."""
    error_count = plural(errors, "{number:,} error", "{number:,} errors")
    warning_count = plural(warnings, "{number:,} warning", "{number:,} warnings")
    if errors and warnings:
        return say("{errors} and {warnings}", errors=error_count, warnings=warning_count)
    return error_count if errors else warning_count if warnings else say("no problems")


def _format_problem(problem: Problem, read_line: LineReader, paint: Painter, language: Language) -> str:
    """Format a problem with its line, carets and hint."""
    span = problem.span
    head = _format_place(problem.file, span, paint)
    label = paint(f"{problem.severity}[{problem.code}]:", problem.severity)
    rows = [f"{head} {label} {_escape_text(language.say(problem.message))}"]
    if text := read_line(problem.file, span.line):
        shown_text, caret, length = _cut_line(text, span.column, span.length)
        number = f"{span.line:>5} | "
        padding = " " * _count_columns(shown_text[: caret - 1])
        marker = "^" * max(1, _count_columns(shown_text[caret - 1 : caret - 1 + length]))
        rows += [
            paint(number, "quiet") + shown_text,
            paint("      | ", "quiet") + padding + paint(marker, problem.severity),
        ]
    if problem.hint:
        rows.append(f"      {paint(language.say(HINT_LABEL), 'hint')} {_escape_text(language.say(problem.hint))}")
    return "\n".join(rows) + "\n"


def _cut_line(text: str, column: int, length: int) -> tuple[str, int, int]:
    """Return the part of a line to show, and the column and length of the mark in it."""
    text = _escape_text(text)
    if len(text) <= _MAX_WIDTH:
        return text, column, min(length, max(1, len(text) - column + 1))
    start = max(0, min(column - 1 - _MAX_WIDTH // 3, len(text) - _MAX_WIDTH))
    before, after = "…" if start else "", "…" if start + _MAX_WIDTH < len(text) else ""
    shown = before + text[start : start + _MAX_WIDTH] + after
    caret = column - start + len(before)
    return shown, caret, max(1, min(length, _MAX_WIDTH - (caret - 1)))


def _count_columns(text: str) -> int:
    """Return the number of terminal columns that a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) != 0 for character in text)


def _escape_text(text: str) -> str:
    """Return a text without terminal control: tabs as spaces, control and reordering characters as a box."""
    return "".join(_escape_character(character) for character in text)


def _escape_character(character: str) -> str:
    if character in "\t\n":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character

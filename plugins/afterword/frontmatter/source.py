"""Decoding of files: UTF-8, byte order mark, line ends, size limit and forbidden characters."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from afterword.problems import Problem, Rule, RuleGroup, Span, say

MAX_BYTES = 1_000_000
"""Size limit: a larger file is rejected unread, because it is most likely an export by mistake."""

NOT_UTF8 = Rule("file-not-utf8", "A file is not UTF-8 text", group=RuleGroup.FILES)
TOO_LARGE = Rule("file-too-large", "A file is larger than a postmortem can be", group=RuleGroup.FILES)
CONTROL_CHARACTER = Rule(
    "file-control-character", "An invisible control character stands in the text", group=RuleGroup.FILES
)
MERGE_CONFLICT = Rule("merge-conflict", "A merge was not finished", group=RuleGroup.FILES)
NOT_REGULAR = Rule("file-not-regular", "A record is a link, or not a file that can be read", group=RuleGroup.FILES)
NAME_UNUSABLE = Rule(
    "file-name-unusable", "A file name is not UTF-8, or holds an invisible character", group=RuleGroup.FILES
)
FOLDER_UNREADABLE = Rule("folder-unreadable", "A folder cannot be listed", group=RuleGroup.FILES)
CASE_CLASH = Rule(
    "file-case-clash", "Two files are one where capital letters do not count", group=RuleGroup.FILES, needs_library=True
)
RULES = (
    NOT_UTF8,
    TOO_LARGE,
    CONTROL_CHARACTER,
    MERGE_CONFLICT,
    NOT_REGULAR,
    NAME_UNUSABLE,
    FOLDER_UNREADABLE,
    CASE_CLASH,
)

CONTROL_CHARACTER_PATTERN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
"""Characters that no text may have.

They are everything below space but tab and line feed; delete and the C1 block; the line and paragraph separators, which
only some readers treat as line ends; the characters that reorder text on screen (Unicode TR36); and the two
noncharacters U+FFFE and U+FFFF.
"""
_CONFLICT_MARK = re.compile(r"^(?:<{7} .*|>{7} .*|\|{7}(?: .*)?|={7})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """Text of one file, its line ends as line feeds; `path` is relative to the root, with forward slashes."""

    path: str
    text: str
    has_crlf: bool = False

    @property
    def digest(self) -> str:
        """First 12 hexadecimal digits of the SHA-256 of the text, as UTF-8 with line feeds."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def get_line(self, number: int) -> str:
        """Return the text of a line, counted from 1; empty past the end."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def text_at(self, span: Span) -> str:
        """Return the exact text at a span."""
        return self.get_line(span.line)[span.column - 1 :][: span.length]

    def span_at(self, start: int, end: int | None = None) -> Span:
        """Return the span between two character offsets of `text`, cut at the end of its first line."""
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", start)
        span_end = min(end if end is not None else start + 1, line_end if line_end >= 0 else len(self.text))
        return Span(self.text.count("\n", 0, start) + 1, start - line_start + 1, max(1, span_end - start))


def decode_source(path: str, raw: bytes) -> tuple[Source | None, list[Problem]]:
    """Decode the bytes of a file, or return the problems that prevent it.

    Conflict markers and control characters are problems too.
    """
    source, problems = decode_unchecked(path, raw)
    if source is not None:
        problems = _find_conflict_marks(source) + _find_control_characters(source)
    return (None if problems else source), problems


def decode_unchecked(path: str, raw: bytes) -> tuple[Source | None, list[Problem]]:
    """Decode the bytes of a file without looking for forbidden content, or return the problems that prevent it."""
    if len(raw) > MAX_BYTES:
        message = say("This file has {size:,} bytes; at most {limit:,} are read.", size=len(raw), limit=MAX_BYTES)
        return None, [Problem.from_rule(TOO_LARGE, path, Span(), message, MOVE_OUT)]
    if b"\0" in raw[:4]:
        message = say("This file is saved as UTF-16, not as UTF-8.")
        return None, [Problem.from_rule(NOT_UTF8, path, Span(), message, _SAVE_AS_UTF8)]
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_not_utf8_problem(path, raw, error)]
    text = decoded.replace("\r\n", "\n") if "\r" in decoded else decoded
    return Source(path, text, has_crlf=len(text) != len(decoded)), []


def find_case_clashes(paths: Iterable[str]) -> Iterator[Problem]:
    """Find files that are the same file on macOS and Windows, where a checkout would keep only one.

    A problem is reported in all of them but the first.
    """
    paths_by_key: dict[str, str] = {}
    for path in sorted(paths):
        first_path = paths_by_key.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if first_path != path:
            message = say(
                "On macOS and Windows this is the same file as {file}: only capitals differ.", file=first_path
            )
            hint = say("Rename one of the two, or a checkout there loses one of them without a word.")
            yield Problem.from_rule(CASE_CLASH, path, Span(), message, hint)


MOVE_OUT = say("Move attachments and exports into files of their own and link them.")
_SAVE_AS_UTF8 = say("Save the file again with the encoding UTF-8 (in Notepad: Save as → Encoding → UTF-8).")


def _not_utf8_problem(path: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    """Return the problem of a file that is not UTF-8, at its first wrong byte."""
    decoded_bytes, start = error.object, error.start  # the bytes that were decoded, without a byte order mark
    before = decoded_bytes[:start].decode()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = say("This file is saved as UTF-16, not as UTF-8.")
    else:
        message = say("The byte 0x{byte:02X} here is not UTF-8 text.", byte=decoded_bytes[start])
    span = Span(before.count("\n") + 1, len(before) - before.rfind("\n"), 1)
    return Problem.from_rule(NOT_UTF8, path, span, message, _SAVE_AS_UTF8)


def _find_conflict_marks(source: Source) -> list[Problem]:
    """Find conflict markers of git.

    A lone row of seven equals signs is a Markdown heading, not a conflict.
    """
    if "<" * 7 not in source.text and ">" * 7 not in source.text:
        return []
    marks = list(_CONFLICT_MARK.finditer(source.text))
    if not any(mark[0][0] in "<>" for mark in marks):
        return []
    hint = say("Choose one of the two versions, delete the three marked lines, and commit again.")
    return [
        Problem.from_rule(
            MERGE_CONFLICT,
            source.path,
            source.span_at(*mark.span()),
            say("An unfinished merge left its mark here."),
            hint,
        )
        for mark in marks
    ]


def _find_control_characters(source: Source) -> list[Problem]:
    """Return a problem for each control character."""
    hint = say(
        "Delete it: put the cursor behind it and press Backspace. It often comes from copying out of a PDF or chat."
    )
    return [
        Problem.from_rule(
            CONTROL_CHARACTER,
            source.path,
            source.span_at(match.start()),
            say("An invisible control character (U+{point:04X}) stands here.", point=ord(match[0])),
            hint,
        )
        for match in CONTROL_CHARACTER_PATTERN.finditer(source.text)
    ]

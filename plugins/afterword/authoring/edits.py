"""Edits to a file: a stretch of one line, and what takes its place."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass

from afterword.problems import Span

_PLAIN = re.compile(r"[^\W_](?:(?!: | #|:$)[^\t\n\[\]{},])*")
_READ_OTHERWISE = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n)|[\d.eE_:+-]+")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Puts a text in the place of a stretch; a stretch of length 0 only adds."""

    line: int
    column: int
    length: int
    text: str

    @classmethod
    def at(cls, span: Span, text: str) -> Edit:
        """An edit of a place."""
        return cls(span.line, span.column, span.length, text)


def apply(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes of a UTF-8 file after edits that do not overlap; line ends in new text follow the file's own."""
    mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    lines = raw.removeprefix(mark).split(b"\n")
    end = "\r\n" if lines and lines[0].endswith(b"\r") else "\n"
    for edit in sorted(set(edits), reverse=True):
        line = lines[edit.line - 1].decode()
        start = edit.column - 1
        new = edit.text.replace("\n", end)
        lines[edit.line - 1] = (line[:start] + new + line[start + edit.length :]).encode()
    return mark + b"\n".join(lines)


def scalar(text: str) -> str:
    """A text as YAML on one line, also inside brackets: plain where every reader takes it for text, else quoted."""
    if _PLAIN.fullmatch(text) and text == text.strip() and not _READ_OTHERWISE.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)

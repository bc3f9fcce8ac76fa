"""Edits to a file: a span of one line and its replacement."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass

from afterword.problems import Span

_PLAIN_SCALAR = re.compile(r"[^\W_](?:(?!: | #|:$)[^\t\n\[\]{},])*")
_READ_OTHERWISE = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n)|[\d.eE_:+-]+")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replacement of a span by a text; with a length of 0 it is an insertion."""

    line: int
    column: int
    length: int
    text: str

    @classmethod
    def at_span(cls, span: Span, text: str) -> Edit:
        """Create an edit of a span."""
        return cls(span.line, span.column, span.length, text)


def apply_edits(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """Apply edits that do not overlap to a UTF-8 file; new lines get the line ends of the file."""
    bom = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    lines = raw.removeprefix(bom).split(b"\n")
    line_end = "\r\n" if lines and lines[0].endswith(b"\r") else "\n"
    for edit in sorted(set(edits), reverse=True):
        line = lines[edit.line - 1].decode()
        start = edit.column - 1
        new_text = edit.text.replace("\n", line_end)
        lines[edit.line - 1] = (line[:start] + new_text + line[start + edit.length :]).encode()
    return bom + b"\n".join(lines)


def render_scalar(text: str) -> str:
    """Render a text as YAML on one line, valid in flow style too: plain if all readers read text, or quoted."""
    if _PLAIN_SCALAR.fullmatch(text) and text == text.strip() and not _READ_OTHERWISE.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)

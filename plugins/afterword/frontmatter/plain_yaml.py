"""Fast recognition of plain YAML, the subset that every YAML reader understands in the same way.

Most front matter is plain: keys of word characters, one-line values, lists, small `{…}` and `[…]`, folded
texts. The number of keys in such a text is known without parsing it. When a parser returns as many
entries, no duplicate key was lost, and the slow reader, which records the span of every key, is not
needed.
"""

from __future__ import annotations

import math
import re
from typing import Any

MAX_DEPTH = 8

_UNSUPPORTED = ("\t", "\x85", "\u2028", "\u2029", "\ufeff", "\n---", "\n...")
_KEY = r"[^\W\d][\w-]*"
_FIRST = r"(?!0[xo])[^\s+\-?:,\[\]{}#&*!|>'\"%@`~.=<]"
_TEXT = rf"{_FIRST}[^:#]*|(?!.*(?::\s|\s#|:$)){_FIRST}.*"
_QUOTED = r"\"[^\"\\]*\"|'[^']*'"
_OPEN = r"(?P<quote>['\"])(?:(?<=')[^'\\]*|(?<=\")[^\"\\]*)"
_NUMBER = r"-\d+(?:\.\d+)?"
_WORD = rf"(?:{_NUMBER}|{_FIRST}[^,\[\]{{}}#:]*)"
_LIST = rf"\[(?:{_WORD}(?:, {_WORD})*)?\]"
_FLAT_PAIR = rf"{_KEY}: (?:{_LIST}|{_WORD})"
_PAIR = rf"{_KEY}: (?:\{{{_FLAT_PAIR}(?:, {_FLAT_PAIR})*\}}|{_LIST}|{_WORD})"
_MAP = rf"\{{{_PAIR}(?:, {_PAIR})*\}}"
_VALUE = rf"(?P<fold>[|>]-?)|(?P<map>{_MAP})|{_LIST}|{_QUOTED}|{_OPEN}|{_NUMBER}|(?P<text>{_TEXT})"
_LINE = re.compile(rf"(?P<indent> *)(?P<dashes>(?:- +){{0,4}})(?:(?P<key>{_KEY}):(?: +|$))?(?P<value>{_VALUE})?")

_CONTINUATION = re.compile(rf" *{_FIRST}[^:#]*")
"""Continuation line of a long plain text, after its margin; it cannot contain a key or a comment."""


def count_keys(text: str) -> int | None:  # noqa: C901 - one pass over lines, each of which may go on with the one before
    """Count the keys in a plain text; None when the text is not plain."""
    if _has_unsupported_syntax(f"\n{text}"):
        return None
    count, fold_margin, block_indent, text_margin, quote = 0, -1, 0, -1, None
    for line in text.split("\n"):
        if quote and _continues_quoted_text(line, text_margin, quote):
            quote = quote if line[-1] != quote else None
            continue
        if quote:
            return None
        if text_margin >= 0 and line.startswith(" " * (text_margin + 1)) and _CONTINUATION.fullmatch(line):
            continue
        text_margin = -1
        if fold_margin >= 0:
            margin = len(line) - len(line.lstrip(" "))
            if margin > fold_margin and margin == (block_indent or margin) and line.strip():
                block_indent = margin
                continue
            if not block_indent:
                return None  # YAML readers disagree about an empty block
            fold_margin, block_indent = -1, 0
        if not line or line.lstrip(" ").startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        indent, dashes, key, value, fold_mark, flow_map, quote, plain_text = match.groups()
        is_field = key and (count or not (indent or dashes))  # the root mapping is not indented
        if not is_field and not (dashes and value and count):
            return None
        count += bool(key) + (flow_map.count(": ") if flow_map else 0)
        if fold_mark or quote or plain_text:
            margin = len(indent) + len(dashes if key else dashes.rstrip()[:-1])
            fold_margin, text_margin = (margin, -1) if fold_mark else (-1, margin)
    return None if quote or (fold_margin >= 0 and not block_indent) else count


def _continues_quoted_text(line: str, margin: int, quote: str) -> bool:
    """Return whether a line, indented past a margin, continues a text in quotes; a closing quote must end it."""
    content = line[:-1] if line.endswith(quote) else line
    return len(line) - len(line.lstrip(" ")) > margin and quote not in content and "\\" not in content


def _has_unsupported_syntax(text: str) -> bool:
    return any(mark in text for mark in _UNSUPPORTED)


def count_entries(value: Any, depth: int = 0) -> float:
    """Count the entries of all mappings in a value; infinite when a key or number is not allowed in a record."""
    if depth >= MAX_DEPTH and isinstance(value, dict | list):
        return math.inf
    count = 0.0
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                return math.inf
            count += 1 if isinstance(inner, str) else 1 + count_entries(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            count += 0 if isinstance(inner, str) else count_entries(inner, depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        return math.inf
    return count

"""The plain part of YAML, in which nothing can be hidden and about which readers cannot disagree.

Most front matter is plain: keys of word characters, one-line values, lists, small `{…}` and `[…]`, folded texts. For
such a text the number of keys written is known without parsing it, so a parser that yields as many entries has lost
none to a duplicate, and the slow reader, which places every key, need not look.
"""

from __future__ import annotations

import math
import re
from typing import Any

MAX_DEPTH = 8

_ODD = ("\t", "\x85", "\u2028", "\u2029", "\ufeff", "\n---", "\n...")
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

_MORE = re.compile(rf" *{_FIRST}[^:#]*")
"""A further line of a plain text, as programs write long ones, behind its margin; no key or comment can begin there."""


def keys(text: str) -> int | None:  # noqa: C901 - one pass over lines, each of which may go on with the one before
    """How many keys a plain text writes; None when it is not plain."""
    if _is_odd(f"\n{text}"):
        return None
    count, fold, inside, more, quote = 0, -1, 0, -1, None
    for line in text.split("\n"):
        if quote and _is_quoted(line, more, quote):
            quote = quote if line[-1] != quote else None
            continue
        if quote:
            return None
        if more >= 0 and line.startswith(" " * (more + 1)) and _MORE.fullmatch(line):
            continue
        more = -1
        if fold >= 0:
            margin = len(line) - len(line.lstrip(" "))
            if margin > fold and margin == (inside or margin) and line.strip():
                inside = margin
                continue
            if not inside:
                return None  # about an empty block readers disagree
            fold, inside = -1, 0
        if not line or line.lstrip(" ").startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        indent, dashes, key, value, folded, group, quote, plain = found.groups()
        is_field = key and (count or not (indent or dashes))  # the mapping of all fields begins at the margin
        if not is_field and not (dashes and value and count):
            return None
        count += bool(key) + (group.count(": ") if group else 0)
        if folded or quote or plain:
            margin = len(indent) + len(dashes if key else dashes.rstrip()[:-1])
            fold, more = (margin, -1) if folded else (-1, margin)
    return None if quote or (fold >= 0 and not inside) else count


def _is_quoted(line: str, margin: int, quote: str) -> bool:
    """Whether a line goes on with a text in quotes that stands behind a margin; closed, it ends with the line."""
    inside = line[:-1] if line.endswith(quote) else line
    return len(line) - len(line.lstrip(" ")) > margin and quote not in inside and "\\" not in inside


def _is_odd(text: str) -> bool:
    return any(odd in text for odd in _ODD)


def entries(value: Any, depth: int = 0) -> float:
    """How many entries the mappings of a value have; infinite when some key or number may not stand in a record."""
    if depth >= MAX_DEPTH and isinstance(value, dict | list):
        return math.inf
    count = 0.0
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                return math.inf
            count += 1 if isinstance(inner, str) else 1 + entries(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            count += 0 if isinstance(inner, str) else entries(inner, depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        return math.inf
    return count

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

_ODD = re.compile("[\t\x85\u2028\u2029\ufeff]|^(?:---|\\.\\.\\.)", re.MULTILINE)
_KEY = r"[^\W\d][\w-]*"
_FIRST = r"(?!0[xo])[^\s+\-?:,\[\]{}#&*!|>'\"%@`~.=<]"
_TEXT = rf"(?!.*(?::\s|\s#|:$)){_FIRST}.*"
_QUOTED = r"\"[^\"\\]*\"|'[^']*'"
_NUMBER = r"-\d+(?:\.\d+)?"
_WORD = rf"(?:{_NUMBER}|{_FIRST}[^,\[\]{{}}#:]*)"
_LIST = rf"\[(?:{_WORD}(?:, {_WORD})*)?\]"
_FLAT_PAIR = rf"{_KEY}: (?:{_LIST}|{_WORD})"
_PAIR = rf"{_KEY}: (?:\{{{_FLAT_PAIR}(?:, {_FLAT_PAIR})*\}}|{_LIST}|{_WORD})"
_MAP = rf"\{{{_PAIR}(?:, {_PAIR})*\}}"
_VALUE = rf"(?P<fold>[|>]-?)|(?P<map>{_MAP})|{_LIST}|{_QUOTED}|{_NUMBER}|{_TEXT}"
_LINE = re.compile(rf"(?P<indent> *)(?P<dashes>(?:- +){{0,4}})(?:(?P<key>{_KEY}):(?: +|$))?(?P<value>{_VALUE})?")
_COMMENT = re.compile(r" *#.*")
_INDENT = re.compile(" *")


def keys(text: str) -> int | None:
    """How many keys a plain text writes; None when it is not plain."""
    if _ODD.search(text):
        return None
    count, fold, inside = 0, -1, 0
    for line in text.split("\n"):
        if fold >= 0:
            indent = _INDENT.match(line).end()  # type: ignore[union-attr]  # it matches the empty text
            if indent > fold and indent == (inside or indent) and line.strip():
                inside = indent
                continue
            if not inside:
                return None  # about an empty block readers disagree
            fold, inside = -1, 0
        if not line or _COMMENT.fullmatch(line):
            continue
        found = _LINE.fullmatch(line)
        if found is None or not (found["key"] or (found["dashes"] and found["value"] and count)):
            return None
        if not count and (found["indent"] or found["dashes"]):
            return None  # the mapping of all fields begins at the margin
        count += bool(found["key"]) + (found["map"].count(": ") if found["map"] else 0)
        if found["fold"]:
            fold = len(found["indent"]) + len(found["dashes"] if found["key"] else found["dashes"].rstrip()[:-1])
    return None if fold >= 0 and not inside else count


def entries(value: Any, depth: int = 0) -> float:
    """How many entries the mappings of a value have; infinite when some key or number may not stand in a record."""
    if isinstance(value, dict):
        if depth >= MAX_DEPTH or not all(isinstance(key, str) for key in value):
            return math.inf
        return len(value) + sum(entries(inner, depth + 1) for inner in value.values())
    if isinstance(value, list):
        return math.inf if depth >= MAX_DEPTH else sum(entries(inner, depth + 1) for inner in value)
    return 0 if not isinstance(value, float) or math.isfinite(value) else math.inf

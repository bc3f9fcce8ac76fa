"""Text as a reader sees it: without markup, entities, escapes and invisible characters inside words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\u0300-\u036f]+"
)
_ENCODED_CHARACTER = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|\\(?=[!-/:-@\[-`{-~])"
)
_MARKUP = re.compile(r"(?:[*`~^]|==|</?[A-Za-z][^<>]*>|<!--.*?-->|\]\([^()\s]*\)|\[)+(?=[^\W_])", re.DOTALL)
"""Markup that Markdown and HTML remove; between two letters it splits a word: `North**light`, `North<wbr>light`."""
_SPACED_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .·-][^\W\d_]){4,}(?![^\W_])")
"""Word whose letters are spaced: `N O R T H`."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text with the position of each character in its source; `positions` is None if they are equal."""

    text: str
    positions: Sequence[int] | None = None

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the source that a range of the text comes from."""
        if self.positions is None:
            return start, end
        return self.positions[start], self.positions[end - 1] + 1


def strip_markup(source: str) -> PlainText:
    """Remove from a text everything that a reader does not see inside its words."""
    plain = PlainText(source)
    if not source.isascii() and _INVISIBLE.search(source):
        plain = _replace_matches(_INVISIBLE, plain)
    if any(sign in source for sign in "&%\\"):
        plain = _replace_matches(_ENCODED_CHARACTER, plain)
    if any(sign in source for sign in "*`~^=<["):
        plain = _replace_matches(_MARKUP, plain)
    if _SPACED_LETTERS.search(plain.text):
        plain = _join_spaced_letters(plain)
    return plain


def _join_spaced_letters(plain: PlainText) -> PlainText:
    """Remove the separators between the letters of words such as `N O R T H`."""
    gaps = {index for word in _SPACED_LETTERS.finditer(plain.text) for index in range(word.start() + 1, word.end(), 2)}
    kept_indexes = [index for index in range(len(plain.text)) if index not in gaps]
    positions = plain.positions
    return PlainText(
        "".join(plain.text[n] for n in kept_indexes),
        kept_indexes if positions is None else [positions[n] for n in kept_indexes],
    )


def _replace_matches(pattern: re.Pattern[str], plain: PlainText) -> PlainText:
    text = plain.text
    parts: list[str] = []
    source_indexes: list[int] = []
    position = 0
    for match in pattern.finditer(text):
        if pattern is _MARKUP and not text[max(0, match.start() - 1) : match.start()].isalnum():
            continue
        replacement = _decode_match(match)
        parts += text[position : match.start()], replacement
        source_indexes += [*range(position, match.start()), *([match.start()] * len(replacement))]
        position = match.end()
    if not position:
        return plain
    source_indexes += range(position, len(text))
    positions = plain.positions
    return PlainText(
        "".join([*parts, text[position:]]),
        source_indexes if positions is None else [positions[index] for index in source_indexes],
    )


def _decode_match(match: re.Match[str]) -> str:
    if match.lastgroup == "entity":
        return "".join(sign for sign in unescape(match[0]) if unicodedata.category(sign) not in ("Cf", "Mn"))
    return unquote(match[0]) if match.lastgroup == "percent" else ""

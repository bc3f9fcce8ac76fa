"""A text as a reader sees it: without markup, entities, escapes and invisible signs inside its words."""

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
_ENCODED = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|\\(?=[!-/:-@\[-`{-~])"
)
_MARKUP = re.compile(r"(?:[*`~^]|==|</?[A-Za-z][^<>]*>|<!--.*?-->|\]\([^()\s]*\)|\[)+(?=[^\W_])", re.DOTALL)
"""Marks that Markdown and HTML take away; between two letters they split a word: `North**light`, `North<wbr>light`."""
_LETTERS_APART = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .·-][^\W\d_]){4,}(?![^\W_])")
"""A word whose letters stand apart: `N O R T H`."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text with, for each of its characters, the position in the source; `positions` is None where they are equal."""

    text: str
    positions: Sequence[int] | None = None

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the text stands in the source."""
        if self.positions is None:
            return start, end
        return self.positions[start], self.positions[end - 1] + 1


def plain_text(source: str) -> PlainText:
    """Remove from a text whatever a reader does not see inside its words."""
    plain = PlainText(source)
    if not source.isascii() and _INVISIBLE.search(source):
        plain = _replaced(_INVISIBLE, plain)
    if any(sign in source for sign in "&%\\"):
        plain = _replaced(_ENCODED, plain)
    if any(sign in source for sign in "*`~^=<["):
        plain = _replaced(_MARKUP, plain)
    if _LETTERS_APART.search(plain.text):
        plain = _close_up(plain)
    return plain


def _close_up(plain: PlainText) -> PlainText:
    """Remove what stands between the letters of words such as `N O R T H`."""
    gaps = {place for word in _LETTERS_APART.finditer(plain.text) for place in range(word.start() + 1, word.end(), 2)}
    kept = [place for place in range(len(plain.text)) if place not in gaps]
    positions = plain.positions
    return PlainText("".join(plain.text[n] for n in kept), kept if positions is None else [positions[n] for n in kept])


def _replaced(pattern: re.Pattern[str], plain: PlainText) -> PlainText:
    text = plain.text
    parts: list[str] = []
    kept: list[int] = []
    at = 0
    for match in pattern.finditer(text):
        if pattern is _MARKUP and not text[max(0, match.start() - 1) : match.start()].isalnum():
            continue
        shown = _shown(match)
        parts += text[at : match.start()], shown
        kept += [*range(at, match.start()), *([match.start()] * len(shown))]
        at = match.end()
    if not at:
        return plain
    kept += range(at, len(text))
    positions = plain.positions
    return PlainText("".join([*parts, text[at:]]), kept if positions is None else [positions[n] for n in kept])


def _shown(match: re.Match[str]) -> str:
    if match.lastgroup == "entity":
        return "".join(sign for sign in unescape(match[0]) if unicodedata.category(sign) not in ("Cf", "Mn"))
    return unquote(match[0]) if match.lastgroup == "percent" else ""

"""Texts read as front matter or YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.document import Document
from afterword.problems import Problem
from corpora import WHOLE

thorough = settings(max_examples=settings().max_examples if WHOLE else 100)

# --------------------------------------------------------------------------------------------- what every result is


def read(text: str) -> tuple[Document | None, list[Problem]]:
    """The document of a file's text."""
    found, problems = source.decode_source("postmortems/a.md", text.encode(errors="surrogatepass"))
    return (None, problems) if found is None else frontmatter.read_document(found)


# ------------------------------------------------------------------------------------- what was written, and where

ODD = (
    "NO", "no", "Yes", "on", "0123", "12:30", "16:9", "1e3", "1E-2", "0o17", "0x1F", "0b11", "1_000", "+12", "-0",
    "-7", ".5", "5.", "1.50",
    "~", "Null", "null", "NULL", "nULL", "true", "True", "FALSE", "tRue", "2026-01-02", "2026-01-02T10:00:00Z",
    "2026-Q1", "2009",
    "12345678901234567890123", "-12345678901234567890123", "1e400x", "=", "it's", 'a "quoted" word', "a#b", "50 %",
    "a:b", "Проход не удался",
    "名前", "naïve", "e\u0301", "🙂 ok", "https://example.com/?a=1&b=2#c", "C:\\deals", "-x", "---x", "...x", "a - b",
    "<b>", "x ? y",
    "B2B-воронка", "12.3.4", "0x", "1e", ".", "-", "+", "<<x",
)  # fmt: skip
WORDS = st.text("абвЖЯ xyzQ0189é名🙂-_.'\"/\\%+=~", min_size=1, max_size=16).map(str.strip)
# Others would mean something else in some places. py-yaml12 0.2 takes a `-` before a flow bracket for an item of a
# list, and `+-5`, `++5`, `0x-1` and `0o+7` for numbers.
PLAIN = st.one_of(st.sampled_from(ODD), WORDS).filter(
    lambda text: text and not re.match(r"[-'\"%]|\+[-+]|0[xo][-+]", text) and text[-1] != "-"
)
KEYS = st.text("abcкйя_名", min_size=1, max_size=8)


def whole(value: int) -> float:
    """A whole number; beyond 64 bits the nearest floating one, as in JSON. Fields of text keep what was written."""
    return value if -(2**63) <= value < 2**63 else float(value)


CORE: dict[str, Callable[[str], Any]] = {
    "null|Null|NULL|~|": lambda _: None,
    "true|True|TRUE": lambda _: True,
    "false|False|FALSE": lambda _: False,
    "[-+]?[0-9]+": lambda text: whole(int(text)),
    "0o[0-7]+|0x[0-9a-fA-F]+": lambda text: whole(int(text, 0)),
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?": float,
    r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)": lambda text: float(text.replace(".", "", 1).lower()),
}
"""YAML 1.2's core schema, chapter 10.3.2: how a plain scalar is written, and its value."""


def core(text: str) -> Any:
    """The value of a plain scalar."""
    return next((value(text) for pattern, value in CORE.items() if re.fullmatch(pattern, text)), text)


def same(left: object, right: object) -> bool:
    """Equal, and of the same type all the way down: `1`, `1.0` and `true` are three things."""
    return repr(left) == repr(right)

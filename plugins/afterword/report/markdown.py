"""Values of other people as Markdown that says them, and nothing else.

For a table, a heading or a list item on GitHub, on GitLab or in a document. Both sites also look through the finished
text for mentions, references and addresses, which no backslash stops: a word joiner, which nobody sees, keeps these
from being found.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_JOINER = "&#8288;"
_FOUND_LATER = re.compile(
    r"""(?P<start>
        [@\#!%~^&] (?=["\w])      # mentions, references to issues and the like
        | \bGH- (?=\d)            # references to issues
        | : (?=//)                # addresses
        | \bwww\. (?=\S)          # addresses
        | : (?=[\w+-]+:)          # emoji
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MARK = "\ue000"
"""Stands for a joiner while signs are escaped; a private character, so no value that is printable holds it."""
_SIGNS = str.maketrans(
    {sign: f"\\{sign}" for sign in "`*_[]<>#&~^$"} | {sign: f"&#{ord(sign)};" for sign in "\\|"} | {_MARK: _JOINER}
)
_BLOCK_START = re.compile(r"\d+(?=[.)])|(?=[-+=:])")
"""Beginnings of a list, a table or a heading, up to the sign that has to be escaped."""
_PLAIN_CODE = re.compile(r"[^`|\\ ]+(?: [^`|\\ ]+)*")
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_KEPT_IN_ADDRESSES = ":/?#@=,;+%~"


def escape(text: str) -> str:
    """Return a text, on one line, that no Markdown parser reads as anything but text."""
    marked = _FOUND_LATER.sub(rf"\g<start>{_MARK}", _one_line(text))
    escaped = marked.translate(_SIGNS)
    start = _BLOCK_START.match(escaped)
    return f"{start[0]}\\{escaped[start.end() :]}" if start else escaped


def code(text: str) -> str:
    """Return a text in a code span, which no sign in it ends, in a cell of a table or elsewhere."""
    line = _one_line(text)
    if _PLAIN_CODE.fullmatch(line):
        return f"`{line}`"
    signs = (sign if sign.isalnum() or sign in " ./-" or not sign.isascii() else f"&#{ord(sign)};" for sign in line)
    return f"<code>{''.join(signs)}</code>"


def link(text: str, address: str) -> str:
    """Return a text that leads to an address of the web; only the text where it is none."""
    shown = escape(text)
    if not shown or not _WEB.match(address):
        return shown
    safe = quote(address.encode("utf-8", "replace"), safe=_KEPT_IN_ADDRESSES)
    return f"[{shown}]({safe})"


def _one_line(text: str) -> str:
    """Return a text without line ends, control characters and private ones, and without spaces around it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())

"""Escaping of values for Markdown, so that they show as plain text.

For a table, a heading or a list item on GitHub, on GitLab or in a document. Both sites also look through the finished
text for mentions, references and addresses, which no backslash stops: a word joiner, which nobody sees, keeps these
from being found.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_JOINER = "&#8288;"
_REFERENCE_START = re.compile(
    r"""(?P<start>
        [@\#!%~^&] (?=["\w])      # mentions, references to issues and the like
        | \bGH- (?=\d)            # references to issues
        | : (?=//)                # addresses
        | \bwww\. (?=\S)          # addresses
        | : (?=[\w+-]+:)          # emoji
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_JOINER_PLACEHOLDER = "\ue000"
"""Placeholder of a joiner while characters are escaped; a private character, so no printable value contains it."""
_ESCAPES = str.maketrans(
    {sign: f"\\{sign}" for sign in "`*_[]<>#&~^$"}
    | {sign: f"&#{ord(sign)};" for sign in "\\|"}
    | {_JOINER_PLACEHOLDER: _JOINER}
)
_BLOCK_START = re.compile(r"\d+(?=[.)])|(?=[-+=:])")
"""Start of a list, a table or a heading, up to the character that must be escaped."""
_PLAIN_CODE = re.compile(r"[^`|\\ ]+(?: [^`|\\ ]+)*")
_WEB_URL = re.compile(r"https?://[^/]", re.IGNORECASE)
_SAFE_IN_URLS = ":/?#@=,;+%~"


def escape_markdown(text: str) -> str:
    """Return a text, on one line, that every Markdown parser reads as plain text."""
    marked = _REFERENCE_START.sub(rf"\g<start>{_JOINER_PLACEHOLDER}", _to_one_line(text))
    escaped = marked.translate(_ESCAPES)
    start = _BLOCK_START.match(escaped)
    return f"{start[0]}\\{escaped[start.end() :]}" if start else escaped


def format_code(text: str) -> str:
    """Return a text as a code span that no character of it ends, in a table cell or elsewhere."""
    line = _to_one_line(text)
    if _PLAIN_CODE.fullmatch(line):
        return f"`{line}`"
    signs = (sign if sign.isalnum() or sign in " ./-" or not sign.isascii() else f"&#{ord(sign)};" for sign in line)
    return f"<code>{''.join(signs)}</code>"


def format_link(text: str, url: str) -> str:
    """Return a link to a web URL, or only the text if the URL is not one."""
    label = escape_markdown(text)
    if not label or not _WEB_URL.match(url):
        return label
    safe = quote(url.encode("utf-8", "replace"), safe=_SAFE_IN_URLS)
    return f"[{label}]({safe})"


def _to_one_line(text: str) -> str:
    """Return a text without line breaks, control characters and surrounding spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())

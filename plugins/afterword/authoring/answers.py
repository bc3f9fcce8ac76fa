"""The block of answers that a gate asks for, to paste into a brief or put into its file; and the stamp of approval."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from afterword.authoring.editable_document import Sheet, Splice, chain, entries
from afterword.authoring.edits import scalar
from afterword.frontmatter.document import Document
from afterword.frontmatter.source import Source


class Asked(NamedTuple):
    """One thing to answer: a record by its name or a guardrail by its id, and a line that says why it is asked."""

    name: str
    is_rule: bool
    why: str


def block(asked: Sequence[Asked]) -> str:
    """The answers to be given, as front matter: all under `reviewed`, each still empty."""
    return f"reviewed:\n{_rows(asked, 2)}"


def listed(asked: Sequence[Asked], heading: str) -> str:
    """The same for a brief without front matter: a section of its text."""
    return f"## {heading}\n\n{_items(asked)}"


def asking(document: Document, raw: bytes, asked: Sequence[Asked]) -> bytes | None:
    """The bytes of a brief with the answers to be given in its front matter; nothing else in it changes.

    None where all of its front matter stands in one pair of brackets.
    """
    sheet = Sheet.of(document, raw)
    found = chain(document.places.root, ("reviewed",))
    if not found or found[-1].value.items is None:
        return _with(sheet, "reviewed", f"\n{_rows(asked, 2)}")
    value = found[-1].value
    if sheet.in_brackets(value):
        rows = ", ".join(f"{{{_key(one)}: {scalar(one.name)}, applied: }}" for one in asked)
        at = sheet.stop(value) - 1
        return sheet.spliced([(at, at, f", {rows}" if value.items else rows)])
    at = sheet.start(sheet.last(found[-1]) + 1)
    indent = value.items[0].span.column - 1 - len("- ") if value.items else 2
    return sheet.spliced([(at, at, _rows(asked, max(0, indent)))])


def asking_in_text(source: Source, raw: bytes, asked: Sequence[Asked], heading: str) -> bytes:
    """The bytes of a brief without front matter, with the answers to be given at its end."""
    text = source.text
    has_section = any(line.lstrip("# ").strip("* ").casefold() == heading.casefold() for line in text.split("\n"))
    gap = "" if text.endswith("\n") or not text else "\n"
    added = gap + (_items(asked) if has_section else f"\n{listed(asked, heading)}")
    return raw + added.replace("\n", "\r\n" if source.crlf else "\n").encode()


def stamped(document: Document, raw: bytes, stamp: Mapping[str, Any]) -> bytes | None:
    """The bytes of a brief with a stamp as its field `gate`, in the place of one that it has; else as `asking`."""
    sheet = Sheet.of(document, raw)
    rows = "".join(f"  {key}: {_value(value)}\n" for key, value in stamp.items())
    return _with(sheet, "gate", f"\n{rows}")


def _with(sheet: Sheet, key: str, said: str) -> bytes | None:
    """The file with a block as a field: where that stands, or below the last one."""
    root = sheet.document.places.root
    if sheet.in_brackets(root):
        return None
    if found := chain(root, (key,)):
        splice: Splice = (sheet.start(sheet.first(found[0])), sheet.start(sheet.last(found[0]) + 1), f"{key}:{said}")
    else:
        at = sheet.start(sheet.last(entries(root)[-1]) + 1)
        splice = (at, at, f"{key}:{said}")
    return sheet.spliced([splice])


def _rows(asked: Sequence[Asked], indent: int) -> str:
    pad = " " * indent
    return "".join(f"{_why(one, pad)}{pad}- {_key(one)}: {scalar(one.name)}\n{pad}  applied:\n" for one in asked)


def _why(one: Asked, pad: str) -> str:
    return f"{pad}# {one.why}\n" if one.why else ""


def _items(asked: Sequence[Asked]) -> str:
    return "".join(f"- {f'`{one.name}`' if one.is_rule else f'[[{one.name}]]'}:\n" for one in asked)


def _key(one: Asked) -> str:
    return "guardrail" if one.is_rule else "name"


def _value(value: Any) -> str:
    """A value of the stamp on one line: a text, a list of texts, or rows of single values."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value)

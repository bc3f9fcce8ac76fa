"""Content of sections: the first text below a heading, ticked boxes, and the text without excluded ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence

from afterword.body import Body, ByteRange, Heading, ListItem
from afterword.body.markdown import parse_events

_FIRST_BLOCKS, _SPACES = ("Paragraph", "Item"), ("SoftBreak", "HardBreak", "Paragraph")
_PLAIN_KINDS = (*_SPACES, "Text", "Code", "Emphasis", "Strong", "Strikethrough", "TaskListMarker")
"""Kinds of events that read the same as plain text."""


def find_first_text(body: Body, role: str) -> ListItem | None:
    """Return the first paragraph or list item below the headings of a role, up to the next heading.

    Its range is empty when plain text does not express it in full, as for a link: then it has to stay in the
    body.
    """
    is_below, parts, place, block_kind = False, list[str](), (0, 0), ""
    roles = {heading.place: heading.role for heading in body.headings}
    for event in parse_events(body.text):
        if event.kind == "Heading":
            is_below = roles.get((event.start, event.end)) == role and event.action == "end"
        elif block_kind and (event.action, event.kind) in (("end", block_kind), ("start", "List")):
            place = (place[0], place[0]) if event.kind == "List" else place
            if joined_text := " ".join("".join(parts).split()):
                return ListItem(joined_text, place)
            parts, block_kind = [], ""
        elif block_kind:
            parts.append(str(event.data) if event.kind in ("Text", "Code") else " " * (event.kind in _SPACES))
            place = place if event.kind in _PLAIN_KINDS else (place[0], place[0])
        elif is_below and event.action == "start" and event.kind in _FIRST_BLOCKS:
            block_kind, place = event.kind, (event.start, event.end)
    return None


def is_ticked(body: Body, item: ListItem) -> bool:
    """Return whether an item begins with a ticked box; the box is not part of its text."""
    item_source = body.text.encode()[slice(*item.place)].decode().lstrip("-+*0123456789.) \t")
    return item_source[:3].lower() == "[x]" and not item.text.lower().startswith("[x]")


def exclude_ranges(body: Body, ranges: Sequence[ByteRange]) -> tuple[bytes, Sequence[Heading]]:
    """Return the text with some ranges replaced by spaces, and the headings that still have content.

    Offsets do not change. A heading is removed only when an excluded range below it was its last content.
    """
    raw = _blank_ranges(body.text.encode(), ranges)
    remaining_headings: list[Heading] = []
    for index, heading in reversed(list(enumerate(body.headings))):
        ends = (other.place[0] for other in body.headings[index + 1 :] if other.level <= heading.level)
        start, end = heading.place[1], next(ends, len(raw))
        if any(start <= excluded[0] < end for excluded in ranges) and not raw[start:end].strip():
            raw = _blank_ranges(raw, [heading.place])
        else:
            remaining_headings.append(heading)
    return raw, remaining_headings[::-1]


def _blank_ranges(raw: bytes, ranges: Sequence[ByteRange]) -> bytes:
    """Replace ranges by spaces, keeping line breaks."""
    for start, end in ranges:
        raw = raw[:start] + re.sub(rb"[^\n]", b" ", raw[start:end]) + raw[end:]
    return raw

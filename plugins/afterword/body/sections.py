"""What stands below a heading: its first text, whether a box is ticked, and the text without what is told elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from afterword.body import Body, Heading, Item, Range
from afterword.body.markdown import events

_OPENINGS, _SPACES = ("Paragraph", "Item"), ("SoftBreak", "HardBreak", "Paragraph")
_PLAIN = (*_SPACES, "Text", "Code", "Emphasis", "Strong", "Strikethrough", "TaskListMarker")
"""What reads the same as plain text."""


def opening(body: Body, role: str) -> Item | None:
    """The first paragraph or list item below the headings of a role, up to the next heading.

    Its place is empty where its text is not all that it is, such as a link: then it cannot be told elsewhere instead.
    """
    below, text, place, holder = False, list[str](), (0, 0), ""
    roles = {heading.place: heading.role for heading in body.headings}
    for event in events(body.text):
        if event.kind == "Heading":
            below = roles.get((event.start, event.end)) == role and event.act == "end"
        elif holder and (event.act, event.kind) in (("end", holder), ("start", "List")):
            place = (place[0], place[0]) if event.kind == "List" else place
            if found := " ".join("".join(text).split()):
                return Item(found, place)
            text, holder = [], ""
        elif holder:
            text.append(str(event.data) if event.kind in ("Text", "Code") else " " * (event.kind in _SPACES))
            place = place if event.kind in _PLAIN else (place[0], place[0])
        elif below and event.act == "start" and event.kind in _OPENINGS:
            holder, place = event.kind, (event.start, event.end)
    return None


def is_ticked(body: Body, item: Item) -> bool:
    """Whether the item begins with a ticked box; its text does not tell, as the box is no part of it."""
    written = body.text.encode()[slice(*item.place)].decode().lstrip("-+*0123456789.) \t")
    return written[:3].lower() == "[x]" and not item.text.lower().startswith("[x]")


def without(body: Body, taken: Sequence[Range]) -> tuple[bytes, Sequence[Heading]]:
    """The text with blanks for some of its parts, and the headings that still have something below them.

    Offsets stay. A heading goes only with a part that stood below it, and is blank then too.
    """
    raw = _blank(body.text.encode(), taken)
    left: list[Heading] = []
    for index, heading in reversed(list(enumerate(body.headings))):
        ends = (other.place[0] for other in body.headings[index + 1 :] if other.level <= heading.level)
        start, end = heading.place[1], next(ends, len(raw))
        if any(start <= part[0] < end for part in taken) and not raw[start:end].strip():
            raw = _blank(raw, [heading.place])
        else:
            left.append(heading)
    return raw, left[::-1]


def _blank(raw: bytes, parts: Sequence[Range]) -> bytes:
    for start, end in parts:
        raw = raw[:start] + re.sub(rb"[^\n]", b" ", raw[start:end]) + raw[end:]
    return raw

"""The sentence that a link stands in."""

from __future__ import annotations

from collections.abc import Mapping

from afterword.body import Body, Range
from afterword.body.markdown import events
from afterword.text.sentences import sentences

_BLOCKS = ("Paragraph", "Heading", "Item", "TableCell")
_MARK = "\x00"
"""Stands in a block's text where a link begins: no source holds it."""


def contexts(body: Body) -> Mapping[Range, str]:
    """For the place of each wiki link, its sentence as plain text."""
    found: dict[Range, str] = {}
    block, places = [""], list[Range]()
    for event in events(body.text):
        if event.kind in _BLOCKS and event.act != "leaf":
            _settle("".join(block), places, found)
            block, places = [""], []
        elif event.act == "start" and event.kind == "Link" and isinstance(event.data["link_type"], dict):
            block.append(_MARK)
            places.append((event.start, event.end))
        elif event.kind in ("Text", "Code"):
            block.append(str(event.data))
        elif event.kind.endswith("Break"):
            block.append(" ")
    _settle("".join(block), places, found)
    return found


def _settle(text: str, places: list[Range], found: dict[Range, str]) -> None:
    waiting = iter(places)
    for sentence in sentences(text) if places else ():
        for _ in range(sentence.count(_MARK)):
            found[next(waiting)] = sentence.replace(_MARK, "")

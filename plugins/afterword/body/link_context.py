"""Sentences that contain links."""

from __future__ import annotations

from collections.abc import Mapping

from afterword.body import Body, ByteRange
from afterword.body.markdown import parse_events
from afterword.text.sentences import split_sentences

_BLOCK_KINDS = ("Paragraph", "Heading", "Item", "TableCell")
_LINK_MARK = "\x00"
"""Character put into a block's text where a link begins; no source contains it."""


def find_link_sentences(body: Body) -> Mapping[ByteRange, str]:
    """Return the sentence of each wiki link as plain text, by the link's range."""
    sentences_by_range: dict[ByteRange, str] = {}
    block, link_ranges = [""], list[ByteRange]()
    for event in parse_events(body.text):
        if event.kind in _BLOCK_KINDS and event.action != "leaf":
            _assign_sentences("".join(block), link_ranges, sentences_by_range)
            block, link_ranges = [""], []
        elif event.action == "start" and event.kind == "Link" and isinstance(event.data["link_type"], dict):
            block.append(_LINK_MARK)
            link_ranges.append((event.start, event.end))
        elif event.kind in ("Text", "Code"):
            block.append(str(event.data))
        elif event.kind.endswith("Break"):
            block.append(" ")
    _assign_sentences("".join(block), link_ranges, sentences_by_range)
    return sentences_by_range


def _assign_sentences(text: str, link_ranges: list[ByteRange], sentences_by_range: dict[ByteRange, str]) -> None:
    """Split the text of a block into sentences, and store the sentence of each link in it."""
    remaining_ranges = iter(link_ranges)
    for sentence in split_sentences(text) if link_ranges else ():
        for _ in range(sentence.count(_LINK_MARK)):
            sentences_by_range[next(remaining_ranges)] = sentence.replace(_LINK_MARK, "")

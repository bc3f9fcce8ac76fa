"""The prose of a record: one parse of its Markdown for checking, linking and rendering alike."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from afterword.body.markdown import Event, events
from afterword.problems import Span
from afterword.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `level` 1 to 6 as written, `id` for links to it, the key of its section's role if it has one.

    `outer` and `inner` are the byte ranges of the heading and of the text in it.
    """

    level: int
    text: str
    id: str
    role: str | None
    span: Span
    outer: tuple[int, int]
    inner: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image. `wiki` links name a record; `target` is the name or address as written."""

    target: str
    text: str
    wiki: bool
    image: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """A list item under a section role, as plain text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a Markdown text, with places in its file; everything in document order.

    `bare_urls` are the byte ranges of addresses that are written as plain text.
    """

    text: str
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    items: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    bare_urls: tuple[tuple[int, int], ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """The roles of its sections."""
        return frozenset(heading.role for heading in self.headings if heading.role)


def parse(text: str, first_line: int, vocabulary: Vocabulary) -> Body:
    """The headings, links and list items of a Markdown text that begins on a line of its file."""
    return _Walk(text, first_line, vocabulary).walk()


def slug(text: str, taken: set[str]) -> str:
    """An id for a heading, in its own script, as GitHub makes it; adds itself to those taken."""
    kept = "".join(c if c.isalnum() or c in "-_ " else "" for c in unicodedata.normalize("NFC", text).lower())
    base = kept.strip().replace(" ", "-") or "section"
    numbered = (base if n == 0 else f"{base}-{n}" for n in range(len(taken) + 1))
    found = next(candidate for candidate in numbered if candidate not in taken)
    taken.add(found)
    return found


_BARE_URL = re.compile(rb"(?<![\w/])https?://[^\s<>\"`]*[^\s<>\"`?!.,:;*_~'\])}]")
_NO_BARE_URLS = ("Heading", "Link", "Image", "CodeBlock")
_COLLECTED = ("Heading", "Link", "Image", "Item")


class _Walk:
    """One pass over the events: what is open, and what was found."""

    def __init__(self, text: str, first_line: int, vocabulary: Vocabulary) -> None:
        self._text, self._raw, self._first_line, self._vocabulary = text, text.encode(), first_line, vocabulary
        self._line_starts = [0, *accumulate(len(line) for line in self._raw.split(b"\n"))]
        self._line_starts = [start + number for number, start in enumerate(self._line_starts)]
        self._headings: list[Heading] = []
        self._links: list[Link] = []
        self._items: dict[str, list[Item]] = {}
        self._bare_urls: list[tuple[int, int]] = []
        self._open: list[tuple[Event, list[str], list[int]]] = []
        self._depth = dict.fromkeys(("List", *_NO_BARE_URLS), 0)
        self._ids: set[str] = set()
        self._sections: list[tuple[int, str | None]] = []

    def walk(self) -> Body:
        for event in events(self._text):
            if event.act == "start":
                if event.kind in self._depth:
                    self._depth[event.kind] += 1
                if event.kind in _COLLECTED:
                    self._open.append((event, [], []))
            elif event.act == "end":
                if event.kind in self._depth:
                    self._depth[event.kind] -= 1
                if event.kind in _COLLECTED:
                    self._close(*self._open.pop())
            else:
                self._leaf(event)
            if self._open and event.kind != "Heading":
                self._open[-1][2].extend((event.start, event.end))
        return Body(self._text, tuple(self._headings), tuple(self._links), self._items, tuple(self._bare_urls))

    def _leaf(self, event: Event) -> None:
        words = str(event.data) if event.kind in ("Text", "Code") else " " if event.kind.endswith("Break") else ""
        for holder, texts, _ in reversed(self._open):
            texts.append(words)
            if holder.kind == "Item":
                break
        if event.kind == "Text" and "://" in words and not any(self._depth[k] for k in _NO_BARE_URLS):
            found = _BARE_URL.finditer(self._raw, event.start, event.end)
            self._bare_urls += [match.span() for match in found]

    def _close(self, event: Event, texts: list[str], inside: list[int]) -> None:
        span = self._span(event.start, event.end)
        text = " ".join("".join(texts).split())
        if event.kind == "Heading":
            role = self._vocabulary.role(text)
            level, key = int(event.data["level"][1]), role.key if role else None
            inner = (min(inside), max(inside)) if inside else (event.end, event.end)
            heading = Heading(level, text, slug(text, self._ids), key, span, (event.start, event.end), inner)
            self._headings.append(heading)
            while self._sections and self._sections[-1][0] >= level:
                self._sections.pop()
            self._sections.append((level, key))
        elif event.kind == "Item":
            role_key = next((key for _, key in reversed(self._sections) if key), None)
            if role_key and text and self._depth["List"] == 1:
                self._items.setdefault(role_key, []).append(Item(text, span))
        else:
            self._links.append(_link(event, text, span))

    def _span(self, start: int, end: int) -> Span:
        line = bisect_right(self._line_starts, start) - 1
        before = self._raw[self._line_starts[line] : start].decode(errors="replace")
        inside = self._raw[start:end].decode(errors="replace").split("\n", 1)[0].rstrip()
        return Span(line + self._first_line, len(before) + 1, max(1, len(inside)))


def _link(event: Event, text: str, span: Span) -> Link:
    target = str(event.data["dest_url"])
    wiki = isinstance(event.data["link_type"], dict)
    if event.data["link_type"] == "Email":
        target = f"mailto:{target}"
    # In a table the bar of [[Name|text]] is written \| and its backslash ends up in the name.
    return Link(target.removesuffix("\\") if wiki else target, text, wiki, event.kind == "Image", span)

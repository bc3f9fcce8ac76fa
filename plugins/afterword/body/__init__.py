"""The prose of a record: one parse of its Markdown for checking, linking and rendering alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from afterword.body.markdown import Event, events
from afterword.problems import Span
from afterword.vocabulary import Vocabulary

Range = tuple[int, int]
"""A stretch of a body's text, as UTF-8 byte offsets: its start, and its end, which is outside."""


OUTSIDE = ("https://", "http://", "mailto:")
"""What the address of a page outside the library begins with; images from there are not shown."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `level` 1 to 6 as written, `id` for links to it, the key of its section's role if it has one.

    `place` is where the whole heading stands, `inner` where the text in it does.
    """

    level: int
    text: str
    id: str
    role: str | None
    place: Range
    inner: Range


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image. `wiki` links name a record; `target` is the name or address as written."""

    target: str
    text: str
    wiki: bool
    image: bool
    place: Range

    @property
    def is_outside(self) -> bool:
        """Whether it leads out of the library, or only to a place in its own text."""
        return not self.wiki and self.target.startswith(("#", *OUTSIDE))


@dataclass(frozen=True, slots=True)
class Item:
    """A list item under a section role, as plain text."""

    text: str
    place: Range


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a Markdown text that begins on `first_line` of its file; everything in document order.

    `bare_urls` are addresses that are written as plain text, `filled` the roles of sections that hold more than their
    heading and comments.
    """

    text: str
    first_line: int = 1
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    items: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    bare_urls: tuple[Range, ...] = ()
    filled: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        """The roles of its sections."""
        return frozenset(heading.role for heading in self.headings if heading.role)

    def heading(self, said: str) -> Heading | None:
        """The heading that a link asks for, by its text in any case or by its id."""
        wanted = slug(said, {})
        return next((heading for heading in self.headings if wanted in (heading.id, slug(heading.text, {}))), None)

    def span(self, place: Range) -> Span:
        """A stretch of the text as a place in the file, cut at its first line's end."""
        raw = self.text.encode()
        before = raw[: place[0]].decode()
        inside = raw[slice(*place)].decode().split("\n", 1)[0].rstrip()
        return Span(before.count("\n") + self.first_line, len(before) - before.rfind("\n"), max(1, len(inside)))


def parse(text: str, first_line: int, vocabulary: Vocabulary) -> Body:
    """The headings, links and list items of a Markdown text that begins on a line of its file."""
    return _Walk(text, first_line, vocabulary).walk()


def slug(text: str, taken: dict[str, int]) -> str:
    """An id for a heading, in its own script, as GitHub makes it; `taken` counts how often each was asked for."""
    base = _NO_SLUG.sub("", unicodedata.normalize("NFC", text).lower()).strip().replace(" ", "-") or "section"
    found = base
    while found in taken:
        taken[base] += 1
        found = f"{base}-{taken[base]}"
    taken[found] = 0
    return found


_NO_SLUG = re.compile(r"[^\w\- ]")
# As on GitHub: not the punctuation that ends the sentence, and of brackets only those that open in the address.
_IN_BRACKETS = rb"\([^\s<>\"`()]*\)"
_BARE_URL = re.compile(
    rb"(?<![\w/])https?://(?:%b|[^\s<>\"`()])*(?:%b|[^\s<>\"`()?!.,:;*_~'\]}])" % (_IN_BRACKETS, _IN_BRACKETS)
)
_NO_BARE_URLS = ("Heading", "Link", "Image", "CodeBlock")
_COLLECTED = ("Heading", "Link", "Image", "Item", "HtmlBlock")


class _Walk:
    """One pass over the events: what is open, and what was found."""

    def __init__(self, text: str, first_line: int, vocabulary: Vocabulary) -> None:
        self._text, self._first_line, self._vocabulary = text, first_line, vocabulary
        self._raw = text.encode() if "://" in text else b""
        self._headings: list[Heading] = []
        self._links: list[Link] = []
        self._items: dict[str, list[Item]] = {}
        self._bare_urls: list[Range] = []
        self._open: list[tuple[Event, list[str], list[int]]] = []
        self._depth = dict.fromkeys(("List", *_NO_BARE_URLS), 0)
        self._ids: dict[str, int] = {}
        self._sections: list[tuple[int, str | None]] = []
        self._filled: set[str] = set()
        self._is_empty = False

    def walk(self) -> Body:
        for event in events(self._text):
            if event.act == "leaf":
                self._leaf(event)
            else:
                if event.kind in self._depth:
                    self._depth[event.kind] += 1 if event.act == "start" else -1
                if event.kind in _COLLECTED:
                    if event.act == "start":
                        self._open.append((event, [], []))
                    else:
                        self._close(*self._open.pop())
            if self._open and event.kind != "Heading" and self._open[-1][0].kind == "Heading":
                self._open[-1][2].extend((event.start, event.end))
        links, headings, urls = tuple(self._links), tuple(self._headings), tuple(self._bare_urls)
        return Body(self._text, self._first_line, headings, links, self._items, urls, frozenset(self._filled))

    def _leaf(self, event: Event) -> None:
        words = str(event.data) if event.kind in ("Text", "Code") else " " if event.kind.endswith("Break") else ""
        if self._is_empty and words and not self._depth["Heading"]:
            self._fill()
        for holder, texts, _ in reversed(self._open):
            texts.append(words)
            if holder.kind == "Item":
                break
        if event.kind == "Text" and "://" in words and not any(self._depth[k] for k in _NO_BARE_URLS):
            found = _BARE_URL.finditer(self._raw, event.start, event.end)
            self._bare_urls += [match.span() for match in found]

    def _close(self, event: Event, texts: list[str], inside: list[int]) -> None:
        place = (event.start, event.end)
        text = " ".join("".join(texts).split())
        if event.kind == "Heading":
            role = self._vocabulary.role(text)
            level, key = int(event.data["level"][1]), role.key if role else None
            inner = (min(inside), max(inside)) if inside else (event.end, event.end)
            self._headings.append(Heading(level, text, slug(text, self._ids), key, place, inner))
            while self._sections and self._sections[-1][0] >= level:
                self._sections.pop()
            self._sections.append((level, key))
            self._is_empty = True
        elif event.kind == "Item":
            role_key = next((key for _, key in reversed(self._sections) if key), None)
            if role_key and text and self._depth["List"] == 1:
                self._items.setdefault(role_key, []).append(Item(text, place))
        elif event.kind == "HtmlBlock":
            markup = self._text.encode()[slice(*place)].decode().strip()
            if markup.rpartition("-->")[2] if markup.startswith("<!--") else markup:
                self._fill()
        else:
            self._links.append(_link(event, text, place))
            self._fill()

    def _fill(self) -> None:
        """Notes that the sections which are open say something."""
        self._filled.update(key for _, key in self._sections if key)
        self._is_empty = False


def _link(event: Event, text: str, place: Range) -> Link:
    target = str(event.data["dest_url"])
    wiki = isinstance(event.data["link_type"], dict)
    if event.data["link_type"] == "Email":
        target = f"mailto:{target}"
    # In a table the bar of [[Name|text]] is written \| and its backslash ends up in the name.
    return Link(target.removesuffix("\\") if wiki else target, text, wiki, event.kind == "Image", place)

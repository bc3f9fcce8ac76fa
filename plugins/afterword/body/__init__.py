"""The prose of a record: one parse of its Markdown for checking, linking and rendering alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from afterword.body.markdown import steps
from afterword.problems import Span
from afterword.schema.vocabulary import Vocabulary

Range = tuple[int, int]
"""A stretch of a body's text, as UTF-8 byte offsets: its start, and its end, which is outside."""


OUTSIDE = ("https://", "http://", "mailto:")
"""What the address of a page outside the library begins with; images from there are not shown."""


# Headings, links and items are most of what a library holds: as tuples they travel between processes in a third of the
# time that other values take.
class Heading(NamedTuple):
    """A heading: `level` 1 to 6 as written, `id` for links to it, the key of its section's role if it has one.

    `place` is where the whole heading stands, `inner` where the text in it does.
    """

    level: int
    text: str
    id: str
    role: str | None
    place: Range
    inner: Range


class Link(NamedTuple):
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


class Item(NamedTuple):
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

    @property
    def printed(self) -> str:
        """Its text with spaces in the place of comments, which no page shows."""
        return _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self.text)

    @property
    def readable(self) -> str:
        """Its text without addresses: links as the words that one reads, and no bare addresses."""
        raw, at, parts = self.text.encode(), 0, list[bytes]()
        told = [*((link.place, link.text) for link in self.links), *((place, "") for place in self.bare_urls)]
        for (start, stop), text in sorted(told):
            if start >= at:
                parts += raw[at:start], text.encode()
                at = stop
        return b"".join([*parts, raw[at:]]).decode()

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
    found = base = _slug(text)
    while found in taken:
        taken[base] += 1
        found = f"{base}-{taken[base]}"
    taken[found] = 0
    return found


@lru_cache(1024)
def _slug(text: str) -> str:
    return _NO_SLUG.sub("", unicodedata.normalize("NFC", text).lower()).strip().replace(" ", "-") or "section"


_NO_SLUG = re.compile(r"[^\w\- ]")
# As on GitHub: not the punctuation that ends the sentence, and of brackets only those that open in the address.
_IN_BRACKETS = rb"\([^\s<>\"`()]*\)"
_BARE_URL = re.compile(
    rb"(?<![\w/])https?://(?:%b|[^\s<>\"`()])*(?:%b|[^\s<>\"`()?!.,:;*_~'\]}])" % (_IN_BRACKETS, _IN_BRACKETS)
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COLLECTED = frozenset(("Heading", "Link", "Image", "Item", "HtmlBlock"))


@dataclass(slots=True)
class _Open:
    """What has begun of a kind that is collected: its words, and where what stands in it begins and ends."""

    kind: str
    data: Any
    place: Range
    words: list[str] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)


class _Walk:
    """One pass over the parser's steps: what is open, and what was found."""

    def __init__(self, text: str, first_line: int, vocabulary: Vocabulary) -> None:
        self._text, self._first_line, self._vocabulary = text, first_line, vocabulary
        self._raw = text.encode() if "://" in text else b""
        self._headings: list[Heading] = []
        self._links: list[Link] = []
        self._items: dict[str, list[Item]] = {}
        self._bare_urls: list[Range] = []
        self._open: list[_Open] = []
        self._in_code = False
        self._ids: dict[str, int] = {}
        self._sections: list[tuple[int, str | None]] = []
        self._filled: set[str] = set()
        self._is_empty = False

    def walk(self) -> Body:
        for step, at in steps(self._text):
            act, inner = (step, "") if isinstance(step, str) else step.popitem()
            if act in ("Start", "End"):
                kind, data = (inner, None) if isinstance(inner, str) else inner.popitem()
                if kind not in _COLLECTED:
                    self._in_code = act == "Start" and kind == "CodeBlock"
                elif act == "Start":
                    self._open.append(_Open(kind, data, (at["start"], at["end"])))
                    continue
                else:
                    self._close(self._open.pop())
            elif self._open or self._is_empty or (act == "Text" and "://" in inner):
                self._leaf(act, inner, (at["start"], at["end"]))
            if self._open and self._open[-1].kind == "Heading":
                self._open[-1].inside += at["start"], at["end"]
        links, headings, urls = tuple(self._links), tuple(self._headings), tuple(self._bare_urls)
        return Body(self._text, self._first_line, headings, links, self._items, urls, frozenset(self._filled))

    def _leaf(self, act: str, inner: Any, place: Range) -> None:
        words = inner if act in ("Text", "Code") else " " if act.endswith("Break") else ""
        if self._is_empty and words and not any(holder.kind == "Heading" for holder in self._open):
            self._fill()
        for holder in reversed(self._open):
            holder.words.append(words)
            if holder.kind == "Item":
                break
        if act == "Text" and "://" in words and not self._in_code and all(o.kind == "Item" for o in self._open):
            self._bare_urls += [match.span() for match in _BARE_URL.finditer(self._raw, *place)]

    def _close(self, closed: _Open) -> None:
        text = " ".join("".join(closed.words).split())
        if closed.kind == "Heading":
            role = self._vocabulary.role(text)
            level, key = int(closed.data["level"][1]), role.key if role else None
            text = intern(text) if role else text  # most headings stand in most records
            end = closed.place[1]
            inner = (min(closed.inside, default=end), max(closed.inside, default=end))
            self._headings.append(Heading(level, text, intern(slug(text, self._ids)), key, closed.place, inner))
            while self._sections and self._sections[-1][0] >= level:
                self._sections.pop()
            self._sections.append((level, key))
            self._is_empty = True
        elif closed.kind == "Item":
            if text and not self._open and (part := next((key for _, key in reversed(self._sections) if key), None)):
                self._items.setdefault(part, []).append(Item(text, closed.place))  # of a list in a list, the outer ones
        elif closed.kind == "HtmlBlock":
            markup = self._text.encode()[slice(*closed.place)].decode().strip()
            if markup.rpartition("-->")[2] if markup.startswith("<!--") else markup:
                self._fill()
        else:
            self._links.append(_link(closed, text))
            if self._is_empty:
                self._fill()

    def _fill(self) -> None:
        """Notes that the sections which are open say something."""
        self._filled.update(key for _, key in self._sections if key)
        self._is_empty = False


def _link(closed: _Open, text: str) -> Link:
    target = str(closed.data["dest_url"])
    wiki = isinstance(closed.data["link_type"], dict)
    if closed.data["link_type"] == "Email":
        target = f"mailto:{target}"
    # In a table the bar of [[Name|text]] is written \| and its backslash ends up in the name.
    return Link(target.removesuffix("\\") if wiki else target, text, wiki, closed.kind == "Image", closed.place)

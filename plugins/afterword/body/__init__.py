"""Body of a record: one parse of its Markdown for checking, linking and rendering."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple

from afterword.body.heading_ids import make_heading_id
from afterword.body.markdown import parse_raw_events
from afterword.problems import Span
from afterword.schema.vocabulary import Vocabulary

ByteRange = tuple[int, int]
"""Part of a body's text, as UTF-8 byte offsets: start and exclusive end."""


EXTERNAL_PREFIXES = ("https://", "http://", "mailto:")
"""Prefixes of addresses outside the library; images with such an address are not shown."""


# Headings, links and items are most of a library's data: pickled as tuples for another process, they take a third of
# the time that other classes take.
class Heading(NamedTuple):
    """Heading: `level` 1 to 6 as written, `id` for links to it, the key of its section role if it has one.

    `place` is the range of the whole heading, `inner` that of its text.
    """

    level: int
    text: str
    id: str
    role: str | None
    place: ByteRange
    inner: ByteRange


class Link(NamedTuple):
    """Link or image. `is_wiki` is true for links by name; `target` is the name or address as written."""

    target: str
    text: str
    is_wiki: bool
    is_image: bool
    place: ByteRange

    @property
    def is_external(self) -> bool:
        """True if it leads out of the library, or to a place in its own text."""
        return not self.is_wiki and self.target.startswith(("#", *EXTERNAL_PREFIXES))


class ListItem(NamedTuple):
    """List item under a section role, as plain text."""

    text: str
    place: ByteRange


@dataclass(frozen=True, slots=True)
class Body:
    """Parsed Markdown text that begins on `first_line` of its file; everything is in document order.

    `bare_urls` are addresses written as plain text, `filled_roles` the roles of sections with content besides
    their heading and comments.
    """

    text: str
    first_line: int = 1
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    items: Mapping[str, Sequence[ListItem]] = field(default_factory=dict)
    bare_urls: tuple[ByteRange, ...] = ()
    filled_roles: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        """Roles of its sections."""
        return frozenset(heading.role for heading in self.headings if heading.role)

    @property
    def text_without_comments(self) -> str:
        """Its text with spaces in place of comments, which no page shows."""
        return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), self.text)

    @property
    def readable_text(self) -> str:
        """Text without addresses: links are replaced by their text, and bare addresses are removed."""
        raw, position, parts = self.text.encode(), 0, list[bytes]()
        replacements = [*((link.place, link.text) for link in self.links), *((place, "") for place in self.bare_urls)]
        for (start, stop), text in sorted(replacements):
            if start >= position:
                parts += raw[position:start], text.encode()
                position = stop
        return b"".join([*parts, raw[position:]]).decode()

    def find_heading(self, reference: str) -> Heading | None:
        """Return the heading that a link refers to, by its text in any case or by its id."""
        target_id = make_heading_id(reference, {})
        matches = (heading for heading in self.headings if target_id in (heading.id, make_heading_id(heading.text, {})))
        return next(matches, None)

    def to_span(self, place: ByteRange) -> Span:
        """Convert a range of the text to a span in the file, cut at the end of its first line."""
        raw = self.text.encode()
        before = raw[: place[0]].decode()
        first_line = raw[slice(*place)].decode().split("\n", 1)[0].rstrip()
        return Span(before.count("\n") + self.first_line, len(before) - before.rfind("\n"), max(1, len(first_line)))


def parse_body(text: str, first_line: int, vocabulary: Vocabulary) -> Body:
    """Parse the headings, links and list items of a Markdown text that begins on a line of its file."""
    return _BodyParser(text, first_line, vocabulary).parse_text()


# As on GitHub, the punctuation that ends a sentence is excluded, and so are brackets that open before the address.
_IN_BRACKETS = rb"\([^\s<>\"`()]*\)"
_BARE_URL = re.compile(
    rb"(?<![\w/])https?://(?:%b|[^\s<>\"`()])*(?:%b|[^\s<>\"`()?!.,:;*_~'\]}])" % (_IN_BRACKETS, _IN_BRACKETS)
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COLLECTED_KINDS = frozenset(("Heading", "Link", "Image", "Item", "HtmlBlock"))


@dataclass(slots=True)
class _OpenElement:
    """Element of a collected kind that has not ended: its words, and the offsets of its content."""

    kind: str
    data: Any
    place: ByteRange
    words: list[str] = field(default_factory=list)
    inner_offsets: list[int] = field(default_factory=list)


class _BodyParser:
    """Single pass over the parser's events, with the open elements and the results so far."""

    def __init__(self, text: str, first_line: int, vocabulary: Vocabulary) -> None:
        self._text, self._first_line, self._vocabulary = text, first_line, vocabulary
        self._raw = text.encode() if "://" in text else b""
        self._headings: list[Heading] = []
        self._links: list[Link] = []
        self._items: dict[str, list[ListItem]] = {}
        self._bare_urls: list[ByteRange] = []
        self._open: list[_OpenElement] = []
        self._in_code = False
        self._ids: dict[str, int] = {}
        self._sections: list[tuple[int, str | None]] = []
        self._filled: set[str] = set()
        self._is_empty = False

    def parse_text(self) -> Body:
        """Parse the whole text."""
        for step, offsets in parse_raw_events(self._text):
            action, content = (step, "") if isinstance(step, str) else step.popitem()
            if action in ("Start", "End"):
                kind, data = (content, None) if isinstance(content, str) else content.popitem()
                if kind not in _COLLECTED_KINDS:
                    self._in_code = action == "Start" and kind == "CodeBlock"
                elif action == "Start":
                    self._open.append(_OpenElement(kind, data, (offsets["start"], offsets["end"])))
                    continue
                else:
                    self._close_element(self._open.pop())
            elif self._open or self._is_empty or (action == "Text" and "://" in content):
                self._add_leaf(action, content, (offsets["start"], offsets["end"]))
            if self._open and self._open[-1].kind == "Heading":
                self._open[-1].inner_offsets += offsets["start"], offsets["end"]
        links, headings, urls = tuple(self._links), tuple(self._headings), tuple(self._bare_urls)
        return Body(self._text, self._first_line, headings, links, self._items, urls, frozenset(self._filled))

    def _add_leaf(self, action: str, content: Any, place: ByteRange) -> None:
        """Add a text, a code span or a break to the open elements, and collect the bare addresses in it."""
        words = content if action in ("Text", "Code") else " " if action.endswith("Break") else ""
        if self._is_empty and words and not any(element.kind == "Heading" for element in self._open):
            self._mark_filled()
        for element in reversed(self._open):
            element.words.append(words)
            if element.kind == "Item":
                break
        if (
            action == "Text"
            and "://" in words
            and not self._in_code
            and all(open_element.kind == "Item" for open_element in self._open)
        ):
            self._bare_urls += [match.span() for match in _BARE_URL.finditer(self._raw, *place)]

    def _close_element(self, element: _OpenElement) -> None:
        """Add an element that has ended to the results."""
        text = " ".join("".join(element.words).split())
        if element.kind == "Heading":
            role = self._vocabulary.find_role(text)
            level, key = int(element.data["level"][1]), role.key if role else None
            text = intern(text) if role else text  # most records share their headings
            end = element.place[1]
            inner = (min(element.inner_offsets, default=end), max(element.inner_offsets, default=end))
            self._headings.append(
                Heading(level, text, intern(make_heading_id(text, self._ids)), key, element.place, inner)
            )
            while self._sections and self._sections[-1][0] >= level:
                self._sections.pop()
            self._sections.append((level, key))
            self._is_empty = True
        elif element.kind == "Item":
            # Of nested lists, only the outer items are collected.
            if text and not self._open and (part := next((key for _, key in reversed(self._sections) if key), None)):
                self._items.setdefault(part, []).append(ListItem(text, element.place))
        elif element.kind == "HtmlBlock":
            markup = self._text.encode()[slice(*element.place)].decode().strip()
            if markup.rpartition("-->")[2] if markup.startswith("<!--") else markup:
                self._mark_filled()
        else:
            self._links.append(_make_link(element, text))
            if self._is_empty:
                self._mark_filled()

    def _mark_filled(self) -> None:
        """Mark the open sections as having content."""
        self._filled.update(key for _, key in self._sections if key)
        self._is_empty = False


def _make_link(element: _OpenElement, text: str) -> Link:
    """Return the link or image of an element that has ended."""
    target = str(element.data["dest_url"])
    is_wiki = isinstance(element.data["link_type"], dict)
    if element.data["link_type"] == "Email":
        target = f"mailto:{target}"
    # In a table the bar of [[Name|text]] is written \|, and the parser leaves its backslash in the name.
    return Link(target.removesuffix("\\") if is_wiki else target, text, is_wiki, element.kind == "Image", element.place)

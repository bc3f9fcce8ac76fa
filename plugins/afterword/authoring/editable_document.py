"""The text of a file as somebody edits it by hand: blocks of lines, what stands in brackets, comments beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from afterword.frontmatter.document import Document, Node
from afterword.problems import Span
from afterword.schema.migrations import Keys

Splice = tuple[int, int, str]
"""Puts a text in the place of what stands between two positions."""


class Entry(NamedTuple):
    """A key and its value, in the group in which they stand."""

    group: Node
    key: Node
    value: Node


def entries(group: Node) -> list[Entry]:
    """The entries of a group, in order."""
    return [Entry(group, key, value) for key, value in group.entries or ()]


def chain(group: Node, path: Keys) -> list[Entry]:
    """The entries that lead to a field, its own the last; none where it is missing, or behind a list."""
    found: list[Entry] = []
    for key in path:
        at = group.at(key) if group.entries else None
        if at is None:
            return []
        found.append(Entry(group, *at))
        group = at[1]
    return found


def groups(node: Node, path: Keys) -> Iterator[Node]:
    """Every group that a path leads to, of a list those of each entry."""
    if node.items is not None:
        for item in node.items:
            yield from groups(item, path)
    elif node.entries is not None and not path:
        yield node
    elif found := node.entries is not None and node.at(path[0]):
        yield from groups(found[1], path[1:])


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    """Return the position at which each line of a text begins."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a document with the line ends and the byte order mark that the file has."""

    document: Document
    text: str
    mark: str
    """The byte order mark, which no position counts."""

    @classmethod
    def of(cls, document: Document, raw: bytes) -> Sheet:
        """The sheet of a document and the bytes it was read from."""
        text = raw.decode()
        bare = text.removeprefix("\ufeff")
        return cls(document, bare, text[: len(text) - len(bare)])

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The file's bytes with stretches exchanged that do not overlap; new lines end as its first one does."""
        end = "\r\n" if self.text.partition("\n")[0].endswith("\r") else "\n"
        text = self.text
        for start, stop, new in sorted(splices, reverse=True):
            text = text[:start] + new.replace("\n", end) + text[stop:]
        return (self.mark + text).encode()

    def offset(self, place: Span) -> int:
        """The position of a place; of one on the line behind the last, the text's end."""
        starts = _line_starts(self.text)
        at = starts[place.line - 1] if place.line <= len(starts) else len(self.text)
        return at + place.column - 1

    def start(self, line: int) -> int:
        """The position at which a line begins."""
        return self.offset(Span(line, 1))

    def line(self, number: int) -> str:
        """A line without its end."""
        return self.document.source.line(number)

    def between(self, start: int, stop: int) -> str:
        """The text between two positions, with line feeds."""
        return self.text[start:stop].replace("\r\n", "\n")

    # ---------------------------------------------------------------------------------------------- how it is laid out

    def in_brackets(self, node: Node) -> bool:
        """Whether a group or list is written as `{…}` or `[…]`."""
        return node.text is None and self.text[self.offset(node.span)] in "{["

    def stop(self, node: Node) -> int:
        """The position behind a value: behind its bracket, its quote, or its last character."""
        inner = [value for _, value in node.entries or ()] or node.items or ()
        if node.text is not None:
            start, end = self.offset(node.span), self.offset(node.end)
            return start + len(self.text[start:end].rstrip()) if node.end.line > node.span.line else end
        if not self.in_brackets(node):
            return self.stop(inner[-1]) if inner else self.offset(node.end)
        at = self.stop(inner[-1]) if inner else self.offset(node.span) + 1
        found = re.compile(r"(?:[\s,]|#[^\n]*)*").match(self.text, at)
        return (found.end() if found else at) + 1

    def value(self, node: Node) -> str:
        """A value as it is written."""
        return self.between(self.offset(node.span), self.stop(node))

    def key(self, entry: Entry) -> str:
        """A key as it is written, in quotes or not."""
        start = self.offset(entry.key.span)
        return self.text[start : start + entry.key.span.length]

    def leads(self, entry: Entry) -> bool:
        """Whether an entry is the first after the dash of a list."""
        return bool(self.before(entry).strip())

    def before(self, entry: Entry) -> str:
        """What stands before a key on its line."""
        return self.line(entry.key.span.line)[: entry.key.span.column - 1]

    def last(self, entry: Entry) -> int:
        """The last line of an entry in a block: of its value, or of comments below that are indented like it."""
        text = self.text[: max(self.stop(entry.value), self.offset(entry.key.span))].rstrip()
        last, indent = text.count("\n") + 1, entry.key.span.column - 1
        while (below := self.line(last + 1)).strip().startswith("#") and _indent(below) > indent:
            last += 1
        return last

    def first(self, entry: Entry) -> int:
        """The first line of an entry in a block: of the comments directly above its key."""
        line, indent = entry.key.span.line, entry.key.span.column - 1
        if not self.leads(entry):
            while (above := self.line(line - 1)).strip().startswith("#") and _indent(above) == indent:
                line -= 1
        return line

    def block(self, entry: Entry, name: str, indent: int) -> str:
        """The lines of an entry in a block, with their comments, under another key and at another indentation."""
        key, first, last = entry.key, self.first(entry), self.last(entry)
        rest = self.line(key.span.line)[key.span.column - 1 + key.span.length :]
        above = (self.line(number) for number in range(first, key.span.line))
        below = (self.line(number) for number in range(key.span.line + 1, last + 1))
        shift = indent - (key.span.column - 1)
        lines = [*(_shifted(line, shift) for line in above), f"{' ' * indent}{name}{rest}"]
        return "\n".join([*lines, *(_shifted(line, shift) for line in below)]) + "\n"

    def spared(self, outer: Entry, inner: Entry) -> list[str]:
        """The comments on the lines of an entry in a block that do not stand on those of one inside it."""
        if self.in_brackets(outer.group) or outer is inner:
            return []
        return self.comments(outer, () if self.in_brackets(inner.group) else self.lines(inner))

    def lines(self, entry: Entry) -> range:
        """The numbers of the lines of an entry in a block."""
        return range(self.first(entry), self.last(entry) + 1)

    def comments(self, entry: Entry, but: Collection[int] = ()) -> list[str]:
        """The comments on the lines of an entry in a block, but for some lines."""
        return self._comments((number for number in self.lines(entry) if number not in but), entry.value)

    def all_comments(self) -> list[str]:
        """Every comment of the front matter."""
        return self._comments(range(2, self.document.body_line - 1), self.document.places.root)

    def _comments(self, numbers: Iterable[int], node: Node) -> list[str]:
        """What a # begins on some lines, unless it stands in a value below a node."""
        stretches = [(self.offset(each.span), self.stop(each)) for each in _scalars(node)]
        found = []
        for number in numbers:
            at = self.start(number)
            for mark in re.finditer(r"(?:^|(?<=\s))#.*", self.line(number)):
                if not any(start <= at + mark.start() < stop for start, stop in stretches):
                    found.append(mark[0])
                    break
        return found


def shifted(text: str, by: int) -> str:
    """Lines indented by so many spaces more, or less."""
    return "\n".join(_shifted(line, by) for line in text.split("\n"))


def _shifted(line: str, by: int) -> str:
    if not line.strip():
        return line
    return " " * by + line if by >= 0 else line[min(-by, _indent(line)) :]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _scalars(node: Node) -> Iterator[Node]:
    if node.text is not None:
        yield node
    for child in (*(value for _, value in node.entries or ()), *(node.items or ())):
        yield from _scalars(child)

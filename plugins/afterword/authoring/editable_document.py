"""The text of a document as it is edited by hand: block lines, flow collections, and comments."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from afterword.frontmatter.document import Document, YamlNode
from afterword.problems import Span
from afterword.schema.migrations import KeyPath

Splice = tuple[int, int, str]
"""Start and stop position of a text, and the text to replace it."""


class MappingEntry(NamedTuple):
    """A key and its value, in the mapping they belong to."""

    group: YamlNode
    key: YamlNode
    value: YamlNode


def list_entries(group: YamlNode) -> list[MappingEntry]:
    """Return the entries of a mapping, in order."""
    return [MappingEntry(group, key, value) for key, value in group.entries or ()]


def find_entry_chain(group: YamlNode, path: KeyPath) -> list[MappingEntry]:
    """Return the entries that lead to a field, its own last; empty if it is missing or inside a list."""
    entries: list[MappingEntry] = []
    for key in path:
        key_and_value = group.find_child(key) if group.entries else None
        if key_and_value is None:
            return []
        entries.append(MappingEntry(group, *key_and_value))
        group = key_and_value[1]
    return entries


def find_groups(node: YamlNode, path: KeyPath) -> Iterator[YamlNode]:
    """Yield every mapping at a path; a list on the way stands for each of its items."""
    if node.items is not None:
        for item in node.items:
            yield from find_groups(item, path)
    elif node.entries is not None and not path:
        yield node
    elif key_and_value := node.entries is not None and node.find_child(path[0]):
        yield from find_groups(key_and_value[1], path[1:])


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    """Return the position at which each line of a text begins."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


@dataclass(frozen=True, slots=True)
class EditableDocument:
    """The text of a document with the file's line ends and byte order mark."""

    document: Document
    text: str
    bom: str
    """The byte order mark, which positions do not count."""

    @classmethod
    def from_bytes(cls, document: Document, raw: bytes) -> EditableDocument:
        """Create an editable document from a document and the bytes it was read from."""
        text = raw.decode()
        content = text.removeprefix("\ufeff")
        return cls(document, content, text[: len(text) - len(content)])

    def apply_splices(self, splices: Iterable[Splice]) -> bytes:
        """Return the file's bytes after splices that do not overlap; new lines end like the first line."""
        line_end = "\r\n" if self.text.partition("\n")[0].endswith("\r") else "\n"
        text = self.text
        for start, stop, new_text in sorted(splices, reverse=True):
            text = text[:start] + new_text.replace("\n", line_end) + text[stop:]
        return (self.bom + text).encode()

    def find_offset(self, span: Span) -> int:
        """Return the position of a span; for the line after the last one, the end of the text."""
        starts = _line_starts(self.text)
        position = starts[span.line - 1] if span.line <= len(starts) else len(self.text)
        return position + span.column - 1

    def line_start(self, line: int) -> int:
        """Return the position at which a line begins."""
        return self.find_offset(Span(line, 1))

    def line_text(self, number: int) -> str:
        """Return a line without its line end."""
        return self.document.source.get_line(number)

    def text_between(self, start: int, stop: int) -> str:
        """Return the text between two positions, with line feeds."""
        return self.text[start:stop].replace("\r\n", "\n")

    # -------------------------------------------------------------------------------------------------- layout queries

    def is_flow(self, node: YamlNode) -> bool:
        """Check whether a mapping or list is in flow style, `{…}` or `[…]`."""
        return node.text is None and self.text[self.find_offset(node.span)] in "{["

    def value_end(self, node: YamlNode) -> int:
        """Return the position after a value: after its bracket, its quote, or its last character."""
        children = [value for _, value in node.entries or ()] or node.items or ()
        if node.text is not None:
            start, end = self.find_offset(node.span), self.find_offset(node.end)
            return start + len(self.text[start:end].rstrip()) if node.end.line > node.span.line else end
        if not self.is_flow(node):
            return self.value_end(children[-1]) if children else self.find_offset(node.end)
        position = self.value_end(children[-1]) if children else self.find_offset(node.span) + 1
        match = re.compile(r"(?:[\s,]|#[^\n]*)*").match(self.text, position)
        return (match.end() if match else position) + 1

    def value_text(self, node: YamlNode) -> str:
        """Return a value as written."""
        return self.text_between(self.find_offset(node.span), self.value_end(node))

    def key_text(self, entry: MappingEntry) -> str:
        """Return a key as written, with or without quotes."""
        start = self.find_offset(entry.key.span)
        return self.text[start : start + entry.key.span.length]

    def is_first_in_item(self, entry: MappingEntry) -> bool:
        """Check whether an entry follows the dash of a list item on the same line."""
        return bool(self.text_before_key(entry).strip())

    def text_before_key(self, entry: MappingEntry) -> str:
        """Return the text before a key on its line."""
        return self.line_text(entry.key.span.line)[: entry.key.span.column - 1]

    def last_line(self, entry: MappingEntry) -> int:
        """Return the last line of an entry in a block, including indented comments below it."""
        text = self.text[: max(self.value_end(entry.value), self.find_offset(entry.key.span))].rstrip()
        last, indent = text.count("\n") + 1, entry.key.span.column - 1
        while (below := self.line_text(last + 1)).strip().startswith("#") and _indentation_of(below) > indent:
            last += 1
        return last

    def first_line(self, entry: MappingEntry) -> int:
        """Return the first line of an entry in a block, including comments directly above its key."""
        line, indent = entry.key.span.line, entry.key.span.column - 1
        if not self.is_first_in_item(entry):
            while (above := self.line_text(line - 1)).strip().startswith("#") and _indentation_of(above) == indent:
                line -= 1
        return line

    def render_block(self, entry: MappingEntry, name: str, indent: int) -> str:
        """Render the lines of an entry in a block, with their comments, under another key and indentation."""
        key, first, last = entry.key, self.first_line(entry), self.last_line(entry)
        after_key = self.line_text(key.span.line)[key.span.column - 1 + key.span.length :]
        above = (self.line_text(number) for number in range(first, key.span.line))
        below = (self.line_text(number) for number in range(key.span.line + 1, last + 1))
        shift = indent - (key.span.column - 1)
        lines = [*(_shift_line(line, shift) for line in above), f"{' ' * indent}{name}{after_key}"]
        return "\n".join([*lines, *(_shift_line(line, shift) for line in below)]) + "\n"

    def outer_comments(self, outer: MappingEntry, inner: MappingEntry) -> list[str]:
        """Return the comments on the lines of an entry in a block, except those of an entry inside it."""
        if self.is_flow(outer.group) or outer is inner:
            return []
        return self.entry_comments_of(outer, () if self.is_flow(inner.group) else self.line_numbers(inner))

    def line_numbers(self, entry: MappingEntry) -> range:
        """Return the line numbers of an entry in a block."""
        return range(self.first_line(entry), self.last_line(entry) + 1)

    def entry_comments_of(self, entry: MappingEntry, excluded_lines: Collection[int] = ()) -> list[str]:
        """Return the comments on the lines of an entry in a block, except on some lines."""
        return self._find_comments(
            (number for number in self.line_numbers(entry) if number not in excluded_lines), entry.value
        )

    def all_comments(self) -> list[str]:
        """Return every comment of the front matter."""
        return self._find_comments(range(2, self.document.body_line - 1), self.document.nodes.root)

    def _find_comments(self, numbers: Iterable[int], node: YamlNode) -> list[str]:
        """Return the comments on some lines, ignoring a # inside values below a node."""
        value_ranges = [(self.find_offset(scalar.span), self.value_end(scalar)) for scalar in _iterate_scalars(node)]
        comments = []
        for number in numbers:
            line_start = self.line_start(number)
            for match in re.finditer(r"(?:^|(?<=\s))#.*", self.line_text(number)):
                if not any(start <= line_start + match.start() < stop for start, stop in value_ranges):
                    comments.append(match[0])
                    break
        return comments


def shift_lines(text: str, spaces: int) -> str:
    """Indent lines by a number of spaces, or dedent them if it is negative."""
    return "\n".join(_shift_line(line, spaces) for line in text.split("\n"))


def _shift_line(line: str, spaces: int) -> str:
    """Indent a line by a number of spaces, or dedent it; blank lines stay."""
    if not line.strip():
        return line
    return " " * spaces + line if spaces >= 0 else line[min(-spaces, _indentation_of(line)) :]


def _indentation_of(line: str) -> int:
    """Return the number of spaces at the start of a line."""
    return len(line) - len(line.lstrip(" "))


def _iterate_scalars(node: YamlNode) -> Iterator[YamlNode]:
    """Yield a node if it is a scalar, else every scalar below it."""
    if node.text is not None:
        yield node
    for child in (*(value for _, value in node.entries or ()), *(node.items or ())):
        yield from _iterate_scalars(child)

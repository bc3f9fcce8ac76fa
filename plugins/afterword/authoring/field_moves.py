"""A field that moves, as changes to a file's text: its lines go with their comments, its value as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from afterword.authoring.editable_document import Entry, Sheet, Splice, entries
from afterword.authoring.edits import scalar
from afterword.frontmatter.document import Node
from afterword.schema.migrations import Keys


@dataclass(frozen=True, slots=True)
class Hand:
    """Edits one sheet. `anew` writes values anew, on one line, where their own text does not fit its new place."""

    sheet: Sheet
    anew: bool

    def at(self, node: Node) -> int:
        """The position at which a key or value begins."""
        return self.sheet.offset(node.span)

    def moved(self, found: Sequence[Entry], to: Keys) -> Iterator[Splice]:
        """What the entries lead to, under other keys of the group that the first of them stands in."""
        first, entry = found[0], found[-1]
        if len(found) == len(to) == 1:
            yield self.at(entry.key), self.at(entry.key) + len(self.sheet.key(entry)), scalar(to[0])
            return
        target, missing = first.group, to
        while len(missing) > 1 and (inner := target.at(missing[0])):
            target, missing = inner[1], missing[1:]
        outer = outermost(found)
        if target is first.group and outer is first:
            yield from self._replaced(first, entry, missing)
            return
        yield from self.removed(found)
        behind = first if target is first.group else entries(target)[-1] if target.entries else None
        if not self.sheet.in_brackets(target):
            line = self.sheet.start(self.sheet.last(behind or entry) + 1)
            yield line, line, self._lines(outer, entry, missing, entries(target)[0].key.span.column - 1)
            return
        yield self._comments(target, outer, entry)
        at = self.sheet.stop(behind.value) if behind else self.at(target) + 1
        yield at, at, f"{', ' if behind else ''}{self._inline(entry, missing)}"

    def removed(self, found: Sequence[Entry]) -> Iterator[Splice]:
        """An entry without a trace, with the groups that it would leave empty."""
        entry, sheet = outermost(found), self.sheet
        around = entries(entry.group)
        place = around.index(entry)
        later = around[place + 1] if place + 1 < len(around) else None
        if sheet.in_brackets(entry.group):
            yield self._cut(entry, around[place - 1] if place else None, later)
            return
        yield sheet.start(sheet.first(entry)), sheet.start(sheet.last(entry) + 1), ""
        if sheet.leads(entry) and later:
            yield sheet.start(later.key.span.line), self.at(later.key), sheet.before(entry)

    def _cut(self, entry: Entry, earlier: Entry | None, later: Entry | None) -> Splice:
        """An entry in brackets with one comma, but not with a comment beside that."""
        sheet, start, stop = self.sheet, self.at(entry.key), self.sheet.stop(entry.value)
        if later:
            end = self.at(later.key)
            comma = sheet.text.index(",", stop) + 1
            return start, comma if "#" in sheet.text[stop:end] else end, ""
        before = sheet.stop(earlier.value) if earlier else start
        return start if "#" in sheet.text[before:start] else before, stop, ""

    def _replaced(self, first: Entry, entry: Entry, missing: Keys) -> Iterator[Splice]:
        """An entry in the place of the one that held nothing else."""
        sheet = self.sheet
        if sheet.in_brackets(first.group):
            yield self.at(first.key), sheet.stop(first.value), self._inline(entry, missing)
            return
        lines, after = self._lines(first, entry, missing, first.key.span.column - 1), sheet.start(sheet.last(first) + 1)
        if sheet.leads(first):
            yield self.at(first.key), after, lines.lstrip(" ")
        else:
            yield sheet.start(sheet.first(first)), after, lines

    def _lines(self, outer: Entry, entry: Entry, missing: Keys, indent: int) -> str:
        """An entry as lines of a block, below the keys of groups that are missing; of the outer one only comments."""
        inner, in_brackets = indent + 2 * (len(missing) - 1), self.sheet.in_brackets(entry.group)
        as_it_is = not in_brackets and not self.anew
        comments = [*self.sheet.spared(outer, entry), *([] if in_brackets or as_it_is else self.sheet.comments(entry))]
        above = "".join(f"{' ' * indent}{comment}\n" for comment in comments)
        above += "".join(f"{' ' * (indent + 2 * depth)}{scalar(key)}:\n" for depth, key in enumerate(missing[:-1]))
        if as_it_is:
            return above + self.sheet.block(entry, scalar(missing[-1]), inner)
        return f"{above}{' ' * inner}{scalar(missing[-1])}: {self.value(entry.value)}\n"

    def _inline(self, entry: Entry, missing: Keys) -> str:
        """An entry as it stands in brackets, inside the keys of groups that are missing."""
        opened = "".join(f"{scalar(key)}: {{" for key in missing[:-1])
        return f"{opened}{scalar(missing[-1])}: {self.value(entry.value)}{'}' * (len(missing) - 1)}"

    def _comments(self, target: Node, outer: Entry, entry: Entry) -> Splice:
        """The comments of lines that go into brackets, on lines of their own above these."""
        line, at = self.sheet.line(target.span.line), self.sheet.start(target.span.line)
        indent = line[: len(line) - len(line.lstrip())]
        own = [] if self.sheet.in_brackets(entry.group) else self.sheet.comments(entry)
        return at, at, "".join(f"{indent}{comment}\n" for comment in (*self.sheet.spared(outer, entry), *own))

    def value(self, node: Node) -> str:
        """A value on one line: as it is written, or anew."""
        if not self.anew:
            return self.sheet.value(node)
        if node.entries is not None:
            return "{" + ", ".join(f"{scalar(key.text or '')}: {self.value(each)}" for key, each in node.entries) + "}"
        if node.items is not None:
            return "[" + ", ".join(map(self.value, node.items)) + "]"
        if node.plain and "\n" not in (own := self.sheet.value(node)) and not re.search(r"[,\[\]{}]", own):
            return own  # a number or a date stays as it is written
        return json.dumps(node.text, ensure_ascii=False)


def outermost(found: Sequence[Entry]) -> Entry:
    """Of the entries that lead to a field, the first that holds nothing else."""
    return next(
        entry for n, entry in enumerate(found) if all(len(each.value.entries or ()) == 1 for each in found[n:-1])
    )

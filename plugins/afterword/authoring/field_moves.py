"""Moves of a field within a file's text: its lines move with their comments, and its value stays as written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from afterword.authoring.editable_document import EditableDocument, MappingEntry, Splice, list_entries
from afterword.authoring.edits import render_scalar
from afterword.frontmatter.document import YamlNode
from afterword.schema.migrations import KeyPath


@dataclass(frozen=True, slots=True)
class FieldEditor:
    """Editor of a document's fields; `rewrite` renders values anew, on one line, where their text does not fit."""

    editable: EditableDocument
    rewrite: bool

    def node_start(self, node: YamlNode) -> int:
        """Return the position at which a key or value begins."""
        return self.editable.find_offset(node.span)

    def move_field(self, field_chain: Sequence[MappingEntry], new_path: KeyPath) -> Iterator[Splice]:
        """Yield the splices that move a field to another path within the group of the first entry."""
        first, entry = field_chain[0], field_chain[-1]
        if len(field_chain) == len(new_path) == 1:
            yield (
                self.node_start(entry.key),
                self.node_start(entry.key) + len(self.editable.key_text(entry)),
                render_scalar(new_path[0]),
            )
            return
        target, missing = first.group, new_path
        while len(missing) > 1 and (inner := target.find_child(missing[0])):
            target, missing = inner[1], missing[1:]
        outer = outermost_entry(field_chain)
        if target is first.group and outer is first:
            yield from self._replace_outer_entry(first, entry, missing)
            return
        yield from self.remove_field(field_chain)
        previous = first if target is first.group else list_entries(target)[-1] if target.entries else None
        if not self.editable.is_flow(target):
            line_start = self.editable.line_start(self.editable.last_line(previous or entry) + 1)
            yield (
                line_start,
                line_start,
                self._render_lines(outer, entry, missing, list_entries(target)[0].key.span.column - 1),
            )
            return
        yield self._move_comments(target, outer, entry)
        position = self.editable.value_end(previous.value) if previous else self.node_start(target) + 1
        yield position, position, f"{', ' if previous else ''}{self._render_inline(entry, missing)}"

    def remove_field(self, field_chain: Sequence[MappingEntry]) -> Iterator[Splice]:
        """Yield the splices that remove a field completely, with the groups that would be left empty."""
        entry, editable = outermost_entry(field_chain), self.editable
        siblings = list_entries(entry.group)
        position = siblings.index(entry)
        next_entry = siblings[position + 1] if position + 1 < len(siblings) else None
        if editable.is_flow(entry.group):
            yield self._cut_from_flow(entry, siblings[position - 1] if position else None, next_entry)
            return
        yield editable.line_start(editable.first_line(entry)), editable.line_start(editable.last_line(entry) + 1), ""
        if editable.is_first_in_item(entry) and next_entry:
            yield (
                editable.line_start(next_entry.key.span.line),
                self.node_start(next_entry.key),
                editable.text_before_key(entry),
            )

    def _cut_from_flow(
        self, entry: MappingEntry, previous: MappingEntry | None, next_entry: MappingEntry | None
    ) -> Splice:
        """Return the splice that cuts an entry and one comma out of a flow mapping, but no comment beside it."""
        editable, start, stop = self.editable, self.node_start(entry.key), self.editable.value_end(entry.value)
        if next_entry:
            next_start = self.node_start(next_entry.key)
            comma = editable.text.index(",", stop) + 1
            return start, comma if "#" in editable.text[stop:next_start] else next_start, ""
        previous_stop = editable.value_end(previous.value) if previous else start
        return start if "#" in editable.text[previous_stop:start] else previous_stop, stop, ""

    def _replace_outer_entry(self, first: MappingEntry, entry: MappingEntry, missing: KeyPath) -> Iterator[Splice]:
        """Yield the splices that put an entry in the place of the one that contained nothing else."""
        editable = self.editable
        if editable.is_flow(first.group):
            yield self.node_start(first.key), editable.value_end(first.value), self._render_inline(entry, missing)
            return
        lines, after = (
            self._render_lines(first, entry, missing, first.key.span.column - 1),
            editable.line_start(editable.last_line(first) + 1),
        )
        if editable.is_first_in_item(first):
            yield self.node_start(first.key), after, lines.lstrip(" ")
        else:
            yield editable.line_start(editable.first_line(first)), after, lines

    def _render_lines(self, outer: MappingEntry, entry: MappingEntry, missing: KeyPath, indent: int) -> str:
        """Render an entry as lines of a block, below the keys of missing groups.

        Of the outer entry only the comments are kept.
        """
        inner_indent, in_brackets = indent + 2 * (len(missing) - 1), self.editable.is_flow(entry.group)
        is_verbatim = not in_brackets and not self.rewrite
        comments = [
            *self.editable.outer_comments(outer, entry),
            *([] if in_brackets or is_verbatim else self.editable.entry_comments_of(entry)),
        ]
        rendered = "".join(f"{' ' * indent}{comment}\n" for comment in comments)
        rendered += "".join(
            f"{' ' * (indent + 2 * depth)}{render_scalar(key)}:\n" for depth, key in enumerate(missing[:-1])
        )
        if is_verbatim:
            return rendered + self.editable.render_block(entry, render_scalar(missing[-1]), inner_indent)
        return f"{rendered}{' ' * inner_indent}{render_scalar(missing[-1])}: {self.render_value(entry.value)}\n"

    def _render_inline(self, entry: MappingEntry, missing: KeyPath) -> str:
        """Render an entry in flow style, inside the keys of missing groups."""
        opened = "".join(f"{render_scalar(key)}: {{" for key in missing[:-1])
        return f"{opened}{render_scalar(missing[-1])}: {self.render_value(entry.value)}{'}' * (len(missing) - 1)}"

    def _move_comments(self, target: YamlNode, outer: MappingEntry, entry: MappingEntry) -> Splice:
        """Return the splice that moves comments from lines to above a flow mapping, on lines of their own."""
        line, line_start = self.editable.line_text(target.span.line), self.editable.line_start(target.span.line)
        indent = line[: len(line) - len(line.lstrip())]
        entry_comments = [] if self.editable.is_flow(entry.group) else self.editable.entry_comments_of(entry)
        return (
            line_start,
            line_start,
            "".join(
                f"{indent}{comment}\n" for comment in (*self.editable.outer_comments(outer, entry), *entry_comments)
            ),
        )

    def render_value(self, node: YamlNode) -> str:
        """Render a value on one line: as written, or rewritten."""
        if not self.rewrite:
            return self.editable.value_text(node)
        if node.entries is not None:
            return (
                "{"
                + ", ".join(
                    f"{render_scalar(key.text or '')}: {self.render_value(child)}" for key, child in node.entries
                )
                + "}"
            )
        if node.items is not None:
            return "[" + ", ".join(map(self.render_value, node.items)) + "]"
        if (
            node.is_plain
            and "\n" not in (value_text := self.editable.value_text(node))
            and not re.search(r"[,\[\]{}]", value_text)
        ):
            return value_text  # numbers and dates stay as written
        return json.dumps(node.text, ensure_ascii=False)


def outermost_entry(field_chain: Sequence[MappingEntry]) -> MappingEntry:
    """Return the first of the entries leading to a field that contains nothing else."""
    return next(
        entry
        for position, entry in enumerate(field_chain)
        if all(len(inner.value.entries or ()) == 1 for inner in field_chain[position:-1])
    )

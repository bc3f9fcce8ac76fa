"""Migration steps as splices of a file's text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from afterword.authoring.editable_document import (
    EditableDocument,
    MappingEntry,
    Splice,
    find_entry_chain,
    find_groups,
    list_entries,
    shift_lines,
)
from afterword.authoring.edits import render_scalar
from afterword.authoring.field_moves import FieldEditor, outermost_entry
from afterword.authoring.migrate_data import common_parent_path
from afterword.frontmatter.document import YamlNode
from afterword.schema.migrations import (
    ChangeValue,
    FillValue,
    KeyPath,
    MigrationStep,
    MoveField,
    RetireField,
    WrapInList,
    is_same_value,
)

_MARKUP = re.compile(r"^\s*(?:[#>|=`~]|[-+*_]|\d+[.)]|$)", re.MULTILINE)
"""Matches lines that Markdown would read as more than prose."""
_NULL_SCALARS = ("", "~", "null", "Null", "NULL")


def splice_step(editor: FieldEditor, step: MigrationStep, field_order: Sequence[str]) -> Iterator[Splice]:
    """Yield the splices of a step in a text; `field_order` is the order of the schema's fields."""
    match step:
        case MoveField():
            yield from _splice_move(editor, step)
        case ChangeValue():
            yield from _splice_change(editor, step)
        case WrapInList():
            yield from _splice_wrap(editor, step)
        case FillValue():
            yield from _splice_fill(editor.editable, step, field_order)
        case RetireField():
            if field_chain := find_entry_chain(_root_node(editor.editable), step.path):
                yield from editor.remove_field(field_chain)
                yield _append_retired_field(editor.editable, field_chain, step.heading)


def _root_node(editable: EditableDocument) -> YamlNode:
    """Return the root mapping of the front matter."""
    return editable.document.nodes.root


def _splice_move(editor: FieldEditor, step: MoveField) -> Iterator[Splice]:
    """Yield the splices that move a field."""
    shared_length = len(common_parent_path(step.path, step.new_path))
    for group in find_groups(_root_node(editor.editable), step.path[:shared_length]):
        if field_chain := find_entry_chain(group, step.path[shared_length:]):
            yield from editor.move_field(field_chain, step.new_path[shared_length:])


def _splice_change(editor: FieldEditor, step: ChangeValue) -> Iterator[Splice]:
    """Yield the splices that change a value, wherever it stands."""
    for node, value in _iterate_scalars_at(_root_node(editor.editable), editor.editable.document.data, step.path):
        if is_same_value(value, step.old):
            yield (
                editor.node_start(node),
                editor.editable.value_end(node),
                _render_in_same_quotes(editor, node, step.new),
            )


def _splice_wrap(editor: FieldEditor, step: WrapInList) -> Iterator[Splice]:
    """Yield the splices that make a single value a list."""
    for group in find_groups(_root_node(editor.editable), step.path[:-1]):
        for entry in find_entry_chain(group, step.path[-1:]):
            if entry.value.items is None and not (entry.value.is_plain and entry.value.text in _NULL_SCALARS):
                yield _wrap_value(editor, entry)


def _splice_fill(editable: EditableDocument, step: FillValue, field_order: Sequence[str]) -> Iterator[Splice]:
    """Yield the splices that add a missing field with a value."""
    root = _root_node(editable)
    for group in find_groups(root, step.path[:-1]) if step.matches_conditions(editable.document.data) else ():
        if not find_entry_chain(group, step.path[-1:]):
            yield _insert_entry(
                editable, group, step.path[-1], _render_single_value(step.value), field_order if group is root else ()
            )


def _render_in_same_quotes(editor: FieldEditor, node: YamlNode, new: object) -> str:
    """Render a new single value in the quotes of the old one."""
    quote = editor.editable.text[editor.node_start(node)]
    if isinstance(new, str) and quote == "'":
        return "'" + new.replace("'", "''") + "'"
    return json.dumps(new, ensure_ascii=False) if isinstance(new, str) and quote == '"' else _render_single_value(new)


def _wrap_value(editor: FieldEditor, entry: MappingEntry) -> Splice:
    """Return the splice that makes a value the only item of a list.

    The list is a flow sequence, or a block sequence if the value spans several lines.
    """
    editable, start, stop = editor.editable, editor.node_start(entry.value), editor.editable.value_end(entry.value)
    value_text = editable.text_between(start, stop)
    is_one_line = entry.value.text is not None and "\n" not in value_text
    if editor.rewrite or is_one_line or editable.is_flow(entry.value) or editable.is_flow(entry.group):
        return start, stop, f"[{editor.render_value(entry.value)}]"
    after_key, line = editor.node_start(entry.key) + len(editable.key_text(entry)) + 1, entry.value.span.line
    stop = editable.line_start(editable.last_line(entry) + 1)
    if line > entry.key.span.line:
        start, indent = editable.line_start(line), entry.value.span.column - 1
        text = shift_lines(editable.text_between(start, stop), 2)
        return start, stop, f"{' ' * indent}- {text[indent + 2 :]}"
    indent = entry.key.span.column + 1
    head, _, tail = editable.text_between(start, stop).partition("\n")
    return after_key, stop, f"\n{' ' * indent}- {head}\n{shift_lines(tail, 2)}"


def _insert_entry(
    editable: EditableDocument, group: YamlNode, key: str, value_text: str, field_order: Sequence[str]
) -> Splice:
    """Return the splice that inserts a missing entry in the order of the schema, or at the end."""
    siblings = list_entries(group)
    earlier_keys = field_order[: field_order.index(key)] if key in field_order else ()
    earlier_entries = [entry for entry in siblings if not earlier_keys or entry.key.text in earlier_keys]
    if editable.is_flow(group):
        position = editable.value_end(siblings[-1].value) if siblings else editable.find_offset(group.span) + 1
        return position, position, f"{', ' if siblings else ''}{render_scalar(key)}: {value_text}"
    line = editable.last_line(earlier_entries[-1]) + 1 if earlier_entries else editable.first_line(siblings[0])
    return (
        editable.line_start(line),
        editable.line_start(line),
        f"{' ' * (siblings[0].key.span.column - 1)}{render_scalar(key)}: {value_text}\n",
    )


def _append_retired_field(editable: EditableDocument, field_chain: Sequence[MappingEntry], heading: str) -> Splice:
    """Return the splice that appends the value of a field to the text: prose as prose, anything else as YAML."""
    entry, position = field_chain[-1], len(editable.text)
    value, in_brackets = entry.value, editable.is_flow(entry.group)
    written = (
        f"{editable.key_text(entry)}: {editable.value_text(value)}\n"
        if in_brackets
        else editable.render_block(entry, editable.key_text(entry), 0)
    )
    written = (
        "".join(f"{comment}\n" for comment in editable.outer_comments(outermost_entry(field_chain), entry)) + written
    )
    texts = [item.text for item in value.items] if value.items else [value.text]
    shown = [text.strip() for text in texts if text is not None]
    if len(shown) < len(texts) or "#" in written or any(_MARKUP.search(text) for text in shown):
        fence = "```"
        while fence in written:
            fence += "`"
        rendered = f"{fence}yaml\n{written.rstrip()}\n{fence}\n"
    elif value.items:
        rendered = "".join(f"- {shift_lines(text, 2).lstrip()}\n" for text in shown)
    else:
        rendered = f"{shown[0]}\n"
    separator = "\n" if editable.text.endswith("\n") else "\n\n"
    return position, position, f"{separator}## {heading}\n\n{rendered}"


def _iterate_scalars_at(node: YamlNode, value: Any, path: KeyPath) -> Iterator[tuple[YamlNode, Any]]:
    """Yield every single value at a path with its node, each item of a list separately."""
    if node.items is not None:
        for item, inner in zip(node.items, value, strict=True):
            yield from _iterate_scalars_at(item, inner, path)
    elif not path and node.text is not None:
        yield node, value
    elif path and (key_and_value := node.entries is not None and node.find_child(path[0])):
        yield from _iterate_scalars_at(key_and_value[1], value[path[0]], path[1:])


def _render_single_value(value: object) -> str:
    return render_scalar(value) if isinstance(value, str) else json.dumps(value)

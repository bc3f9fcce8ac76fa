"""The steps of a migration as changes to a file's text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from afterword.authoring.editable_document import Entry, Sheet, Splice, chain, entries, groups, shifted
from afterword.authoring.edits import scalar
from afterword.authoring.field_moves import Hand, outermost
from afterword.authoring.step_data import common
from afterword.frontmatter.document import Node
from afterword.schema.migrations import Change, Fill, Keys, Move, Retire, Step, Wrap, same

_MARKUP = re.compile(r"^\s*(?:[#>|=`~]|[-+*_]|\d+[.)]|$)", re.MULTILINE)
"""Lines that Markdown would take for more than prose."""
_NOTHING = ("", "~", "null", "Null", "NULL")


def splices(hand: Hand, step: Step, order: Sequence[str]) -> Iterator[Splice]:
    """What a step changes in a text; `order` are the fields of the schema in their order."""
    match step:
        case Move():
            yield from _moves(hand, step)
        case Change():
            yield from _changes(hand, step)
        case Wrap():
            yield from _wraps(hand, step)
        case Fill():
            yield from _fills(hand.sheet, step, order)
        case Retire():
            if found := chain(_root(hand.sheet), step.path):
                yield from hand.removed(found)
                yield _retired(hand.sheet, found, step.heading)


def _root(sheet: Sheet) -> Node:
    return sheet.document.places.root


def _moves(hand: Hand, step: Move) -> Iterator[Splice]:
    shared = len(common(step.path, step.to))
    for group in groups(_root(hand.sheet), step.path[:shared]):
        if found := chain(group, step.path[shared:]):
            yield from hand.moved(found, step.to[shared:])


def _changes(hand: Hand, step: Change) -> Iterator[Splice]:
    for node, value in _values(_root(hand.sheet), hand.sheet.document.data, step.path):
        if same(value, step.old):
            yield hand.at(node), hand.sheet.stop(node), _like(hand, node, step.new)


def _wraps(hand: Hand, step: Wrap) -> Iterator[Splice]:
    for group in groups(_root(hand.sheet), step.path[:-1]):
        for entry in chain(group, step.path[-1:]):
            if entry.value.items is None and not (entry.value.plain and entry.value.text in _NOTHING):
                yield _wrapped(hand, entry)


def _fills(sheet: Sheet, step: Fill, order: Sequence[str]) -> Iterator[Splice]:
    root = _root(sheet)
    for group in groups(root, step.path[:-1]) if step.is_meant_for(sheet.document.data) else ():
        if not chain(group, step.path[-1:]):
            yield _filled(sheet, group, step.path[-1], _single(step.value), order if group is root else ())


def _like(hand: Hand, node: Node, new: object) -> str:
    """A new single value in the quotes of the old one."""
    quote = hand.sheet.text[hand.at(node)]
    if isinstance(new, str) and quote == "'":
        return "'" + new.replace("'", "''") + "'"
    return json.dumps(new, ensure_ascii=False) if isinstance(new, str) and quote == '"' else _single(new)


def _wrapped(hand: Hand, entry: Entry) -> Splice:
    """A value as the one entry of a list: in brackets, or behind a dash where it runs over several lines."""
    sheet, start, stop = hand.sheet, hand.at(entry.value), hand.sheet.stop(entry.value)
    own = sheet.between(start, stop)
    one_line = entry.value.text is not None and "\n" not in own
    if hand.anew or one_line or sheet.in_brackets(entry.value) or sheet.in_brackets(entry.group):
        return start, stop, f"[{hand.value(entry.value)}]"
    behind, line = hand.at(entry.key) + len(sheet.key(entry)) + 1, entry.value.span.line
    stop = sheet.start(sheet.last(entry) + 1)
    if line > entry.key.span.line:
        start, indent = sheet.start(line), entry.value.span.column - 1
        text = shifted(sheet.between(start, stop), 2)
        return start, stop, f"{' ' * indent}- {text[indent + 2 :]}"
    indent = entry.key.span.column + 1
    head, _, rest = sheet.between(start, stop).partition("\n")
    return behind, stop, f"\n{' ' * indent}- {head}\n{shifted(rest, 2)}"


def _filled(sheet: Sheet, group: Node, key: str, said: str, order: Sequence[str]) -> Splice:
    """An entry that was missing: in the order of the schema, or else at the end."""
    around = entries(group)
    before = order[: order.index(key)] if key in order else ()
    known = [entry for entry in around if not before or entry.key.text in before]
    if sheet.in_brackets(group):
        at = sheet.stop(around[-1].value) if around else sheet.offset(group.span) + 1
        return at, at, f"{', ' if around else ''}{scalar(key)}: {said}"
    line = sheet.last(known[-1]) + 1 if known else sheet.first(around[0])
    return sheet.start(line), sheet.start(line), f"{' ' * (around[0].key.span.column - 1)}{scalar(key)}: {said}\n"


def _retired(sheet: Sheet, found: Sequence[Entry], heading: str) -> Splice:
    """What a field says, below the text: prose as prose, anything else as it is written."""
    entry, at = found[-1], len(sheet.text)
    value, in_brackets = entry.value, sheet.in_brackets(entry.group)
    written = f"{sheet.key(entry)}: {sheet.value(value)}\n" if in_brackets else sheet.block(entry, sheet.key(entry), 0)
    written = "".join(f"{comment}\n" for comment in sheet.spared(outermost(found), entry)) + written
    texts = [item.text for item in value.items] if value.items else [value.text]
    shown = [text.strip() for text in texts if text is not None]
    if len(shown) < len(texts) or "#" in written or any(_MARKUP.search(text) for text in shown):
        fence = "```"
        while fence in written:
            fence += "`"
        said = f"{fence}yaml\n{written.rstrip()}\n{fence}\n"
    elif value.items:
        said = "".join(f"- {shifted(text, 2).lstrip()}\n" for text in shown)
    else:
        said = f"{shown[0]}\n"
    gap = "\n" if sheet.text.endswith("\n") else "\n\n"
    return at, at, f"{gap}## {heading}\n\n{said}"


def _values(node: Node, value: Any, path: Keys) -> Iterator[tuple[Node, Any]]:
    """Every single value that a path leads to, of a list each one."""
    if node.items is not None:
        for item, inner in zip(node.items, value, strict=True):
            yield from _values(item, inner, path)
    elif not path and node.text is not None:
        yield node, value
    elif path and (found := node.entries is not None and node.at(path[0])):
        yield from _values(found[1], value[path[0]], path[1:])


def _single(value: object) -> str:
    return scalar(value) if isinstance(value, str) else json.dumps(value)

"""Where everything stands: libyaml's events as nodes with places, and whatever a shared file may not use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from afterword.frontmatter import yaml_messages as yaml_words
from afterword.frontmatter.document import Node
from afterword.frontmatter.plain_yaml import MAX_DEPTH
from afterword.problems import Problem, Rule, Span, Text, say

TOO_DEEP = Rule("yaml-too-deep", "The front matter is nested more than 8 levels deep")
DUPLICATE_KEY = Rule("yaml-duplicate-key", "A key is written twice")
KEY_NOT_TEXT = Rule("yaml-key-not-text", "A key is not text")
ANCHOR = Rule("yaml-anchor", "The front matter uses a YAML anchor")
ALIAS = Rule("yaml-alias", "The front matter uses a YAML alias")
MERGE_KEY = Rule("yaml-merge-key", "The front matter uses a YAML merge key")
TAG = Rule("yaml-tag", "The front matter uses a YAML tag")
SECOND_DOCUMENT = Rule("yaml-second-document", "The front matter holds a second YAML document")
RULES = (TOO_DEEP, DUPLICATE_KEY, KEY_NOT_TEXT, ANCHOR, ALIAS, MERGE_KEY, TAG, SECOND_DOCUMENT)


class Reading(NamedTuple):
    """What libyaml sees: the root node, what is wrong, and where it stopped if it cannot read on."""

    root: Node | None
    problems: list[Problem]
    stopped: tuple[Span, Text, Text] | None = None


def read(file: str, text: str, lines_before: int) -> Reading:
    """The nodes of a YAML text that follows some lines of its file."""
    reader = _Reader(file, lines_before)
    try:
        return Reading(reader.read(text), reader.problems)
    except yaml.MarkedYAMLError as error:
        at, since = map(_place, (error.problem_mark, error.context_mark))
        span, message, hint = yaml_words.explain(text, error.problem or "", error.context or "", at or Span(), since)
        place = Span(span.line + lines_before, span.column, span.length)
        if error.problem and "document start" in error.problem:
            return Reading(None, [*reader.problems, Problem.of(SECOND_DOCUMENT, file, place, *_ONE_DOCUMENT)])
        return Reading(None, reader.problems, (place, message, hint))


def _place(mark: object) -> Span | None:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    return Span(line + 1, column + 1) if isinstance(line, int) and isinstance(column, int) else None


_ONE_DOCUMENT = (
    say("A second YAML document begins here; front matter is one."),
    say("Delete this line, or move what follows below the closing --- line."),
)


@dataclass(slots=True)
class _Reader:
    """Builds nodes from libyaml's event stream, without recursion, and notes what a record may not use."""

    file: str
    lines_before: int
    problems: list[Problem] = field(default_factory=list)
    _open: list[Node] = field(default_factory=list)
    _keys: list[Node | None] = field(default_factory=list)
    """For each open node, the key that waits for its value; lists have none."""

    def read(self, text: str) -> Node | None:
        """The root node; None for an empty text, and where the nesting is too deep to read on."""
        root: Node | None = None
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._note(SECOND_DOCUMENT, self._places(event)[0], *_ONE_DOCUMENT)
                return root
            if isinstance(event, yaml.CollectionEndEvent):
                self._open.pop()
                self._keys.pop()
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event)
                if self._open:
                    self._put(node)
                root = root or node
                if isinstance(event, yaml.CollectionStartEvent):
                    self._open.append(node)
                    self._keys.append(None)
                    if len(self._open) > MAX_DEPTH:
                        message = say("This is nested more than {limit} levels deep.", limit=MAX_DEPTH)
                        self._note(TOO_DEEP, node.span, message, say("Flatten it, or move it into the body as prose."))
                        return None
        return root

    def _put(self, node: Node) -> None:
        """Puts a node into the innermost open list, or mapping: there as the next key, or the value of the last one."""
        parent, key = self._open[-1], self._keys[-1]
        if parent.items is not None:
            parent.items.append(node)
        elif parent.entries is not None and key is not None:
            parent.entries.append((key, node))
            self._keys[-1] = None
        else:
            self._keys[-1] = node
            self._check_key(parent, node)

    def _node(self, event: yaml.NodeEvent) -> Node:
        span, end = self._places(event)
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            message = say("`*{name}` is a YAML alias; a record says each thing in full.", name=anchor)
            self._note(ALIAS, span, message, say("Write the value itself here; if the star is text, put it in quotes."))
            return Node(span, span)
        if anchor is not None:
            message = say("`&{name}` is a YAML anchor; a record says each thing in full.", name=anchor)
            self._note(
                ANCHOR, span, message, say("Delete `&{name}`; if it is text, put the value in quotes.", name=anchor)
            )
        if (tag := getattr(event, "tag", None)) is not None:
            message = say("`{tag}` is a YAML tag; values of a record are plain.", tag=_short_tag(tag))
            self._note(
                TAG, span, message, say("Delete the tag; if the exclamation mark is text, put the value in quotes.")
            )
        if isinstance(event, yaml.ScalarEvent):
            return Node(span, end, text=event.value, plain=event.implicit[0])
        if isinstance(event, yaml.MappingStartEvent):
            return Node(span, end, entries=[])
        return Node(span, end, items=[])

    def _check_key(self, mapping: Node, key: Node) -> None:
        if key.text is None:
            self._note(
                KEY_NOT_TEXT,
                key.span,
                say("This key is not text."),
                say("Write a word before the colon; a value that begins with a bracket goes in quotes."),
            )
        elif key.plain and key.text == "<<":
            message = say("`<<` is a YAML merge key; a record says each thing in full.")
            self._note(MERGE_KEY, key.span, message, say("Write the merged lines out here."))
        elif (first := mapping.at(key.text)) is not None:
            message = say("`{key}` is already written in line {line}.", key=key.text, line=first[0].span.line)
            self._note(DUPLICATE_KEY, key.span, message, say("Keep one of the two lines; both cannot count."))

    def _note(self, rule: Rule, span: Span, message: Text, hint: Text) -> None:
        self.problems.append(Problem.of(rule, self.file, span, message, hint))

    def _places(self, event: yaml.Event) -> tuple[Span, Span]:
        """Where an event stands, cut at its first line's end; and where it ends."""
        start: Any = event.start_mark  # every event of libyaml has both marks
        end: Any = event.end_mark
        lines = self.lines_before + 1
        length = end.column - start.column if end.line == start.line else 1
        return (
            Span(start.line + lines, start.column + 1, max(1, length)),
            Span(end.line + lines, end.column + 1),
        )


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def elsewhere(text: str) -> Any:
    """What a reader of YAML 1.1, such as PyYAML, makes of a plain scalar. Raises `ValueError` when that is nothing."""
    loader = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # PyYAML has no types
    try:
        return loader.construct_object(yaml.ScalarNode(tag, text))
    except (yaml.YAMLError, ArithmeticError) as error:
        raise ValueError(str(error)) from error

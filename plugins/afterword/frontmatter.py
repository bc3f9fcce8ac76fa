"""Text to data: YAML 1.2 front matter, what was written, and the place of every key and value.

py-yaml12 decides what is valid and what a value is; libyaml's events give places, duplicates and whatever
a shared file may not use (anchors, tags, a second document). Where the two do not see the same document,
that is a problem and not a guess.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
import yaml12
from frontmatter.default_handlers import YAMLHandler

from afterword import plain_yaml, yaml_words
from afterword.document import Document, Node, Places
from afterword.plain_yaml import MAX_DEPTH
from afterword.problems import Problem, Rule, Severity, Span, Text, say
from afterword.source import Source

MAX_BYTES = 64 * 1024

MISSING = Rule("frontmatter-missing", "A file does not begin with front matter")
UNCLOSED = Rule("frontmatter-unclosed", "The front matter has no closing line")
TOO_LARGE = Rule("frontmatter-too-large", "The front matter is larger than 64 KB")
SYNTAX = Rule("yaml-syntax", "The front matter cannot be read as YAML")
AMBIGUOUS = Rule("yaml-ambiguous", "YAML readers disagree about what is written")
NOT_MAPPING = Rule("yaml-not-mapping", "The front matter is not a list of `key: value` lines")
TOO_DEEP = Rule("yaml-too-deep", "The front matter is nested more than 8 levels deep")
DUPLICATE_KEY = Rule("yaml-duplicate-key", "A key is written twice")
KEY_NOT_TEXT = Rule("yaml-key-not-text", "A key is not text")
ANCHOR = Rule("yaml-anchor", "The front matter uses a YAML anchor")
ALIAS = Rule("yaml-alias", "The front matter uses a YAML alias")
MERGE_KEY = Rule("yaml-merge-key", "The front matter uses a YAML merge key")
TAG = Rule("yaml-tag", "The front matter uses a YAML tag")
SECOND_DOCUMENT = Rule("yaml-second-document", "The front matter holds a second YAML document")
NOT_FINITE = Rule("yaml-not-finite", "A number is infinite or not a number")
COMMENT_CUTS = Rule("yaml-comment-cuts", "A # cuts a text short", Severity.WARNING)
RULES = (
    MISSING, UNCLOSED, TOO_LARGE, SYNTAX, AMBIGUOUS, NOT_MAPPING, TOO_DEEP, DUPLICATE_KEY, KEY_NOT_TEXT, ANCHOR,
    ALIAS, MERGE_KEY, TAG, SECOND_DOCUMENT, NOT_FINITE, COMMENT_CUTS,
)  # fmt: skip

_HANDLER = YAMLHandler()
_INDICATOR = re.compile(r"[-?:]\s")


def read(source: Source) -> tuple[Document | None, list[Problem]]:
    """The document of a source, or everything that keeps its front matter from being read."""
    parts, problem = _split(source)
    if parts is None:
        return None, [problem] if problem else []
    text, offset, body = parts
    lines_before = source.text.count("\n", 0, offset)
    data = _quick(text)
    places = Places(lambda: _read_again(source, text, lines_before))
    if data is None:
        data, root, problems = _parse(source, text, lines_before)
        if problems or root is None:
            return None, problems
        places = Places(lambda: root)
    body_line = source.text.count("\n", 0, len(source.text) - len(body)) + 1
    return Document(source, data, places, body, body_line), []


def read_yaml(source: Source) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The mapping of a whole YAML file, held to the same rules as front matter."""
    data, _, problems = _parse(source, source.text, 0)
    return (None if problems else data), problems


def _split(source: Source) -> tuple[tuple[str, int, str] | None, Problem | None]:
    """The front matter's text, its offset in the file, and the body."""
    text = source.text
    if not _HANDLER.detect(text):
        message = say("This file does not begin with front matter.")
        hint = say("Begin the first line with --- and write the fields below it; `afterword explain {code}` shows one.",
                   code=MISSING.code)
        return None, Problem.of(MISSING, source.path, Span(), message, hint)
    try:
        front, body = _HANDLER.split(text)
    except ValueError:
        message = say("The front matter opened here is never closed.")
        return None, Problem.of(
            UNCLOSED, source.path, Span(1, 1, 3), message, say("Put a line with only --- below the last field.")
        )
    end = len(text[: len(text) - len(body)].rstrip().rstrip("-"))
    if len(front.encode()) > MAX_BYTES:
        message = say("The front matter has {size:,} bytes; at most {limit:,} are read.",
                      size=len(front.encode()), limit=MAX_BYTES)
        return None, Problem.of(TOO_LARGE, source.path, Span(), message, say("Move prose below the closing --- line."))
    return (front, end - len(front), body.removeprefix("\n")), None


def _quick(text: str) -> dict[str, Any] | None:
    """The data of plain front matter in which nothing is wrong; None when only the slow reader can tell."""
    written = plain_yaml.keys(text)
    if not written:
        return None
    try:
        data = yaml12.parse_yaml(text)
    except ValueError:
        return None
    return data if isinstance(data, dict) and plain_yaml.entries(data) == written else None


def _read_again(source: Source, text: str, lines_before: int) -> Node:
    root = _Reader(source.path, lines_before).read(text)
    assert root is not None  # it was read without fault before
    return root


def _parse(source: Source, text: str, lines_before: int) -> tuple[dict[str, Any], Node | None, list[Problem]]:
    reader = _Reader(source.path, lines_before)
    try:
        root = reader.read(text)
    except yaml.MarkedYAMLError as error:
        return {}, None, [*reader.problems, _syntax(source, text, lines_before, error)]
    except _TooDeep:
        return {}, None, reader.problems
    if reader.problems:
        return {}, None, reader.problems
    try:
        data = yaml12.parse_yaml(text)
    except ValueError as error:
        span, message = yaml_words.of_yaml12(str(error))
        place = Span(span.line + lines_before, span.column)
        return {}, None, [Problem.of(SYNTAX, source.path, place, message, yaml_words.QUOTE)]
    if root is None or root.entries is None:
        message = say("Between the --- lines there are no `key: value` lines.")
        hint = say("Write one field a line, such as `name: The Frozen Funnel`.")
        return {}, None, [Problem.of(NOT_MAPPING, source.path, root.span if root else Span(), message, hint)]
    problems = [Problem.of(*found) for found in _faults(source.path, root, data)]
    return data if isinstance(data, dict) else {}, root, problems


def _syntax(source: Source, text: str, lines_before: int, error: yaml.MarkedYAMLError) -> Problem:
    """The problem of a document that libyaml cannot read: bad YAML, or YAML on which readers disagree."""
    at, since = (mark and Span(mark.line + 1, mark.column + 1) for mark in (error.problem_mark, error.context_mark))
    rule = SYNTAX
    span, message, hint = yaml_words.explain(text, error.problem or "", error.context or "", at or Span(), since)
    if error.problem and "document start" in error.problem:
        rule, message, hint = SECOND_DOCUMENT, *_ONE_DOCUMENT
    elif all(len(_INDICATOR.findall(line)) < 1000 for line in text.split("\n")):  # `- - - …` overflows its stack
        try:
            yaml12.parse_yaml(text)
        except ValueError:
            pass
        else:
            rule, message = AMBIGUOUS, say("Some YAML readers accept this line and others do not.")
    return Problem.of(rule, source.path, Span(span.line + lines_before, span.column, span.length), message, hint)


_ONE_DOCUMENT = (
    say("A second YAML document begins here; front matter is one."),
    say("Delete this line, or move what follows below the closing --- line."),
)


def _faults(file: str, node: Node, value: Any) -> Iterator[tuple[Rule, str, Span, Text, Text | None]]:
    """Where the two readers see different things, and values that are no values of a record."""
    if node.entries is not None:
        if not isinstance(value, dict) or len(value) != len(node.entries):
            yield _disagreement(file, node)
            return
        for (key, child), (name, inner) in zip(node.entries, value.items(), strict=True):
            if not isinstance(name, str):
                message = say("The key `{key}` is not text.", key=key.text or "")
                yield KEY_NOT_TEXT, file, key.span, message, say("Put it in quotes: \"{key}\":", key=key.text or "")
            elif name != key.text:
                yield _disagreement(file, key)
            else:
                yield from _faults(file, child, inner)
    elif node.items is not None:
        if not isinstance(value, list) or len(value) != len(node.items):
            yield _disagreement(file, node)
            return
        for child, inner in zip(node.items, value, strict=True):
            yield from _faults(file, child, inner)
    elif isinstance(value, float) and not math.isfinite(value):
        message = say("`{text}` is not a number anybody can compare.", text=node.text)
        yield NOT_FINITE, file, node.span, message, say("Write the number, or leave the line out if it is unknown.")
    elif isinstance(value, dict | list) or (value != node.text if isinstance(value, str) else not node.plain):
        yield _disagreement(file, node)


def _disagreement(file: str, node: Node) -> tuple[Rule, str, Span, Text, Text | None]:
    return AMBIGUOUS, file, node.span, say("YAML readers disagree about what this says."), yaml_words.QUOTE


class _TooDeep(Exception):
    """Raised before anything recursive sees the document."""


@dataclass(slots=True)
class _Reader:
    """Builds nodes from libyaml's event stream, without recursion, and notes what a record may not use."""

    file: str
    lines_before: int
    problems: list[Problem] = field(default_factory=list)

    def read(self, text: str) -> Node | None:
        root: Node | None = None
        open_nodes: list[Node] = []
        keys: list[Node | None] = []
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._note(SECOND_DOCUMENT, self._span(event), *_ONE_DOCUMENT)
                    return root
            elif isinstance(event, yaml.CollectionEndEvent):
                open_nodes.pop()
                keys.pop()
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event)
                if not open_nodes:
                    root = node
                elif open_nodes[-1].items is not None:
                    open_nodes[-1].items.append(node)
                elif (key := keys[-1]) is None:
                    keys[-1] = node
                    self._check_key(open_nodes[-1], node)
                else:
                    assert open_nodes[-1].entries is not None
                    open_nodes[-1].entries.append((key, node))
                    keys[-1] = None
                if isinstance(event, yaml.CollectionStartEvent):
                    open_nodes.append(node)
                    keys.append(None)
                    if len(open_nodes) > MAX_DEPTH:
                        message = say("This is nested more than {limit} levels deep.", limit=MAX_DEPTH)
                        self._note(TOO_DEEP, node.span, message, say("Flatten it, or move it into the body as prose."))
                        raise _TooDeep
        return root

    def _node(self, event: yaml.NodeEvent) -> Node:
        span = self._span(event)
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            message = say("`*{name}` is a YAML alias; a record says each thing in full.", name=anchor)
            self._note(ALIAS, span, message, say("Write the value itself here; if the star is text, put it in quotes."))
            return Node(span)
        if anchor is not None:
            message = say("`&{name}` is a YAML anchor; a record says each thing in full.", name=anchor)
            self._note(ANCHOR, span, message, say("Delete `&{name}`; if it is text, put the value in quotes.", name=anchor))
        if event.tag is not None:
            message = say("`{tag}` is a YAML tag; values of a record are plain.", tag=_short_tag(event.tag))
            self._note(TAG, span, message, say("Delete the tag; if the exclamation mark is text, put the value in quotes."))
        if isinstance(event, yaml.ScalarEvent):
            return Node(span, text=event.value, plain=event.implicit[0])
        return Node(span, entries=[]) if isinstance(event, yaml.MappingStartEvent) else Node(span, items=[])

    def _check_key(self, mapping: Node, key: Node) -> None:
        if key.text is None:
            self._note(KEY_NOT_TEXT, key.span, say("This key is not text."), say("Write a word before the colon."))
        elif key.plain and key.text == "<<":
            message = say("`<<` is a YAML merge key; a record says each thing in full.")
            self._note(MERGE_KEY, key.span, message, say("Write the merged lines out here."))
        elif (first := mapping.at(key.text)) is not None:
            message = say("`{key}` is already written in line {line}.", key=key.text, line=first[0].span.line)
            self._note(DUPLICATE_KEY, key.span, message, say("Keep one of the two lines; both cannot count."))

    def _note(self, rule: Rule, span: Span, message: Text, hint: Text) -> None:
        self.problems.append(Problem.of(rule, self.file, span, message, hint))

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Span(start.line + 1 + self.lines_before, start.column + 1, max(1, length))


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")

"""Nodes with spans from libyaml's events, and detection of YAML features that a record must not use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from afterword.frontmatter import libyaml_errors
from afterword.frontmatter.document import YamlNode
from afterword.frontmatter.plain_yaml import MAX_DEPTH
from afterword.frontmatter.yaml_explanations import YamlExplanation
from afterword.problems import Message, Problem, Rule, RuleGroup, Span, say

TOO_DEEP = Rule("yaml-too-deep", "The front matter is nested more than 8 levels deep", group=RuleGroup.FRONT_MATTER)
DUPLICATE_KEY = Rule("yaml-duplicate-key", "A key is written twice", group=RuleGroup.FRONT_MATTER)
KEY_NOT_TEXT = Rule("yaml-key-not-text", "A key is not text", group=RuleGroup.FRONT_MATTER)
ANCHOR = Rule("yaml-anchor", "The front matter uses a YAML anchor", group=RuleGroup.FRONT_MATTER)
ALIAS = Rule("yaml-alias", "The front matter uses a YAML alias", group=RuleGroup.FRONT_MATTER)
MERGE_KEY = Rule("yaml-merge-key", "The front matter uses a YAML merge key", group=RuleGroup.FRONT_MATTER)
TAG = Rule("yaml-tag", "The front matter uses a YAML tag", group=RuleGroup.FRONT_MATTER)
SECOND_DOCUMENT = Rule(
    "yaml-second-document", "The front matter holds a second YAML document", group=RuleGroup.FRONT_MATTER
)
RULES = (TOO_DEEP, DUPLICATE_KEY, KEY_NOT_TEXT, ANCHOR, ALIAS, MERGE_KEY, TAG, SECOND_DOCUMENT)


class NodeParseResult(NamedTuple):
    """Result of libyaml: the root node, the problems, and the error at which it stopped reading, if any."""

    root: YamlNode | None
    problems: list[Problem]
    syntax_error: YamlExplanation | None = None


def parse_nodes(file: str, text: str, lines_before: int) -> NodeParseResult:
    """Parse a YAML text into nodes; `lines_before` is the number of lines above it in its file."""
    builder = _NodeBuilder(file, lines_before)
    try:
        return NodeParseResult(builder.build_nodes(text), builder.problems)
    except yaml.MarkedYAMLError as error:
        problem_span, context_span = map(_mark_to_span, (error.problem_mark, error.context_mark))
        span, message, hint = libyaml_errors.explain_libyaml_error(
            text, error.problem or "", error.context or "", problem_span or Span(), context_span
        )
        file_span = Span(span.line + lines_before, span.column, span.length)
        if error.problem and "document start" in error.problem:
            return NodeParseResult(
                None, [*builder.problems, Problem.from_rule(SECOND_DOCUMENT, file, file_span, *_ONE_DOCUMENT)]
            )
        return NodeParseResult(None, builder.problems, (file_span, message, hint))


def _mark_to_span(mark: object) -> Span | None:
    """Convert a position of libyaml, which counts from 0, to a span."""
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    return Span(line + 1, column + 1) if isinstance(line, int) and isinstance(column, int) else None


_ONE_DOCUMENT = (
    say("A second YAML document begins here; front matter is one."),
    say("Delete this line, or move what follows below the closing --- line."),
)


@dataclass(slots=True)
class _NodeBuilder:
    """Builder of nodes from libyaml's event stream, without recursion; collects what a record must not use."""

    file: str
    lines_before: int
    problems: list[Problem] = field(default_factory=list)
    _open_nodes: list[YamlNode] = field(default_factory=list)
    _pending_keys: list[YamlNode | None] = field(default_factory=list)
    """For each open node, the key that has no value yet; None for a list."""

    def build_nodes(self, text: str) -> YamlNode | None:
        """Return the root node; None for an empty text and where the nesting is too deep to continue."""
        root: YamlNode | None = None
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._add_problem(SECOND_DOCUMENT, self._event_spans(event)[0], *_ONE_DOCUMENT)
                return root
            if isinstance(event, yaml.CollectionEndEvent):
                self._open_nodes.pop()
                self._pending_keys.pop()
            elif isinstance(event, yaml.NodeEvent):
                node = self._make_node(event)
                if self._open_nodes:
                    self._attach_node(node)
                root = root or node
                if isinstance(event, yaml.CollectionStartEvent):
                    self._open_nodes.append(node)
                    self._pending_keys.append(None)
                    if len(self._open_nodes) > MAX_DEPTH:
                        message = say("This is nested more than {limit} levels deep.", limit=MAX_DEPTH)
                        self._add_problem(
                            TOO_DEEP, node.span, message, say("Flatten it, or move it into the body as prose.")
                        )
                        return None
        return root

    def _attach_node(self, node: YamlNode) -> None:
        """Attach a node to the innermost open list, or to the open mapping as its next key or value."""
        parent, key = self._open_nodes[-1], self._pending_keys[-1]
        if parent.items is not None:
            parent.items.append(node)
        elif parent.entries is not None and key is not None:
            parent.entries.append((key, node))
            self._pending_keys[-1] = None
        else:
            self._pending_keys[-1] = node
            self._check_key(parent, node)

    def _make_node(self, event: yaml.NodeEvent) -> YamlNode:
        """Return the node of an event, and report anchors, aliases and tags."""
        span, end = self._event_spans(event)
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            message = say("`*{name}` is a YAML alias; a record says each thing in full.", name=anchor)
            self._add_problem(
                ALIAS, span, message, say("Write the value itself here; if the star is text, put it in quotes.")
            )
            return YamlNode(span, span)
        if anchor is not None:
            message = say("`&{name}` is a YAML anchor; a record says each thing in full.", name=anchor)
            self._add_problem(
                ANCHOR, span, message, say("Delete `&{name}`; if it is text, put the value in quotes.", name=anchor)
            )
        if (tag := getattr(event, "tag", None)) is not None:
            message = say("`{tag}` is a YAML tag; values of a record are plain.", tag=_shorten_tag(tag))
            self._add_problem(
                TAG, span, message, say("Delete the tag; if the exclamation mark is text, put the value in quotes.")
            )
        if isinstance(event, yaml.ScalarEvent):
            return YamlNode(span, end, text=event.value, is_plain=event.implicit[0])
        if isinstance(event, yaml.MappingStartEvent):
            return YamlNode(span, end, entries=[])
        return YamlNode(span, end, items=[])

    def _check_key(self, mapping: YamlNode, key: YamlNode) -> None:
        """Report a key that is not text, is written twice, or merges another mapping."""
        if key.text is None:
            self._add_problem(
                KEY_NOT_TEXT,
                key.span,
                say("This key is not text."),
                say("Write a word before the colon; a value that begins with a bracket goes in quotes."),
            )
        elif key.is_plain and key.text == "<<":
            message = say("`<<` is a YAML merge key; a record says each thing in full.")
            self._add_problem(MERGE_KEY, key.span, message, say("Write the merged lines out here."))
        elif (first := mapping.find_child(key.text)) is not None:
            message = say("`{key}` is already written in line {line}.", key=key.text, line=first[0].span.line)
            self._add_problem(DUPLICATE_KEY, key.span, message, say("Keep one of the two lines; both cannot count."))

    def _add_problem(self, rule: Rule, span: Span, message: Message, hint: Message) -> None:
        self.problems.append(Problem.from_rule(rule, self.file, span, message, hint))

    def _event_spans(self, event: yaml.Event) -> tuple[Span, Span]:
        """Return the span of an event, cut at the end of its first line, and the span of its end."""
        start: Any = event.start_mark  # every event of libyaml has both marks
        end: Any = event.end_mark
        line_offset = self.lines_before + 1
        length = end.column - start.column if end.line == start.line else 1
        return (
            Span(start.line + line_offset, start.column + 1, max(1, length)),
            Span(end.line + line_offset, end.column + 1),
        )


def _shorten_tag(tag: str) -> str:
    """Return a tag as authors write it, such as `!!str`."""
    return tag.replace("tag:yaml.org,2002:", "!!")


def resolve_yaml11(text: str) -> Any:
    """Return the value that a YAML 1.1 reader, such as PyYAML, gives to a plain scalar.

    Raises `ValueError` when such a reader rejects it.
    """
    loader = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # PyYAML has no types
    try:
        return loader.construct_object(yaml.ScalarNode(tag, text))
    except (yaml.YAMLError, ArithmeticError) as error:
        raise ValueError(str(error)) from error

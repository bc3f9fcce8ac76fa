"""Parsing of YAML 1.2 front matter into data, with the source text and span of every key and value.

py-yaml12 decides what is valid YAML and what a value is. libyaml's events give spans and duplicate keys,
and features that a record must not use (anchors, tags, a second document). Where the two disagree about a
document, that is reported as a problem.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import partial
from sys import intern
from typing import Any

import yaml12
from frontmatter.default_handlers import YAMLHandler

from afterword.frontmatter import plain_yaml, yaml12_errors, yaml_explanations, yaml_nodes
from afterword.frontmatter.document import Document, LazyNodes, YamlNode
from afterword.frontmatter.source import CONTROL_CHARACTER, CONTROL_CHARACTER_PATTERN, Source
from afterword.problems import Message, Problem, Rule, RuleGroup, Span, say

MAX_BYTES = 64 * 1024

MISSING = Rule("frontmatter-missing", "A file does not begin with front matter", group=RuleGroup.FRONT_MATTER)
UNCLOSED = Rule("frontmatter-unclosed", "The front matter has no closing line", group=RuleGroup.FRONT_MATTER)
TOO_LARGE = Rule("frontmatter-too-large", "The front matter is larger than 64 KB", group=RuleGroup.FRONT_MATTER)
SYNTAX = Rule("yaml-syntax", "The front matter cannot be read as YAML", group=RuleGroup.FRONT_MATTER)
AMBIGUOUS = Rule("yaml-ambiguous", "YAML readers disagree about what is written", group=RuleGroup.FRONT_MATTER)
NOT_MAPPING = Rule(
    "yaml-not-mapping", "The front matter is not a list of `key: value` lines", group=RuleGroup.FRONT_MATTER
)
NOT_FINITE = Rule("yaml-not-finite", "A number is infinite or not a number", group=RuleGroup.FRONT_MATTER)
RULES = (
    MISSING, UNCLOSED, TOO_LARGE, SYNTAX, AMBIGUOUS, NOT_MAPPING, *yaml_nodes.RULES, NOT_FINITE,
)  # fmt: skip

_SPLITTER = YAMLHandler()
_NUMBER = re.compile(r"[-+]?(?:\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)|0o[0-7]+|0x[0-9a-fA-F]+")
"""Numbers of the YAML 1.2 core schema (10.3.2); py-yaml12 also accepts signs in other places."""

_LEADING_SPACE = re.compile(r"([\s\u200b\ufeff]+)-{3,}\s*$", re.MULTILINE)
_BLOCK_INDICATOR = re.compile(r"[-?:]\s")


def read_document(source: Source) -> tuple[Document | None, list[Problem]]:
    """Parse the front matter of a source, or return the problems that prevent it."""
    parts, problem = _split_front_matter(source)
    if parts is None:
        return None, [problem] if problem else []
    text, text_offset, body = parts
    lines_before = source.text.count("\n", 0, text_offset)
    data, root = _parse_plain_front_matter(text), None
    if data is None:
        data, root, problems = _parse_with_nodes(source, text, lines_before)
        if problems:
            return None, problems
    nodes = LazyNodes(partial(_parse_root, source), root)
    body_line = source.text.count("\n", 0, len(source.text) - len(body)) + 1
    return Document(source, data, nodes, body, body_line), []


def read_yaml_document(source: Source) -> tuple[Document | None, list[Problem]]:
    """Parse a whole YAML file by the rules of front matter; the body is empty."""
    data, root, problems = _parse_with_nodes(source, source.text, 0)
    return (None if problems else Document(source, data, LazyNodes(lambda: root), "", 1)), problems


def _parse_root(source: Source) -> YamlNode | None:
    """Parse the nodes of front matter that was read successfully before."""
    parts, _ = _split_front_matter(source)
    return yaml_nodes.parse_nodes(source.path, parts[0], source.text.count("\n", 0, parts[1])).root if parts else None


def _split_front_matter(source: Source) -> tuple[tuple[str, int, str] | None, Problem | None]:
    """Return the front matter's text, its offset in the file, and the body."""
    text = source.text
    if not _SPLITTER.detect(text):
        return None, Problem.from_rule(MISSING, source.path, *_explain_missing_front_matter(source))
    try:
        front, body = _SPLITTER.split(text)
    except ValueError:
        message = say("The front matter opened here is never closed.")
        return None, Problem.from_rule(
            UNCLOSED, source.path, Span(1, 1, 3), message, say("Put a line with only --- below the last field.")
        )
    end = len(text[: len(text) - len(body)].rstrip().rstrip("-"))
    if len(front.encode()) > MAX_BYTES:
        message = say(
            "The front matter has {size:,} bytes; at most {limit:,} are read.",
            size=len(front.encode()),
            limit=MAX_BYTES,
        )
        return None, Problem.from_rule(
            TOO_LARGE, source.path, Span(), message, say("Move prose below the closing --- line.")
        )
    return (front, end - len(front), body.removeprefix("\n")), None


def _explain_missing_front_matter(source: Source) -> tuple[Span, Message, Message]:
    """Return span, message and hint for a file that does not begin with front matter."""
    if match := _LEADING_SPACE.match(source.text):
        message = say("A file begins with ---, but here an empty line or a space comes first.")
        return source.span_at(0, match.end(1)), message, say("Delete everything before the first ---.")
    hint = say(
        "Begin the first line with --- and write the fields below it; `afterword explain {code}` shows one.",
        code=MISSING.code,
    )
    if not source.text.strip():
        return Span(), say("This file is empty."), hint
    return Span(), say("This file does not begin with front matter."), hint


def _parse_plain_front_matter(text: str) -> dict[str, Any] | None:
    """Return the data of valid plain front matter; None when only the slow reader can decide."""
    key_count = plain_yaml.count_keys(text)
    if not key_count:
        return None
    try:
        data: Any = yaml12.parse_yaml(text)
    except ValueError:
        return None
    return _intern_strings(data) if plain_yaml.count_entries(data) == key_count else None


def _intern_strings(value: Any) -> Any:
    """Return data with its keys and single words interned: they take nearly half of its memory."""
    if type(value) is str:  # the most frequent case; the parser returns no subclasses
        return value if " " in value else intern(value)
    if type(value) is dict:
        return {intern(key): _intern_strings(inner) for key, inner in value.items()}
    return [_intern_strings(inner) for inner in value] if type(value) is list else value


def _parse_with_nodes(
    source: Source, text: str, lines_before: int
) -> tuple[dict[str, Any], YamlNode | None, list[Problem]]:
    """Return data, root node and problems of a YAML text; `lines_before` lines stand above it in its file."""
    root, problems, syntax_error = yaml_nodes.parse_nodes(source.path, text, lines_before)
    if syntax_error is not None:
        file_span, message, hint = syntax_error
        rule = SYNTAX
        if _is_valid_yaml12(text):
            rule, message = AMBIGUOUS, say("Some YAML readers accept this line and others do not.")
        problems.append(Problem.from_rule(rule, source.path, file_span, message, hint))
    if problems:
        lines = [*source.text.split("\n"), ""]  # an error at the end of the text is reported behind the last line
        return (
            {},
            None,
            [_find_placeholder_problem(problem, lines[problem.span.line - 1]) or problem for problem in problems],
        )
    if root is None or root.entries is None:
        message = say("Between the --- lines there are no `key: value` lines.")
        hint = say("Write one field a line, such as `name: The Frozen Funnel`.")
        return {}, None, [Problem.from_rule(NOT_MAPPING, source.path, root.span if root else Span(), message, hint)]
    try:
        data: Any = yaml12.parse_yaml(text)
    except ValueError as error:
        span, message, hint = yaml12_errors.explain_yaml12_error(text, str(error))
        file_span = Span(span.line + lines_before, span.column, span.length)
        return {}, None, [Problem.from_rule(SYNTAX, source.path, file_span, message, hint)]
    return data, root, [Problem.from_rule(*fault) for fault in _find_faults(source.path, root, data)]


def _find_placeholder_problem(problem: Problem, line: str) -> Problem | None:
    """Return a clearer problem for a template's placeholder, which YAML reads as a mapping used as a key.

    None when the problem is about something else.
    """
    explanation = (
        yaml_explanations.find_placeholder(line, problem.span) if problem.rule is yaml_nodes.KEY_NOT_TEXT else None
    )
    return Problem.from_rule(problem.rule, problem.file, *explanation) if explanation else None


def _is_valid_yaml12(text: str) -> bool:
    """Return whether py-yaml12 accepts a text.

    A line with a thousand block indicators (`- - - …`) is rejected unparsed, since it would overflow the
    parser's stack.
    """
    if any(len(_BLOCK_INDICATOR.findall(line)) >= 1000 for line in text.split("\n")):
        return False
    try:
        yaml12.parse_yaml(text)
    except ValueError:
        return False
    return True


_Fault = tuple[Rule, str, Span, Message, Message | None]


def _find_faults(file: str, node: YamlNode, value: Any) -> Iterator[_Fault]:
    """Yield values about which the two readers disagree, and values that a record must not have."""
    if node.entries is not None and isinstance(value, dict) and len(value) == len(node.entries):
        for (key, child), (key_value, child_value) in zip(node.entries, value.items(), strict=True):
            if not isinstance(key_value, str):
                message = say("The key `{key}` is not text.", key=key.text or "")
                hint = say('Put it in quotes: "{key}":', key=key.text or "")
                yield yaml_nodes.KEY_NOT_TEXT, file, key.span, message, hint
            elif key_value != key.text:
                yield _ambiguity_fault(file, key)
            else:
                yield from _find_faults(file, child, child_value)
    elif node.items is not None and isinstance(value, list) and len(value) == len(node.items):
        for child, child_value in zip(node.items, value, strict=True):
            yield from _find_faults(file, child, child_value)
    else:
        yield from _find_scalar_faults(file, node, value)


def _find_scalar_faults(file: str, node: YamlNode, value: Any) -> Iterator[_Fault]:
    """Yield the faults of a single value, or of a list or mapping that only one reader sees."""
    source_text = node.text or ""
    if isinstance(value, float) and not math.isfinite(value):
        message = say("`{text}` is not a number anybody can compare.", text=source_text)
        yield NOT_FINITE, file, node.span, message, say("Write the number, or leave the line out if it is unknown.")
    elif isinstance(value, str) and (match := CONTROL_CHARACTER_PATTERN.search(value)) and source_text == value:
        message = say("This text holds an invisible control character (U+{point:04X}).", point=ord(match[0]))
        yield (
            CONTROL_CHARACTER,
            file,
            node.span,
            message,
            say("Delete the \\ and what follows it, or write the sign itself."),
        )
    elif node.text is None or not _is_same_value(node, value):
        yield _ambiguity_fault(file, node)


def _is_same_value(node: YamlNode, value: Any) -> bool:
    """Return whether a value is what its source text says.

    That is the text itself, or for a plain scalar a number, a boolean or null.
    """
    if isinstance(value, str):
        return value == node.text
    if isinstance(value, bool) or value is None:
        return node.is_plain
    return node.is_plain and isinstance(value, int | float) and _NUMBER.fullmatch(node.text or "") is not None


def _ambiguity_fault(file: str, node: YamlNode) -> _Fault:
    """Return the fault of a key or value that YAML readers understand differently."""
    return AMBIGUOUS, file, node.span, say("YAML readers disagree about what this says."), yaml_explanations.QUOTE_HINT

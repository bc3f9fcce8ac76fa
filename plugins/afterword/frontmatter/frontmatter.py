"""Text to data: YAML 1.2 front matter, what was written, and the place of every key and value.

py-yaml12 decides what is valid and what a value is; libyaml's events give places, duplicates and whatever
a shared file may not use (anchors, tags, a second document). Where the two do not see the same document,
that is a problem and not a guess.
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

from afterword.frontmatter import plain_yaml, yaml_nodes
from afterword.frontmatter import yaml_messages as yaml_words
from afterword.frontmatter.document import Document, Node, Places
from afterword.frontmatter.source import CONTROL, INVISIBLE, Source
from afterword.problems import Problem, Rule, Severity, Span, Text, say

MAX_BYTES = 64 * 1024

MISSING = Rule("frontmatter-missing", "A file does not begin with front matter")
UNCLOSED = Rule("frontmatter-unclosed", "The front matter has no closing line")
TOO_LARGE = Rule("frontmatter-too-large", "The front matter is larger than 64 KB")
SYNTAX = Rule("yaml-syntax", "The front matter cannot be read as YAML")
AMBIGUOUS = Rule("yaml-ambiguous", "YAML readers disagree about what is written")
NOT_MAPPING = Rule("yaml-not-mapping", "The front matter is not a list of `key: value` lines")
NOT_FINITE = Rule("yaml-not-finite", "A number is infinite or not a number")
COMMENT_CUTS = Rule("yaml-comment-cuts", "A # cuts a text short", Severity.WARNING)
READ_OTHERWISE = Rule("yaml-read-otherwise", "Other YAML readers take a text for something else", Severity.WARNING)
RULES = (
    MISSING, UNCLOSED, TOO_LARGE, SYNTAX, AMBIGUOUS, NOT_MAPPING, *yaml_nodes.RULES, NOT_FINITE, COMMENT_CUTS,
    READ_OTHERWISE,
)  # fmt: skip

_HANDLER = YAMLHandler()
_NUMBER = re.compile(r"[-+]?(?:\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)|0o[0-7]+|0x[0-9a-fA-F]+")
"""Numbers of the YAML 1.2 core schema (10.3.2); py-yaml12 takes signs in other places too."""

_SPACE_FIRST = re.compile(r"([\s\u200b\ufeff]+)-{3,}\s*$", re.MULTILINE)
_INDICATOR = re.compile(r"[-?:]\s")


def read(source: Source) -> tuple[Document | None, list[Problem]]:
    """The document of a source, or everything that keeps its front matter from being read."""
    parts, problem = _split(source)
    if parts is None:
        return None, [problem] if problem else []
    text, offset, body = parts
    lines_before = source.text.count("\n", 0, offset)
    data, root = _quick(text), None
    if data is None:
        data, root, problems = _parse(source, text, lines_before)
        if problems:
            return None, problems
    places = Places(partial(_root, source), root)
    body_line = source.text.count("\n", 0, len(source.text) - len(body)) + 1
    return Document(source, data, places, body, body_line), []


def read_yaml(source: Source) -> tuple[Document | None, list[Problem]]:
    """The document of a whole YAML file, held to the same rules as front matter; its body is empty."""
    data, root, problems = _parse(source, source.text, 0)
    return (None if problems else Document(source, data, Places(lambda: root), "", 1)), problems


def _root(source: Source) -> Node | None:
    """The nodes of a source's front matter, which has been read before."""
    parts, _ = _split(source)
    return yaml_nodes.read(source.path, parts[0], source.text.count("\n", 0, parts[1])).root if parts else None


def _split(source: Source) -> tuple[tuple[str, int, str] | None, Problem | None]:
    """The front matter's text, its offset in the file, and the body."""
    text = source.text
    if not _HANDLER.detect(text):
        return None, Problem.of(MISSING, source.path, *_what_is_first(source))
    try:
        front, body = _HANDLER.split(text)
    except ValueError:
        message = say("The front matter opened here is never closed.")
        return None, Problem.of(
            UNCLOSED, source.path, Span(1, 1, 3), message, say("Put a line with only --- below the last field.")
        )
    end = len(text[: len(text) - len(body)].rstrip().rstrip("-"))
    if len(front.encode()) > MAX_BYTES:
        message = say(
            "The front matter has {size:,} bytes; at most {limit:,} are read.",
            size=len(front.encode()),
            limit=MAX_BYTES,
        )
        return None, Problem.of(TOO_LARGE, source.path, Span(), message, say("Move prose below the closing --- line."))
    return (front, end - len(front), body.removeprefix("\n")), None


def _what_is_first(source: Source) -> tuple[Span, Text, Text]:
    """Place, message and hint for what stands where front matter has to begin."""
    if found := _SPACE_FIRST.match(source.text):
        message = say("A file begins with ---, but here an empty line or a space comes first.")
        return source.span(0, found.end(1)), message, say("Delete everything before the first ---.")
    hint = say(
        "Begin the first line with --- and write the fields below it; `afterword explain {code}` shows one.",
        code=MISSING.code,
    )
    if not source.text.strip():
        return Span(), say("This file is empty."), hint
    return Span(), say("This file does not begin with front matter."), hint


def _quick(text: str) -> dict[str, Any] | None:
    """The data of plain front matter in which nothing is wrong; None when only the slow reader can tell."""
    written = plain_yaml.keys(text)
    if not written:
        return None
    try:
        data: Any = yaml12.parse_yaml(text)
    except ValueError:
        return None
    return _shared(data) if plain_yaml.entries(data) == written else None


def _shared(value: Any) -> Any:
    """The same data with keys and single words that all records share: they are nearly half of its memory."""
    if type(value) is str:  # most are; the parser makes none of a class of its own
        return value if " " in value else intern(value)
    if type(value) is dict:
        return {intern(key): _shared(inner) for key, inner in value.items()}
    return [_shared(inner) for inner in value] if type(value) is list else value


def _parse(source: Source, text: str, lines_before: int) -> tuple[dict[str, Any], Node | None, list[Problem]]:
    """Data, nodes and problems of a YAML text that follows some lines of its file."""
    root, problems, stopped = yaml_nodes.read(source.path, text, lines_before)
    if stopped is not None:
        place, message, hint = stopped
        rule = SYNTAX
        if _is_valid(text):
            rule, message = AMBIGUOUS, say("Some YAML readers accept this line and others do not.")
        problems.append(Problem.of(rule, source.path, place, message, hint))
    if problems:
        lines = [*source.text.split("\n"), ""]  # what is missing at the end is missed behind the last line
        return {}, None, [_placeholder(problem, lines[problem.span.line - 1]) or problem for problem in problems]
    if root is None or root.entries is None:
        message = say("Between the --- lines there are no `key: value` lines.")
        hint = say("Write one field a line, such as `name: The Frozen Funnel`.")
        return {}, None, [Problem.of(NOT_MAPPING, source.path, root.span if root else Span(), message, hint)]
    try:
        data: Any = yaml12.parse_yaml(text)
    except ValueError as error:
        span, message, hint = yaml_words.of_yaml12(text, str(error))
        place = Span(span.line + lines_before, span.column, span.length)
        return {}, None, [Problem.of(SYNTAX, source.path, place, message, hint)]
    return data, root, [Problem.of(*found) for found in _faults(source.path, root, data)]


def _placeholder(problem: Problem, line: str) -> Problem | None:
    """What to say instead where braces are no mapping as a key, but the placeholder of a template."""
    found = yaml_words.placeholder(line, problem.span) if problem.rule is yaml_nodes.KEY_NOT_TEXT else None
    return Problem.of(problem.rule, problem.file, *found) if found else None


def _is_valid(text: str) -> bool:
    """Whether py-yaml12 reads a text. Of thousands of `- - - …` in a line it is not asked: its stack would overflow."""
    if any(len(_INDICATOR.findall(line)) >= 1000 for line in text.split("\n")):
        return False
    try:
        yaml12.parse_yaml(text)
    except ValueError:
        return False
    return True


_Fault = tuple[Rule, str, Span, Text, Text | None]


def _faults(file: str, node: Node, value: Any) -> Iterator[_Fault]:
    """Where the two readers see different things, and values that are no values of a record."""
    if node.entries is not None and isinstance(value, dict) and len(value) == len(node.entries):
        for (key, child), (name, inner) in zip(node.entries, value.items(), strict=True):
            if not isinstance(name, str):
                message = say("The key `{key}` is not text.", key=key.text or "")
                hint = say('Put it in quotes: "{key}":', key=key.text or "")
                yield yaml_nodes.KEY_NOT_TEXT, file, key.span, message, hint
            elif name != key.text:
                yield _disagreement(file, key)
            else:
                yield from _faults(file, child, inner)
    elif node.items is not None and isinstance(value, list) and len(value) == len(node.items):
        for child, inner in zip(node.items, value, strict=True):
            yield from _faults(file, child, inner)
    else:
        yield from _scalar_faults(file, node, value)


def _scalar_faults(file: str, node: Node, value: Any) -> Iterator[_Fault]:
    """The same of a single value, or of a list or mapping that only one reader sees."""
    written = node.text or ""
    if isinstance(value, float) and not math.isfinite(value):
        message = say("`{text}` is not a number anybody can compare.", text=written)
        yield NOT_FINITE, file, node.span, message, say("Write the number, or leave the line out if it is unknown.")
    elif isinstance(value, str) and (found := INVISIBLE.search(value)) and written == value:
        message = say("This text holds an invisible control character (U+{point:04X}).", point=ord(found[0]))
        yield CONTROL, file, node.span, message, say("Delete the \\ and what follows it, or write the sign itself.")
    elif node.text is None or not _agrees(node, value):
        yield _disagreement(file, node)


def _agrees(node: Node, value: Any) -> bool:
    """Whether a value is what its text says: the text itself, or for a plain one a number, a truth value or nothing."""
    if isinstance(value, str):
        return value == node.text
    if isinstance(value, bool) or value is None:
        return node.plain
    return node.plain and isinstance(value, int | float) and _NUMBER.fullmatch(node.text or "") is not None


def _disagreement(file: str, node: Node) -> _Fault:
    return AMBIGUOUS, file, node.span, say("YAML readers disagree about what this says."), yaml_words.QUOTE

"""Texts that explain errors of YAML, shared by both readers."""

from __future__ import annotations

import re

from afterword.problems import Message, Span, say

YamlExplanation = tuple[Span, Message, Message]
"""Explanation of an error: its span, a message and a hint."""

COMPARE_HINT = say("Compare it with the lines around it; `afterword explain yaml-syntax` shows what is often wrong.")
QUOTE_HINT = say('Put the whole value in quotes, like this: `field: "value"`')
TAB_INDENT = (
    say("A tab stands at the start of this line; YAML is indented with spaces."),
    say("Replace the tab by spaces, as many as the lines around it have."),
)
_PLACEHOLDER = re.compile(r"\{\{[^{}]{1,100}\}\}")


def get_line(text: str, number: int) -> str:
    """Return a line of a text, counted from 1; empty after the end."""
    lines = text.split("\n")
    return lines[number - 1] if number <= len(lines) else ""


def find_placeholder(line: str, span: Span) -> YamlExplanation | None:
    """Return span, message and hint for a template's placeholder whose second brace is at a span of a line."""
    match = _PLACEHOLDER.match(line, span.column - 2) if span.column > 1 else None
    if match is None:
        return None
    message = say("`{text}` is the placeholder of a template, which nobody has filled in.", text=match[0])
    hint = say("Write the value in its place. If it is meant as it stands, put the whole value in quotes.")
    return Span(span.line, span.column - 1, len(match[0])), message, hint

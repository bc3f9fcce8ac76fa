"""Examples of values as an author writes them in front matter, on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

_QUOTED_STARTS = tuple("@`%&*!|>'\"[]{}#,?:- ")
"""Characters with which a YAML text cannot begin unless it is in quotes."""
_NEEDS_QUOTES = re.compile(r":(?:\s|$)|\s#|[\n\t]")
"""Characters that a YAML text cannot contain unless it is in quotes."""
_QUOTED_IN_FLOW = re.compile(r"[,\[\]{}]")
"""Characters that a text inside brackets cannot contain unless it is in quotes."""
_MAX_LINE_LENGTH = 110
"""Length in characters up to which an example is shown in full."""


def format_example(key: str | int, example: object, required_keys: Collection[str]) -> str:
    """Format an example as YAML on one line.

    Of a list of mappings the first is shown; a `key` that is a list position gives a single item. A mapping
    that makes the line too long is reduced to its first key and the required ones.
    """
    value = example[0] if isinstance(example, list) and example else example
    if not isinstance(value, dict):
        if isinstance(key, int):
            return format_scalar(value)
        return f"{key}: {_format_flow(example) if isinstance(example, list) else format_scalar(example)}"

    def format_line(mapping: Mapping[str, object]) -> str:
        if isinstance(key, int):
            return f"- {_format_flow(mapping)}"
        return f"{key}: {_format_flow([mapping] if isinstance(example, list) else mapping)}"

    full_line, first_key = format_line(value), next(iter(value), "")
    if len(full_line) <= _MAX_LINE_LENGTH:
        return full_line
    return format_line(
        {part: part_value for part, part_value in value.items() if part == first_key or part in required_keys}
    )


def _format_flow(value: object) -> str:
    """Format a value of an example as YAML in brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_format_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_format_flow, value)) + "]"
    scalar_text = format_scalar(value)
    return (
        json.dumps(value, ensure_ascii=False)
        if scalar_text == value and _QUOTED_IN_FLOW.search(scalar_text)
        else scalar_text
    )


def format_scalar(value: object) -> str:
    """Format a single value, in quotes where YAML would read it differently."""
    if isinstance(value, str) and value and not value.startswith(_QUOTED_STARTS) and not _NEEDS_QUOTES.search(value):
        return value
    return json.dumps(value, ensure_ascii=False)

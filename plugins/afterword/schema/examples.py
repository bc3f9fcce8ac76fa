"""A value as an author would write it in front matter, on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

_NOT_PLAIN = tuple("@`%&*!|>'\"[]{}#,?:- ")
"""What a text in YAML cannot begin with unless it is in quotes."""
_NEEDS_QUOTES = re.compile(r":(?:\s|$)|\s#|[\n\t]")
"""What a text in YAML cannot hold unless it is in quotes."""
_ENDS_FLOW = re.compile(r"[,\[\]{}]")
"""What a text inside brackets cannot hold unless it is in quotes."""
_LINE = 110
"""Characters up to which an example is shown whole."""


def written(key: str | int, example: object, needed: Collection[str]) -> str:
    """An example as YAML on one line; of a list of groups its first, at a position one entry.

    Of a group that makes the line too long only the first key is kept, and those that are needed.
    """
    inner = example[0] if isinstance(example, list) and example else example
    if not isinstance(inner, dict):
        if isinstance(key, int):
            return scalar(inner)
        return f"{key}: {_flow(example) if isinstance(example, list) else scalar(example)}"

    def line(group: Mapping[str, object]) -> str:
        if isinstance(key, int):
            return f"- {_flow(group)}"
        return f"{key}: {_flow([group] if isinstance(example, list) else group)}"

    whole, first = line(inner), next(iter(inner), "")
    if len(whole) <= _LINE:
        return whole
    return line({part: value for part, value in inner.items() if part == first or part in needed})


def _flow(value: object) -> str:
    """A value of an example as YAML in brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    plain = scalar(value)
    return json.dumps(value, ensure_ascii=False) if plain == value and _ENDS_FLOW.search(plain) else plain


def scalar(value: object) -> str:
    """A single value, in quotes where YAML would take it for something else."""
    if isinstance(value, str) and value and not value.startswith(_NOT_PLAIN) and not _NEEDS_QUOTES.search(value):
        return value
    return json.dumps(value, ensure_ascii=False)

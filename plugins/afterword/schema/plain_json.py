"""JSON as it is meant: every key once, numbers that JSON has, and nothing that another reader takes otherwise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

_DIGITS = 18
"""Of a whole number, so that every reader of JSON keeps it exactly or nearly so."""


def read_json(text: str) -> Any:
    """Return the data of a JSON text. Raises `ValueError` in plain words where it has none."""
    try:
        return json.loads(text, object_pairs_hook=_group, parse_int=_whole_number, parse_constant=_refuse_constant)
    except RecursionError as error:
        message = "it is nested too deep"
        raise ValueError(message) from error


def _group(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    group = dict(pairs)
    if len(group) < len(pairs):
        seen = set[str]()
        key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        message = f"the key {key[:80]!r} stands twice in one group"
        raise ValueError(message)
    return group


def _whole_number(digits: str) -> int:
    if len(digits) > _DIGITS:
        message = f"the number {digits[:_DIGITS]}… has {len(digits):,} digits"
        raise ValueError(message)
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not a number in JSON"
    raise ValueError(message)

"""Strict parsing of JSON: unique keys, no special numbers, no integers that other parsers round."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

_MAX_DIGITS = 18
"""Digits of an integer that every JSON reader keeps exactly or nearly so."""


def parse_strict_json(text: str) -> Any:
    """Parse a JSON text. Raises `ValueError` with a message for its author."""
    try:
        return json.loads(
            text, object_pairs_hook=_make_object, parse_int=_parse_integer, parse_constant=_refuse_constant
        )
    except RecursionError as error:
        message = "it is nested too deep"
        raise ValueError(message) from error


def _make_object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the mapping of key-value pairs. Raises `ValueError` for a duplicate key."""
    data = dict(pairs)
    if len(data) < len(pairs):
        seen = set[str]()
        key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        message = f"the key {key[:80]!r} stands twice in one group"
        raise ValueError(message)
    return data


def _parse_integer(digits: str) -> int:
    """Parse an integer. Raises `ValueError` if it has too many digits."""
    if len(digits) > _MAX_DIGITS:
        message = f"the number {digits[:_MAX_DIGITS]}… has {len(digits):,} digits"
        raise ValueError(message)
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    """Raise `ValueError` for `NaN` and `Infinity`."""
    message = f"{name} is not a number in JSON"
    raise ValueError(message)

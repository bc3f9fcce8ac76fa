"""Meaning of the keys that begin with `x-` in a schema."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from afterword.problems import Severity
from afterword.schema.fields import Confidential, RawSchema

E = TypeVar("E", bound=StrEnum)


def choice(kind: type[E], word: Any, where: str) -> E:
    """A word of a schema as one of a kind. Raises `ValueError` when it is none."""
    if word not in list(kind):
        message = f"{where}: {word!r} is none of {', '.join(kind)}"
        raise ValueError(message)
    return kind(word)


def confidential(raw: RawSchema, item: RawSchema, path: tuple[str, ...]) -> Confidential | None:
    """Return what kind of value must not be repeated of a field or its items, if any. Raises `ValueError`."""
    kind = raw.get("x-confidential", item.get("x-confidential"))
    return None if kind is None else choice(Confidential, kind, f"x-confidential of `{'.'.join(path)}`")


def severities(raw: object) -> dict[str, Severity]:
    """Return the severities that a team has set, by code. Raises `ValueError` when they are not such a mapping."""
    if not isinstance(raw, dict):
        message = 'x-severity holds codes with their severity, such as {"summary-length": "warning"}'
        raise ValueError(message)  # noqa: TRY004 - a fault of the file, like the others
    return {code: choice(Severity, word, f"x-severity of `{code}`") for code, word in raw.items()}


def due_days(raw: object) -> Mapping[str, int]:
    """Days from the end of a deal, campaign … to the day on which its postmortem is due, by kind."""
    if not isinstance(raw, dict) or not all(type(days) is int and days >= 0 for days in raw.values()):
        message = 'x-due-days holds kinds with a number of days, such as {"deal": 7}'
        raise ValueError(message)
    return raw

"""Parsers of the schema keywords that begin with `x-`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

import jsonschema_rs

from afterword.problems import Severity
from afterword.schema.fields import Confidential, RawSchema

E = TypeVar("E", bound=StrEnum)


def parse_choice(enum: type[E], value: Any, where: str) -> E:
    """Return the member of an enumeration with a value. Raises `ValueError` if there is none."""
    if value not in list(enum):
        message = f"{where}: {value!r} is none of {', '.join(enum)}"
        raise ValueError(message)
    return enum(value)


def parse_confidential(raw: RawSchema, item: RawSchema, path: tuple[str, ...]) -> Confidential | None:
    """Return the kind of confidential value in a field or its items, if any. Raises `ValueError`."""
    kind = raw.get("x-confidential", item.get("x-confidential"))
    return None if kind is None else parse_choice(Confidential, kind, f"x-confidential of `{'.'.join(path)}`")


def parse_labels(raw: RawSchema, item: RawSchema, path: tuple[str, ...], keyword: str = "x-labels") -> dict[str, str]:
    """Return the labels of the values of a field or its items, by value. Raises `ValueError`."""
    node = raw if keyword in raw else item
    labels, where = node.get(keyword, {}), f"{keyword} of `{'.'.join(path)}`"
    if not isinstance(labels, dict) or not all(isinstance(label, str) and label for label in labels.values()):
        message = f'{where} holds values with a label each, such as {{"won": "Won"}}'
        raise ValueError(message)
    if unknown_values := [value for value in labels if not _allows_value(node, value)]:
        message = f"{where}: {unknown_values[0]!r} is not a value of this field"
        raise ValueError(message)
    return labels


def _allows_value(node: RawSchema, value: str) -> bool:
    """Return whether a schema lists a value in its `enum`, or has a `pattern` instead that the value matches."""
    if "enum" in node:
        return value in map(str, node["enum"])
    return "pattern" in node and jsonschema_rs.validator_for({"pattern": node["pattern"]}).is_valid(value)


def parse_severities(raw: object) -> dict[str, Severity]:
    """Return the severities that a team has set, by code. Raises `ValueError` if they are not such a mapping."""
    if not isinstance(raw, dict):
        message = 'x-severity holds codes with their severity, such as {"summary-length": "warning"}'
        raise ValueError(message)  # noqa: TRY004 - a fault of the file, like the others
    return {code: parse_choice(Severity, severity, f"x-severity of `{code}`") for code, severity in raw.items()}


def parse_due_days(raw: object) -> Mapping[str, int]:
    """Return, by kind, the days from the end until the postmortem is due. Raises `ValueError`."""
    if not isinstance(raw, dict) or not all(type(days) is int and days >= 0 for days in raw.values()):
        message = 'x-due-days holds kinds with a number of days, such as {"deal": 7}'
        raise ValueError(message)
    return raw

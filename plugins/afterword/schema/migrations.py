"""Migrations of a schema (`x-migrations`): steps that convert a record from each version to the next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

VERSION_FIELD = "schema_version"
"""Field with the version of the schema that a record is written for; 1 where it is missing."""


KeyPath = tuple[str, ...]
"""Keys that lead to a field. A list on the way stands for each of its items."""


@dataclass(frozen=True, slots=True)
class MoveField:
    """Step that renames a field or moves it to another group."""

    path: KeyPath
    new_path: KeyPath


@dataclass(frozen=True, slots=True)
class ChangeValue:
    """Step that replaces a value, also as an item of a list."""

    path: KeyPath
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class WrapInList:
    """Step that turns a single value into a list."""

    path: KeyPath


@dataclass(frozen=True, slots=True)
class FillValue:
    """Step that adds a value where a field is missing."""

    path: KeyPath
    value: Any
    when: Sequence[tuple[KeyPath, Any]] = ()

    def matches_conditions(self, data: Mapping[str, Any]) -> bool:
        """Return whether a record has the values that `when` requires."""
        return all(
            any(is_same_value(value, required) for value in values_at(data, path)) for path, required in self.when
        )


@dataclass(frozen=True, slots=True)
class RetireField:
    """Step that removes a field and appends its value to the body, under a heading."""

    path: KeyPath
    heading: str


MigrationStep = MoveField | ChangeValue | WrapInList | FillValue | RetireField

_STEP_KEYS = (
    ("move", "to"),
    ("change", "from", "to"),
    ("wrap",),
    ("fill", "with"),
    ("fill", "with", "when"),
    ("retire", "heading"),
)
"""Keys of each step; the first one names it."""
_PATH = re.compile(r"[^.\s]+(?:\.[^.\s]+)*")
_EXAMPLE = '{"move": "surprises", "to": "findings"}'


def schema_version(raw: Mapping[str, Any]) -> int:
    """Return the version of a schema, 1 where it has none; raise `ValueError` when it is not a valid number."""
    value = raw.get("x-version", 1)
    if type(value) is not int or value < 1:
        message = f"x-version: {value!r} is not a whole number from 1"
        raise ValueError(message)
    return value


def record_version(data: Mapping[str, Any]) -> int | None:
    """Return the version of the schema that a record is written for; None when it is not a valid version."""
    value = data.get(VERSION_FIELD, 1)
    return value if type(value) is int and value >= 1 else None


def parse_migrations(raw: Mapping[str, Any]) -> Mapping[int, Sequence[MigrationStep]]:
    """Parse the steps that lead to each version.

    Raises `ValueError` with a message when they are invalid.
    """
    rows_by_version, latest_version = raw.get("x-migrations", {}), schema_version(raw)
    if not isinstance(rows_by_version, dict):
        message = f'x-migrations holds versions with a list of steps, such as {{"2": [{_EXAMPLE}]}}'
        raise ValueError(message)  # noqa: TRY004 - a fault of the file, like the others
    steps = {}
    for key, rows in rows_by_version.items():
        if not key.isdecimal() or not 2 <= int(key) <= latest_version:
            message = f"x-migrations: {key!r} is no version from 2 to the schema's own, x-version {latest_version}"
            raise ValueError(message)
        if not isinstance(rows, list):
            message = f"x-migrations of version {key} is no list of steps, such as [{_EXAMPLE}]"
            raise ValueError(message)  # noqa: TRY004 - as above
        steps[int(key)] = [
            _parse_step(row, f"x-migrations of version {key}, step {n}") for n, row in enumerate(rows, 1)
        ]
    return steps


def would_change(step: MigrationStep, data: Mapping[str, Any]) -> bool:
    """Return whether a step would change a record."""
    if isinstance(step, FillValue):
        return step.matches_conditions(data) and any(
            step.path[-1] not in mapping for mapping in mappings_at(data, step.path[:-1])
        )
    values = values_at(data, step.path)
    if isinstance(step, ChangeValue):
        return any(
            is_same_value(item, step.old)
            for value in values
            for item in (value if isinstance(value, list) else [value])
        )
    if isinstance(step, WrapInList):
        return any(value is not None and not isinstance(value, list) for value in values)
    return any(True for _ in values)


def values_at(data: Any, path: KeyPath) -> Iterator[Any]:
    """Yield every value that a path leads to; a list on the way stands for each of its entries."""
    return (mapping[path[-1]] for mapping in mappings_at(data, path[:-1]) if path[-1] in mapping)


def mappings_at(value: Any, path: KeyPath) -> Iterator[dict[str, Any]]:
    """Yield every mapping that a path leads to; of a list, the mapping of each entry."""
    if isinstance(value, list):
        for entry in value:
            yield from mappings_at(entry, path)
    elif isinstance(value, dict) and not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from mappings_at(value[path[0]], path[1:])


def is_same_value(value: object, other: object) -> bool:
    """Return whether two values are equal and of the same type: 1 is not true."""
    return json.dumps(value, sort_keys=True) == json.dumps(other, sort_keys=True)


def _parse_step(row: object, where: str) -> MigrationStep:
    """Parse one step. Raises `ValueError` when it is invalid."""
    form = next((form[0] for form in _STEP_KEYS if isinstance(row, dict) and row.keys() == set(form)), None)
    if not isinstance(row, dict) or form is None:
        forms = "; ".join(map(", ".join, _STEP_KEYS))
        message = f"{where}: {row!r} has not the keys of a step: {forms}"
        raise ValueError(message)
    path = _parse_path(row[form], where)
    match form:
        case "move":
            new_path = _parse_path(row["to"], where)
            if path[: len(new_path)] == new_path or new_path[: len(path)] == path:
                message = f"{where}: a field cannot move into itself or what it stands in: {row['move']}, {row['to']}"
                raise ValueError(message)
            return MoveField(path, new_path)
        case "change":
            return ChangeValue(path, _require_scalar(row["from"], where), _require_scalar(row["to"], where))
        case "fill":
            return FillValue(path, _require_scalar(row["with"], where), _parse_conditions(row.get("when"), where))
        case "retire":
            heading = row["heading"]
            if not isinstance(heading, str) or not heading.strip() or "\n" in heading:
                message = f"{where}: {heading!r} is no heading on one line"
                raise ValueError(message)
            return RetireField(path, heading.strip())
    return WrapInList(path)


def _parse_conditions(raw: object, where: str) -> Sequence[tuple[KeyPath, Any]]:
    """Parse the fields and values under `when`. Raises `ValueError` when they are invalid."""
    if raw is None:
        return ()
    if not isinstance(raw, dict) or not raw:
        message = f'{where}: `when` names fields with the value each must have, such as {{"status": "published"}}'
        raise ValueError(message)
    return tuple((_parse_path(key, where), _require_scalar(value, where)) for key, value in raw.items())


def _parse_path(value: object, where: str) -> KeyPath:
    """Parse the path of a field. Raises `ValueError` when it is invalid."""
    if not isinstance(value, str) or not _PATH.fullmatch(value):
        message = f"{where}: {value!r} is no field such as `surprises` or `deal.stage`"
        raise ValueError(message)
    if value == VERSION_FIELD:
        message = f"{where}: {VERSION_FIELD} is set by the migration itself"
        raise ValueError(message)
    return tuple(value.split("."))


def _require_scalar(value: object, where: str) -> object:
    """Return a text, number or boolean. Raises `ValueError` for anything else."""
    if not isinstance(value, str | int | float | bool):
        message = f"{where}: {value!r} is no single value"
        raise ValueError(message)  # noqa: TRY004 - as above
    return value

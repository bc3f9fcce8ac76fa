"""What a schema says of its earlier versions, in `x-migrations`: steps that bring a record from each to the next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.problems import Rule, Severity

VERSION = "schema_version"
"""The field that says which version of the schema a record is written for; 1 where it is missing."""

OLDER = Rule("schema-older", "A record is written for an earlier version of the template", Severity.WARNING)
NEWER = Rule("schema-newer", "A record is written for a later version of the template than the library has")

Keys = tuple[str, ...]
"""Where a field stands: the keys that lead to it. A list on the way stands for each of its entries."""


@dataclass(frozen=True, slots=True)
class Move:
    """A field is called otherwise, or stands in another group."""

    path: Keys
    to: Keys


@dataclass(frozen=True, slots=True)
class Change:
    """A value is written otherwise, also where it is one of a list."""

    path: Keys
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Wrap:
    """A single value is now a list."""

    path: Keys


@dataclass(frozen=True, slots=True)
class Fill:
    """A field has a value where it is missing; with `when`, only in records whose other fields have these values."""

    path: Keys
    value: Any
    when: Sequence[tuple[Keys, Any]] = ()

    def is_meant_for(self, data: Mapping[str, Any]) -> bool:
        """Return whether a record has the values that `when` asks for."""
        return all(any(same(value, wanted) for value in values_at(data, path)) for path, wanted in self.when)


@dataclass(frozen=True, slots=True)
class Retire:
    """A field is given up; what it says goes below the text, under a heading."""

    path: Keys
    heading: str


Step = Move | Change | Wrap | Fill | Retire

_FORMS = (
    ("move", "to"),
    ("change", "from", "to"),
    ("wrap",),
    ("fill", "with"),
    ("fill", "with", "when"),
    ("retire", "heading"),
)
"""The keys of each step; the first names it."""
_PATH = re.compile(r"[^.\s]+(?:\.[^.\s]+)*")
_EXAMPLE = '{"move": "surprises", "to": "findings"}'


def version(raw: Mapping[str, Any]) -> int:
    """The version of a schema, 1 where it has none. Raises `ValueError` in words when it is no number."""
    found = raw.get("x-version", 1)
    if type(found) is not int or found < 1:
        message = f"x-version: {found!r} is not a whole number from 1"
        raise ValueError(message)
    return found


def written_for(data: Mapping[str, Any]) -> int | None:
    """The version that a record says it is written for; None when that is no version."""
    found = data.get(VERSION, 1)
    return found if type(found) is int and found >= 1 else None


def read(raw: Mapping[str, Any]) -> Mapping[int, Sequence[Step]]:
    """The steps to each version from the one before. Raises `ValueError` in words when a schema's are broken."""
    said, last = raw.get("x-migrations", {}), version(raw)
    if not isinstance(said, dict):
        message = f'x-migrations holds versions with a list of steps, such as {{"2": [{_EXAMPLE}]}}'
        raise ValueError(message)  # noqa: TRY004 - a fault of the file, like the others
    steps = {}
    for key, rows in said.items():
        if not key.isdecimal() or not 2 <= int(key) <= last:
            message = f"x-migrations: {key!r} is no version from 2 to the schema's own, x-version {last}"
            raise ValueError(message)
        if not isinstance(rows, list):
            message = f"x-migrations of version {key} is no list of steps, such as [{_EXAMPLE}]"
            raise ValueError(message)  # noqa: TRY004 - as above
        steps[int(key)] = [_step(row, f"x-migrations of version {key}, step {n}") for n, row in enumerate(rows, 1)]
    return steps


def applies(step: Step, data: Mapping[str, Any]) -> bool:
    """Return whether a step would change a record."""
    if isinstance(step, Fill):
        return step.is_meant_for(data) and any(step.path[-1] not in group for group in groups(data, step.path[:-1]))
    values = values_at(data, step.path)
    if isinstance(step, Change):
        return any(
            same(value, step.old) for found in values for value in (found if isinstance(found, list) else [found])
        )
    if isinstance(step, Wrap):
        return any(value is not None and not isinstance(value, list) for value in values)
    return any(True for _ in values)


def values_at(data: Any, path: Keys) -> Iterator[Any]:
    """Yield every value that a path leads to; a list on the way stands for each of its entries."""
    return (group[path[-1]] for group in groups(data, path[:-1]) if path[-1] in group)


def groups(value: Any, path: Keys) -> Iterator[dict[str, Any]]:
    """Yield every group that a path leads to, of a list those of each entry."""
    if isinstance(value, list):
        for each in value:
            yield from groups(each, path)
    elif isinstance(value, dict) and not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from groups(value[path[0]], path[1:])


def same(one: object, other: object) -> bool:
    """Return whether two values are equal and of one kind: 1 is not true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _step(row: object, where: str) -> Step:
    form = next((form[0] for form in _FORMS if isinstance(row, dict) and row.keys() == set(form)), None)
    if not isinstance(row, dict) or form is None:
        forms = "; ".join(map(", ".join, _FORMS))
        message = f"{where}: {row!r} has not the keys of a step: {forms}"
        raise ValueError(message)
    path = _path(row[form], where)
    match form:
        case "move":
            to = _path(row["to"], where)
            if path[: len(to)] == to or to[: len(path)] == path:
                message = f"{where}: a field cannot move into itself or what it stands in: {row['move']}, {row['to']}"
                raise ValueError(message)
            return Move(path, to)
        case "change":
            return Change(path, _single(row["from"], where), _single(row["to"], where))
        case "fill":
            return Fill(path, _single(row["with"], where), _conditions(row.get("when"), where))
        case "retire":
            heading = row["heading"]
            if not isinstance(heading, str) or not heading.strip() or "\n" in heading:
                message = f"{where}: {heading!r} is no heading on one line"
                raise ValueError(message)
            return Retire(path, heading.strip())
    return Wrap(path)


def _conditions(raw: object, where: str) -> Sequence[tuple[Keys, Any]]:
    if raw is None:
        return ()
    if not isinstance(raw, dict) or not raw:
        message = f'{where}: `when` names fields with the value each must have, such as {{"status": "published"}}'
        raise ValueError(message)
    return tuple((_path(key, where), _single(value, where)) for key, value in raw.items())


def _path(said: object, where: str) -> Keys:
    if not isinstance(said, str) or not _PATH.fullmatch(said):
        message = f"{where}: {said!r} is no field such as `surprises` or `deal.stage`"
        raise ValueError(message)
    if said == VERSION:
        message = f"{where}: {VERSION} is set by the migration itself"
        raise ValueError(message)
    return tuple(said.split("."))


def _single(said: object, where: str) -> object:
    if not isinstance(said, str | int | float | bool):
        message = f"{where}: {said!r} is no single value"
        raise ValueError(message)  # noqa: TRY004 - as above
    return said

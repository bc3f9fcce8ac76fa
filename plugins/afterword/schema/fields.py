"""What a schema says of one field, and who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from afterword.problems import Path

EACH = "*"
"""Stands in a field's path for any position of a list, and for any key that a vocabulary names."""

MARKS = ("x-vocabulary", "x-date", "x-market", "x-currency", "propertyNames")
"""What ties the values or keys of a field to a list or a form that a schema cannot hold."""

Raw = Mapping[str, Any]


class Confidential(StrEnum):
    """What kind of value must not be repeated where its own field is not shown."""

    NAME = "name"
    CODE = "code"
    AMOUNT = "amount"


class Audience(StrEnum):
    """Who reads: each sees its own fields and those of all who follow it here."""

    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"

    def sees(self, needed: Audience) -> bool:
        """Whether this audience may see what is marked for another: internal sees all, public only public."""
        return _ORDER[needed] >= _ORDER[self]


_ORDER = {audience: place for place, audience in enumerate(Audience)}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its path from the root, and what the schema says of it."""

    path: tuple[str, ...]
    title: str
    description: str
    examples: tuple[Any, ...]
    types: tuple[str, ...]
    audience: Audience
    facet: bool
    vocabulary: str | None
    marks: frozenset[str]
    confidential: Confidential | None
    raw: Raw
    item: Raw
    """What the schema says of its entries, where it is a list."""

    @property
    def is_free_text(self) -> bool:
        """Whether an author writes prose here rather than a code, a date or a term."""
        return is_free_text(self.raw)


def is_free_text(raw: Raw) -> bool:
    """Whether a schema of a value asks for prose rather than a code, a date or a term."""
    types = raw.get("type", ())
    wanted = (types,) if isinstance(types, str) else types
    return "string" in wanted and not {"enum", "const", "pattern", "x-vocabulary"} & raw.keys()


@dataclass(frozen=True, slots=True)
class Tree:
    """Some fields by the keys that lead to them, so that one walk finds all that a record says in them."""

    field: Field | None
    below: Mapping[str, Tree]

    @classmethod
    def of(cls, fields: Sequence[Field], depth: int = 0) -> Tree:
        """The tree of fields that share their first keys, as many as the depth says."""
        keys = dict.fromkeys(field.path[depth] for field in fields if len(field.path) > depth)
        below = {key: cls.of([f for f in fields if f.path[depth:][:1] == (key,)], depth + 1) for key in keys}
        return cls(next((field for field in fields if len(field.path) == depth), None), below)

    def values(self, data: Any) -> list[tuple[Field, Path, Any]]:
        """Every value in data that one of these fields has, with its path."""
        found: list[tuple[Field, Path, Any]] = []
        self.find(data, (), found)
        return found

    def find(self, data: Any, path: Path, found: list[tuple[Field, Path, Any]]) -> None:
        """Puts to what was found all that the data at a path has."""
        if self.field:
            found.append((self.field, path, data))
        if isinstance(data, dict):
            for key, tree in self.below.items():
                if key == EACH:
                    for name, value in data.items():
                        tree.find(value, (*path, name), found)
                elif key in data:
                    tree.find(data[key], (*path, key), found)
        elif isinstance(data, list) and EACH in self.below:
            for position, value in enumerate(data):
                self.below[EACH].find(value, (*path, position), found)


def reach(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """Every value that stands in data at a field's path."""
    if not path:
        yield value
    elif path[0] == EACH:
        for inner in value if isinstance(value, list) else ():
            yield from reach(inner, path[1:])
    elif isinstance(value, Mapping) and path[0] in value:
        yield from reach(value[path[0]], path[1:])

"""What a schema says of one field, and who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from afterword.problems import Path

EACH = "*"
"""Stands in a field's path for any position of a list, and for any key that a vocabulary names."""

MARKS = ("x-vocabulary", "x-date", "x-market", "x-currency", "propertyNames")
"""What ties the values or keys of a field to a list or a form that a schema cannot hold."""

Raw = Mapping[str, Any]


class Audience(StrEnum):
    """Who reads: each sees its own fields and those of all who follow it here."""

    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"

    def sees(self, needed: Audience) -> bool:
        """Whether this audience may see what is marked for another: internal sees all, public only public."""
        order = list(Audience)
        return order.index(needed) >= order.index(self)


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
    raw: Raw

    @property
    def is_free_text(self) -> bool:
        """Whether an author writes prose here rather than a code, a date or a term."""
        return "string" in self.types and not {"enum", "const", "pattern", "x-vocabulary"} & self.raw.keys()


class Tree:
    """Some fields by the keys that lead to them, so that one walk finds all that a record says in them."""

    def __init__(self, fields: Iterable[Field] = ()) -> None:
        self._field: Field | None = None
        self._below: dict[str, Tree] = {}
        for field in fields:
            tree = self
            for key in field.path:
                tree = tree._below.setdefault(key, Tree())
            tree._field = field

    def values(self, data: Any) -> list[tuple[Field, Path, Any]]:
        """Every value in data that one of these fields has, with its path."""
        found: list[tuple[Field, Path, Any]] = []
        self._find(data, (), found)
        return found

    def _find(self, data: Any, path: Path, found: list[tuple[Field, Path, Any]]) -> None:
        if self._field:
            found.append((self._field, path, data))
        for key, tree in self._below.items():
            if key == EACH:
                each = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
                for position, value in each:
                    tree._find(value, (*path, position), found)
            elif isinstance(data, dict) and key in data:
                tree._find(data[key], (*path, key), found)

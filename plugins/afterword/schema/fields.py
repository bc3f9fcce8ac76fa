"""Fields of a schema, and the values in data that belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from afterword.problems import DataPath
from afterword.schema.audience import Audience

EACH = "*"
"""Step in a field's path that stands for any list position, and for any key that a vocabulary names."""

MARKS = ("x-vocabulary", "x-date", "x-market", "x-currency", "propertyNames")
"""Keywords that tie the values or keys of a field to a list or form which a JSON Schema cannot express."""

RawSchema = Mapping[str, Any]


class Confidential(StrEnum):
    """Kind of a value that must not be repeated where its own field is not shown."""

    NAME = "name"
    CODE = "code"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Field:
    """Field of a schema: its path from the root and its definition."""

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
    labels: Mapping[str, str]
    """Labels of its values in the language of the schema, in the order of the schema."""
    inverse_labels: Mapping[str, str]
    """Labels of a relation's values as the other record sees them."""
    raw: RawSchema
    item: RawSchema
    """Schema of its items, where it is a list."""

    @property
    def values(self) -> Sequence[str]:
        """The values of its enumeration, in the order of the schema; empty if it has none."""
        return tuple(map(str, self.raw.get("enum", self.item.get("enum", ()))))

    def label_of(self, value: object) -> str:
        """Return the label of a value in the language of the schema; a value without a label is its own."""
        return self.labels.get(str(value), str(value))

    @property
    def is_free_text(self) -> bool:
        """True if an author writes prose here rather than a code, a date or a term."""
        return is_free_text(self.raw)


def is_free_text(raw: RawSchema) -> bool:
    """Return whether the schema of a value asks for prose rather than a code, a date or a term."""
    types = raw.get("type", ())
    allowed_types = (types,) if isinstance(types, str) else types
    return "string" in allowed_types and not {"enum", "const", "pattern", "x-vocabulary"} & raw.keys()


@dataclass(frozen=True, slots=True)
class FieldTree:
    """Fields arranged by the keys that lead to them, so that one walk over data finds all their values."""

    field: Field | None
    children: Mapping[str, FieldTree]

    @classmethod
    def build(cls, fields: Sequence[Field], depth: int = 0) -> FieldTree:
        """Build the tree of fields whose first `depth` keys are the same."""
        keys = dict.fromkeys(field.path[depth] for field in fields if len(field.path) > depth)
        children = {key: cls.build([f for f in fields if f.path[depth:][:1] == (key,)], depth + 1) for key in keys}
        return cls(next((field for field in fields if len(field.path) == depth), None), children)

    def find_values(self, data: Any) -> list[tuple[Field, DataPath, Any]]:
        """Return every value in data that belongs to one of these fields, with its path."""
        values: list[tuple[Field, DataPath, Any]] = []
        self.collect_values(data, (), values)
        return values

    def collect_values(self, data: Any, path: DataPath, values: list[tuple[Field, DataPath, Any]]) -> None:
        """Append the values in the data at a path to `values`."""
        if self.field:
            values.append((self.field, path, data))
        if isinstance(data, dict):
            for key, tree in self.children.items():
                if key == EACH:
                    for name, value in data.items():
                        tree.collect_values(value, (*path, name), values)
                elif key in data:
                    tree.collect_values(data[key], (*path, key), values)
        elif isinstance(data, list) and EACH in self.children:
            for position, value in enumerate(data):
                self.children[EACH].collect_values(value, (*path, position), values)


def values_at(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """Yield every value in data at a field's path."""
    if not path:
        yield value
    elif path[0] == EACH:
        for item in value if isinstance(value, list) else ():
            yield from values_at(item, path[1:])
    elif isinstance(value, Mapping) and path[0] in value:
        yield from values_at(value[path[0]], path[1:])

"""References inside a schema file: `$ref` to a place in the same file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from afterword.schema.fields import RawSchema


class ReferenceResolver:
    """Resolver of the `$ref` of one schema. Raises `ValueError` when one does not lead to a place in its file."""

    def __init__(self, raw: RawSchema) -> None:
        self._raw = raw
        for reference in _find_references(raw):
            self._find_target(reference)

    def resolve(self, node: Any) -> RawSchema:
        """Return a node of the schema merged over the target of its `$ref`, if it has one."""
        followed: list[str] = []
        while isinstance(node, dict) and (reference := node.get("$ref")) and reference not in followed:
            followed.append(reference)
            target = self._find_target(reference)
            node = {
                **(target if isinstance(target, dict) else {}),
                **{key: value for key, value in node.items() if key != "$ref"},
            }
        return node if isinstance(node, dict) else {}  # a boolean schema has no definition

    def child_schema(self, node: RawSchema, key: str) -> RawSchema:
        """Return the schema of the value at a key of a mapping; empty where the schema allows no such key."""
        return self.resolve(node.get("properties", {}).get(key, node.get("additionalProperties", {})))

    def item_schema(self, node: RawSchema) -> RawSchema:
        """Return the schema of the items of a list."""
        return self.resolve(node.get("items", {}))

    def _find_target(self, reference: str) -> Any:
        """Return the place that a `$ref` names. Raises `ValueError` when there is none."""
        node: Any = self._raw
        try:
            for step in unquote(reference).removeprefix("#").split("/")[1:]:
                key = step.replace("~1", "/").replace("~0", "~")
                node = node[int(key)] if isinstance(node, list) else node[key]
        except (KeyError, IndexError, TypeError, ValueError):
            node = None
        if node is None or not re.match("#(?:/|$)", reference):
            message = f"`$ref`: {reference!r} is no place in this file, such as '#/$defs/money'"
            raise ValueError(message)
        return node


def _find_references(node: Any) -> Iterator[str]:
    """Yield every `$ref` in a schema."""
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _find_references(child)

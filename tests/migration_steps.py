"""Schemas with migrations."""

from __future__ import annotations

import json

from afterword.schema.schema import Schema

FIELDS = ("name", "kind", "schema_version", "origin", "deal", "tags")


def schema(*steps: object, **more: object) -> Schema:
    """A schema of version 2 with steps to it."""
    text = {"type": "object", "properties": {field: {} for field in FIELDS}}
    return Schema(json.dumps({**text, "x-version": 2, "x-migrations": {"2": steps}, **more}), "s.json")


def move(path: str, to: str) -> dict[str, str]:
    """A step that moves a field."""
    return {"move": path, "to": to}

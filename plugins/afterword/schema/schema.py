"""The fields of a record, as its JSON Schema defines them: what they are, who may see them, what violates them.

jsonschema-rs says whether data is valid; jsonschema, the reference, says what is wrong when it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NoReturn
from urllib.parse import unquote

import jsonschema_rs
from jsonschema import Draft202012Validator, SchemaError, ValidationError, validators

from afterword.problems import Finding, Path, Unusable
from afterword.schema import migrations
from afterword.schema.fields import EACH, MARKS, Audience, Field, Raw, Tree
from afterword.schema.keywords import choice, confidential, due_days, severities
from afterword.schema.plain_json import read_json
from afterword.schema.spellings import others
from afterword.schema.violations import Violation, explain

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SHOWN = 200
"""Characters of a validator's message, which may repeat all that it looked at."""
_DEEPEST = 32
"""Fields in fields beyond which they are taken to have no end."""


class Schema:
    """One schema file. Raises `Unusable` when it is no JSON Schema 2020-12 of an object."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self._text = name, text
        try:
            self.raw: Raw = read_json(text)
            if not isinstance(self.raw, dict) or not isinstance(self.raw.get("properties"), dict):
                message = f"{name}: a schema of front matter has `properties`"
                raise Unusable(message)
            if self.raw.get("$schema", _DIALECT) != _DIALECT:
                message = f"{name}: `$schema` is not {_DIALECT}"
                raise Unusable(message)
            if not jsonschema_rs.meta.is_valid(self.raw):
                Draft202012Validator.check_schema(self.raw)
            self._fast = jsonschema_rs.validator_for(self.raw, retriever=_refuse)
        except (ValueError, RecursionError, SchemaError) as error:
            reason = str(getattr(error, "message", error)).split("\n")[0]
            message = f"{name}: this is not a JSON Schema 2020-12: {reason}"
            raise Unusable(message) from error
        self._reference = _REFERENCE(self.raw)
        try:
            for reference in _references(self.raw):
                self._target(reference)
            self.fields = tuple(self._fields(self.raw, ()))
            self.body_audience = choice(Audience, self.raw.get("x-body-audience", Audience.INTERNAL), "x-body-audience")
            self.severities = severities(self.raw.get("x-severity", {}))
            self.version, self.migrations = migrations.version(self.raw), migrations.read(self.raw)
            self.due_days = due_days(self.raw.get("x-due-days", {}))
        except ValueError as error:
            message = f"{name}: {error}"  # such as: x-audience of `name`: 'everybody' is none of internal, …
            raise Unusable(message) from error
        self._by_path = {field.path: field for field in self.fields}
        self._seen_by = {field.path: self._narrowest(field.path) for field in self.fields}
        self._marked = {mark: Tree.of([field for field in self.fields if mark in field.marks]) for mark in MARKS}
        self.tags = Tree.of([field for field in self.fields if field.vocabulary == "tags"])
        """The fields whose words are tags."""
        self.confidential = Tree.of([field for field in self.fields if field.confidential])
        """The fields whose values must not be repeated where the fields themselves are not shown."""

    def __reduce__(self) -> tuple[Callable[[str, str], Schema], tuple[str, str]]:
        """Between processes a schema travels as its text, however many records are of it."""
        return schema_of, (self._text, self.name)

    def marked(self, mark: str) -> Tree:
        """The fields that carry a mark such as `x-date`, on themselves or on their items."""
        return self._marked[mark]

    def field(self, path: Path) -> Field | None:
        """The field at a path in data, list positions and vocabulary keys included."""
        known = self._by_path
        names = tuple(EACH if isinstance(step, int) else step for step in path)
        while names and names[-1] == EACH:
            names = names[:-1]
        return known.get(names) or known.get((*names[:-1], EACH))

    def is_valid(self, data: Mapping[str, Any]) -> bool:
        """Whether the schema allows the data as it is."""
        return self._fast.is_valid(data)

    def as_written(self, data: dict[str, Any], written: Callable[[Path], str | None]) -> dict[str, Any]:
        """The data with the source text of plain scalars wherever the schema says string."""
        if self._fast.is_valid(data):
            return data
        texts: dict[str, Any] = self._texts(self.raw, data, (), written)
        return texts

    def violations(self, data: dict[str, Any]) -> list[Finding]:
        """Everything in the data that the schema does not allow, in an author's words."""
        if self._fast.is_valid(data):
            return []
        errors = sorted(self._reference.iter_errors(data), key=lambda error: list(map(str, error.absolute_path)))
        seen = [self._violation(error) for error in errors]
        if not seen:
            first = next(iter(self._fast.iter_errors(data)))
            seen = [Violation("", tuple(first.instance_path), first.instance, first.message)]
        return explain(seen, self.field, tuple(field.path for field in self.fields))

    def fault(self, data: object) -> str:
        """The first thing in the data that the schema does not allow, for a programmer; empty where there is none.

        Raises `ValueError` for what is nested too deep.
        """
        error = next(iter(self._fast.iter_errors(data)), None)
        return f"/{'/'.join(map(str, error.instance_path))}: {error.message[:_SHOWN]}" if error else ""

    def narrowed(self, data: Mapping[str, Any], audience: Audience) -> Mapping[str, Any]:
        """The part of the data that an audience may see."""
        if audience is Audience.INTERNAL:
            return data
        narrowed: Mapping[str, Any] = self._narrow(self.raw, data, audience)
        return narrowed

    def audience_of(self, path: tuple[str, ...]) -> Audience:
        """Return who sees a field: the narrowest audience of it and of the groups around it."""
        return self._seen_by.get(path) or self._narrowest(path)

    def _narrowest(self, path: tuple[str, ...]) -> Audience:
        around = (self._by_path[path[:end]].audience for end in range(1, len(path) + 1) if path[:end] in self._by_path)
        return min(around, key=list(Audience).index, default=Audience.INTERNAL)

    @property
    def text(self) -> str:
        """The file's text."""
        return self._text

    def _violation(self, error: ValidationError) -> Violation:
        node: Any = self.raw
        when = ""
        for step in error.absolute_schema_path:
            node = self._resolve(node) if isinstance(node, dict) else node  # a path steps over `$ref` unseen
            when = str(node.get("x-when", when)) if isinstance(node, dict) else when
            node = node[step]
        schema = error.schema if isinstance(error.schema, dict) else {}
        path = tuple(error.absolute_path)
        at = self.field(path)
        local = self._reference.evolve(schema=error.schema)
        meant: list[Any] = []
        for other in others(error.instance, schema, at.marks if at else ()):
            if other not in meant and local.is_valid(other):
                meant.append(other)
        return Violation(str(error.validator), path, error.instance, error.validator_value, schema, when, meant)

    def _resolve(self, node: Any) -> Raw:
        """The node with what its `$ref` (inside this file) says below what it says itself."""
        seen: list[str] = []
        while isinstance(node, dict) and (reference := node.get("$ref")) and reference not in seen:
            seen.append(reference)
            target = self._target(reference)
            node = {
                **(target if isinstance(target, dict) else {}),
                **{key: value for key, value in node.items() if key != "$ref"},
            }
        return node if isinstance(node, dict) else {}  # true allows anything, false nothing: neither says more

    def _target(self, reference: str) -> Any:
        """What a `$ref` leads to. Raises `ValueError` when that is no place in this file."""
        node: Any = self.raw
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

    def _fields(self, parent: Raw, path: tuple[str, ...]) -> Iterator[Field]:
        if len(path) > _DEEPEST:
            message = f"`{path[0]}` holds fields in fields without end; a `$ref` may lead back to what it stands in"
            raise ValueError(message)
        children: list[tuple[str, Raw]] = list(parent.get("properties", {}).items())
        if isinstance(parent.get("additionalProperties"), dict):
            children.append((EACH, parent["additionalProperties"]))
        for name, node in children:
            raw = self._resolve(node)
            types = raw.get("type", ())
            item = self._resolve(raw.get("items", {}))
            yield Field(
                path=(*path, name),
                title=raw.get("title", name),
                description=raw.get("description", ""),
                examples=tuple(raw.get("examples", ())),
                types=(types,) if isinstance(types, str) else tuple(types),
                audience=choice(
                    Audience, raw.get("x-audience", Audience.INTERNAL), f"x-audience of `{'.'.join((*path, name))}`"
                ),
                facet=bool(raw.get("x-facet", False)),
                vocabulary=raw.get("x-vocabulary") or item.get("x-vocabulary"),
                marks=frozenset(
                    key
                    for node in (raw, item)
                    for key in node
                    if key in MARKS and not (key == "propertyNames" and isinstance(node[key], bool))
                ),
                confidential=confidential(raw, item, (*path, name)),
                raw=raw,
                item=item,
            )
            yield from self._fields(raw, (*path, name))
            if item:
                yield from self._fields(item, (*path, name, EACH))

    def _child(self, node: Raw, key: str) -> Raw:
        own = node.get("properties", {}).get(key, node.get("additionalProperties", {}))
        return self._resolve(own) if isinstance(own, dict) else {}

    def _texts(self, node: Raw, value: Any, path: Path, written: Callable[[Path], str | None]) -> Any:
        if isinstance(value, dict):
            return {key: self._texts(self._child(node, key), v, (*path, key), written) for key, v in value.items()}
        if isinstance(value, list):
            item = self._resolve(node.get("items", {}))
            return [self._texts(item, v, (*path, index), written) for index, v in enumerate(value)]
        types = node.get("type", ())
        allowed = {types} if isinstance(types, str) else set(types)
        if isinstance(value, bool | int | float) and "string" in allowed and not allowed & _json_types(value):
            return written(path) or value
        return value

    def _narrow(self, node: Raw, value: Any, audience: Audience) -> Any:
        if isinstance(value, dict):
            children = ((key, self._child(node, key), inner) for key, inner in value.items())
            return {
                key: self._narrow(child, inner, audience)
                for key, child, inner in children
                if audience.sees(Audience(child.get("x-audience", Audience.INTERNAL)))
            }
        if isinstance(value, list):
            item = self._resolve(node.get("items", {}))
            return [self._narrow(item, inner, audience) for inner in value]
        return value


@lru_cache(maxsize=8)
def schema_of(text: str, name: str) -> Schema:
    """The schema of a text; the same one for the same text."""
    return Schema(text, name)


def _refuse(address: str) -> NoReturn:
    """A schema is one file: nothing else is read or fetched for it."""
    message = f"{address} is another file"
    raise ValueError(message)


def _references(node: Any) -> Iterator[str]:
    """Every `$ref` in a schema."""
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _references(child)


def _json_types(value: Any) -> set[str]:
    if isinstance(value, bool):
        return {"boolean"}
    return {"number", "integer"} if float(value).is_integer() else {"number"}


@cache
def _matcher(pattern: str) -> Callable[[object], bool]:
    return jsonschema_rs.validator_for({"pattern": pattern}).is_valid


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    """The keyword `pattern` by a linear-time engine: a team's expression cannot make the check hang."""
    if isinstance(value, str) and not _matcher(pattern)(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_REFERENCE = validators.extend(Draft202012Validator, {"pattern": _pattern})

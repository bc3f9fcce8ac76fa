"""Schema of a record: its fields, the audience of each, and violations in data.

jsonschema-rs decides whether data is valid; jsonschema, the reference implementation, explains what is
wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NoReturn
from urllib.parse import unquote

import jsonschema_rs
from jsonschema import Draft202012Validator, SchemaError, ValidationError, validators

from afterword.problems import DataPath, Finding, Unusable
from afterword.schema import migrations
from afterword.schema.audience import Audience
from afterword.schema.fields import EACH, MARKS, Field, FieldTree, RawSchema
from afterword.schema.keywords import parse_choice, parse_confidential, parse_due_days, parse_severities
from afterword.schema.plain_json import read_json
from afterword.schema.spellings import possible_values
from afterword.schema.violations import Violation, explain_violations

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MAX_MESSAGE_LENGTH = 200
"""Characters shown of a validator's message, which may repeat the whole value."""
_MAX_DEPTH = 32
"""Depth of nested fields beyond which the nesting is taken to be infinite."""


class Schema:
    """One schema file. Raises `Unusable` when it is not a JSON Schema 2020-12 of an object."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self._text = name, text
        try:
            self.raw: RawSchema = read_json(text)
            if not isinstance(self.raw, dict) or not isinstance(self.raw.get("properties"), dict):
                message = f"{name}: a schema of front matter has `properties`"
                raise Unusable(message)
            if self.raw.get("$schema", _DIALECT) != _DIALECT:
                message = f"{name}: `$schema` is not {_DIALECT}"
                raise Unusable(message)
            if not jsonschema_rs.meta.is_valid(self.raw):
                Draft202012Validator.check_schema(self.raw)
            self._fast_validator = jsonschema_rs.validator_for(self.raw, retriever=_refuse_external_reference)
        except (ValueError, RecursionError, SchemaError) as error:
            reason = str(getattr(error, "message", error)).split("\n")[0]
            message = f"{name}: this is not a JSON Schema 2020-12: {reason}"
            raise Unusable(message) from error
        self._reference_validator = _ReferenceValidator(self.raw)
        try:
            for reference in _find_references(self.raw):
                self._reference_target(reference)
            self.fields = tuple(self._walk_fields(self.raw, ()))
            self.body_audience = parse_choice(
                Audience, self.raw.get("x-body-audience", Audience.INTERNAL), "x-body-audience"
            )
            self.severities = parse_severities(self.raw.get("x-severity", {}))
            self.version, self.migrations = migrations.schema_version(self.raw), migrations.read_migrations(self.raw)
            self.due_days = parse_due_days(self.raw.get("x-due-days", {}))
        except ValueError as error:
            message = f"{name}: {error}"  # such as: x-audience of `name`: 'everybody' is none of internal, …
            raise Unusable(message) from error
        self._by_path = {field.path: field for field in self.fields}
        self._seen_by = {field.path: self._narrowest(field.path) for field in self.fields}
        self._trees_by_mark = {
            mark: FieldTree.build([field for field in self.fields if mark in field.marks]) for mark in MARKS
        }
        self.tag_fields = FieldTree.build([field for field in self.fields if field.vocabulary == "tags"])
        """The fields whose words are tags."""
        self.confidential = FieldTree.build([field for field in self.fields if field.confidential])
        """The fields whose values must not be repeated where the fields themselves are not shown."""

    def __reduce__(self) -> tuple[Callable[[str, str], Schema], tuple[str, str]]:
        """Pickle only the text, so that all records of another process share one schema."""
        return load_schema, (self._text, self.name)

    def marked_fields(self, mark: str) -> FieldTree:
        """Return the fields that carry a mark such as `x-date`, on themselves or on their items."""
        return self._trees_by_mark[mark]

    def find_field(self, path: DataPath) -> Field | None:
        """Return the field at a path in data, which may contain list positions and keys from a vocabulary."""
        fields = self._by_path
        field_path = tuple(EACH if isinstance(step, int) else step for step in path)
        while field_path and field_path[-1] == EACH:
            field_path = field_path[:-1]
        return fields.get(field_path) or fields.get((*field_path[:-1], EACH))

    def is_valid(self, data: Mapping[str, Any]) -> bool:
        """Return whether the schema allows the data as it is."""
        return self._fast_validator.is_valid(data)

    def restore_source_texts(
        self, data: dict[str, Any], scalar_text: Callable[[DataPath], str | None]
    ) -> dict[str, Any]:
        """Return the data with the source text of plain scalars wherever the schema requires a string."""
        if self._fast_validator.is_valid(data):
            return data
        texts: dict[str, Any] = self._restore_texts(self.raw, data, (), scalar_text)
        return texts

    def find_violations(self, data: dict[str, Any]) -> list[Finding]:
        """Return findings for everything in the data that the schema does not allow."""
        if self._fast_validator.is_valid(data):
            return []
        errors = sorted(
            self._reference_validator.iter_errors(data), key=lambda error: list(map(str, error.absolute_path))
        )
        found_violations = [self._make_violation(error) for error in errors]
        if not found_violations:
            first_error = next(iter(self._fast_validator.iter_errors(data)))
            found_violations = [
                Violation("", tuple(first_error.instance_path), first_error.instance, first_error.message)
            ]
        return explain_violations(found_violations, self.find_field, tuple(field.path for field in self.fields))

    def first_error(self, data: object) -> str:
        """Return the first schema error in the data in technical words; empty when there is none.

        Raises `ValueError` for data that is nested too deeply.
        """
        error = next(iter(self._fast_validator.iter_errors(data)), None)
        return f"/{'/'.join(map(str, error.instance_path))}: {error.message[:_MAX_MESSAGE_LENGTH]}" if error else ""

    def narrow_to_audience(self, data: Mapping[str, Any], audience: Audience) -> Mapping[str, Any]:
        """Return the part of the data that an audience may see."""
        if audience is Audience.INTERNAL:
            return data
        visible_data: Mapping[str, Any] = self._narrow(self.raw, data, audience)
        return visible_data

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

    def _make_violation(self, error: ValidationError) -> Violation:
        node: Any = self.raw
        condition = ""
        for step in error.absolute_schema_path:
            node = (
                self._resolve_references(node) if isinstance(node, dict) else node
            )  # an error's path does not include `$ref`
            condition = str(node.get("x-when", condition)) if isinstance(node, dict) else condition
            node = node[step]
        schema = error.schema if isinstance(error.schema, dict) else {}
        path = tuple(error.absolute_path)
        field_definition = self.find_field(path)
        local_validator = self._reference_validator.evolve(schema=error.schema)
        alternatives: list[Any] = []
        for candidate in possible_values(error.instance, schema, field_definition.marks if field_definition else ()):
            if candidate not in alternatives and local_validator.is_valid(candidate):
                alternatives.append(candidate)
        return Violation(
            str(error.validator), path, error.instance, error.validator_value, schema, condition, alternatives
        )

    def _resolve_references(self, node: Any) -> RawSchema:
        """Return a node merged over the target of its `$ref`, which is inside this file."""
        followed: list[str] = []
        while isinstance(node, dict) and (reference := node.get("$ref")) and reference not in followed:
            followed.append(reference)
            target = self._reference_target(reference)
            node = {
                **(target if isinstance(target, dict) else {}),
                **{key: value for key, value in node.items() if key != "$ref"},
            }
        return node if isinstance(node, dict) else {}  # a boolean schema has no definition

    def _reference_target(self, reference: str) -> Any:
        """Return the target of a `$ref`. Raises `ValueError` when it is not in this file."""
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

    def _walk_fields(self, parent: RawSchema, path: tuple[str, ...]) -> Iterator[Field]:
        if len(path) > _MAX_DEPTH:
            message = f"`{path[0]}` holds fields in fields without end; a `$ref` may lead back to what it stands in"
            raise ValueError(message)
        children: list[tuple[str, RawSchema]] = list(parent.get("properties", {}).items())
        if isinstance(parent.get("additionalProperties"), dict):
            children.append((EACH, parent["additionalProperties"]))
        for name, node in children:
            raw = self._resolve_references(node)
            types = raw.get("type", ())
            item = self._resolve_references(raw.get("items", {}))
            yield Field(
                path=(*path, name),
                title=raw.get("title", name),
                description=raw.get("description", ""),
                examples=tuple(raw.get("examples", ())),
                types=(types,) if isinstance(types, str) else tuple(types),
                audience=parse_choice(
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
                confidential=parse_confidential(raw, item, (*path, name)),
                raw=raw,
                item=item,
            )
            yield from self._walk_fields(raw, (*path, name))
            if item:
                yield from self._walk_fields(item, (*path, name, EACH))

    def _child_schema(self, node: RawSchema, key: str) -> RawSchema:
        child = node.get("properties", {}).get(key, node.get("additionalProperties", {}))
        return self._resolve_references(child) if isinstance(child, dict) else {}

    def _restore_texts(
        self, node: RawSchema, value: Any, path: DataPath, scalar_text: Callable[[DataPath], str | None]
    ) -> Any:
        if isinstance(value, dict):
            return {
                key: self._restore_texts(self._child_schema(node, key), v, (*path, key), scalar_text)
                for key, v in value.items()
            }
        if isinstance(value, list):
            item = self._resolve_references(node.get("items", {}))
            return [self._restore_texts(item, v, (*path, index), scalar_text) for index, v in enumerate(value)]
        types = node.get("type", ())
        allowed = {types} if isinstance(types, str) else set(types)
        if isinstance(value, bool | int | float) and "string" in allowed and not allowed & _json_types_of(value):
            return scalar_text(path) or value
        return value

    def _narrow(self, node: RawSchema, value: Any, audience: Audience) -> Any:
        if isinstance(value, dict):
            children = ((key, self._child_schema(node, key), inner) for key, inner in value.items())
            return {
                key: self._narrow(child, inner, audience)
                for key, child, inner in children
                if audience.can_see(Audience(child.get("x-audience", Audience.INTERNAL)))
            }
        if isinstance(value, list):
            item = self._resolve_references(node.get("items", {}))
            return [self._narrow(item, inner, audience) for inner in value]
        return value


@lru_cache(maxsize=8)
def load_schema(text: str, name: str) -> Schema:
    """Load the schema of a text, from the cache where the text was loaded before."""
    return Schema(text, name)


def _refuse_external_reference(address: str) -> NoReturn:
    """Reject a reference to another file: a schema has to be complete in one file."""
    message = f"{address} is another file"
    raise ValueError(message)


def _find_references(node: Any) -> Iterator[str]:
    """Yield every `$ref` in a schema."""
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _find_references(child)


def _json_types_of(value: Any) -> set[str]:
    if isinstance(value, bool):
        return {"boolean"}
    return {"number", "integer"} if float(value).is_integer() else {"number"}


@cache
def _pattern_matcher(pattern: str) -> Callable[[object], bool]:
    return jsonschema_rs.validator_for({"pattern": pattern}).is_valid


def _validate_pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    """Validate `pattern` with a linear-time engine, so that a team's regular expression cannot hang the check."""
    if isinstance(value, str) and not _pattern_matcher(pattern)(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_ReferenceValidator = validators.extend(Draft202012Validator, {"pattern": _validate_pattern})

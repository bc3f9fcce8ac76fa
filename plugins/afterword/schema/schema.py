"""Schema of a record: its fields, the audience of each, and violations in data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import ValidationError

from afterword.problems import DataPath, Finding, Unusable
from afterword.schema import migrations
from afterword.schema.audience import Audience
from afterword.schema.explanations import explain_violations
from afterword.schema.field_definitions import list_fields
from afterword.schema.fields import EACH, MARKS, Field, FieldTree, RawSchema
from afterword.schema.keywords import parse_choice, parse_due_days, parse_severities
from afterword.schema.references import ReferenceResolver
from afterword.schema.spellings import possible_values
from afterword.schema.strict_json import parse_strict_json
from afterword.schema.validators import DIALECT, SchemaValidators, json_types_of
from afterword.schema.violations import Violation
from afterword.text.languages import Language

_MAX_MESSAGE_LENGTH = 200
"""Characters shown of a validator's message, which may repeat the whole value."""


class Schema:
    """One schema file. Raises `Unusable` when it is not a JSON Schema 2020-12 of an object."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self.text = name, text
        self.raw, self._validators = _parse_schema(text, name)
        try:
            self._resolver = ReferenceResolver(self.raw)
            self.fields = tuple(list_fields(self.raw, self._resolver))
            self.body_audience = parse_choice(
                Audience, self.raw.get("x-body-audience", Audience.INTERNAL), "x-body-audience"
            )
            self.severities = parse_severities(self.raw.get("x-severity", {}))
            self.version, self.migrations = migrations.schema_version(self.raw), migrations.parse_migrations(self.raw)
            self.due_days = parse_due_days(self.raw.get("x-due-days", {}))
        except ValueError as error:
            message = f"{name}: {error}"  # such as: x-audience of `name`: 'everybody' is none of internal, …
            raise Unusable(message) from error
        self._fields_by_path = {field.path: field for field in self.fields}
        self._by_dotted_path = {
            ".".join(step for step in field.path if step != EACH): field for field in reversed(self.fields)
        }
        self._audiences_by_path = {field.path: self._narrowest_audience(field.path) for field in self.fields}
        self._trees_by_mark = {
            mark: FieldTree.build([field for field in self.fields if mark in field.marks]) for mark in MARKS
        }
        self.tag_fields = FieldTree.build([field for field in self.fields if field.vocabulary == "tags"])
        """The fields whose words are tags."""
        self.confidential_fields = FieldTree.build([field for field in self.fields if field.confidential])
        """The fields whose values must not be repeated where the fields themselves are not shown."""

    def __reduce__(self) -> tuple[Callable[[str, str], Schema], tuple[str, str]]:
        """Pickle only the text, so that all records of another process share one schema."""
        return load_schema, (self.text, self.name)

    def marked_fields(self, mark: str) -> FieldTree:
        """Return the fields that carry a mark such as `x-date`, on themselves or on their items."""
        return self._trees_by_mark[mark]

    def find_field(self, path: DataPath) -> Field | None:
        """Return the field at a path in data, which may contain list positions and keys from a vocabulary."""
        fields = self._fields_by_path
        field_path = tuple(EACH if isinstance(step, int) else step for step in path)
        while field_path and field_path[-1] == EACH:
            field_path = field_path[:-1]
        return fields.get(field_path) or fields.get((*field_path[:-1], EACH))

    def field_at(self, dotted_path: str) -> Field | None:
        """Return the field at a path such as `causes.evidence`, which leads through lists without saying so."""
        return self._by_dotted_path.get(dotted_path)

    def label(self, dotted_path: str, value: object, language: Language) -> str:
        """Return the label of a field's value in a language; a value without a label is its own."""
        field = self.field_at(dotted_path)
        return language.translate_label(field.label_of(value)) if field else str(value)

    def is_valid(self, data: Mapping[str, Any]) -> bool:
        """Return whether the schema allows the data as it is."""
        return self._validators.is_valid(data)

    def restore_source_texts(
        self, data: dict[str, Any], scalar_text: Callable[[DataPath], str | None]
    ) -> dict[str, Any]:
        """Return the data with the source text of plain scalars wherever the schema requires a string."""
        if self._validators.is_valid(data):
            return data
        texts: dict[str, Any] = self._restore_texts(self.raw, data, (), scalar_text)
        return texts

    def find_violations(self, data: dict[str, Any]) -> list[Finding]:
        """Return findings for everything in the data that the schema does not allow."""
        if self._validators.is_valid(data):
            return []
        violations = [self._make_violation(error) for error in self._validators.list_errors(data)]
        if not violations and (first_error := self._validators.first_error(data)):
            violations = [Violation("", *first_error)]
        return explain_violations(violations, self.find_field, tuple(field.path for field in self.fields))

    def first_error(self, data: object) -> str:
        """Return the first schema error in the data in technical words; empty when there is none.

        Raises `ValueError` for data that is nested too deeply.
        """
        error = self._validators.first_error(data)
        return f"/{'/'.join(map(str, error[0]))}: {error[2][:_MAX_MESSAGE_LENGTH]}" if error else ""

    def narrow_to_audience(self, data: Mapping[str, Any], audience: Audience) -> Mapping[str, Any]:
        """Return the part of the data that an audience may see."""
        if audience is Audience.INTERNAL:
            return data
        visible_data: Mapping[str, Any] = self._keep_visible(self.raw, data, audience)
        return visible_data

    def audience_of(self, path: tuple[str, ...]) -> Audience:
        """Return who sees a field: the narrowest audience of it and of the groups that contain it."""
        return self._audiences_by_path.get(path) or self._narrowest_audience(path)

    def _narrowest_audience(self, path: tuple[str, ...]) -> Audience:
        """Return the narrowest audience of a field and of the groups that contain it."""
        parents = (self._fields_by_path.get(path[:end]) for end in range(1, len(path) + 1))
        audiences = (field.audience for field in parents if field)
        return min(audiences, key=list(Audience).index, default=Audience.INTERNAL)

    def _make_violation(self, error: ValidationError) -> Violation:
        """Return the violation of a validation error, with the corrections that the schema allows."""
        node: Any = self.raw
        condition = ""
        for step in error.absolute_schema_path:
            if isinstance(node, dict):
                node = self._resolver.resolve(node)  # an error's path does not include `$ref`
                condition = str(node.get("x-when", condition))
            node = node[step]
        schema = error.schema if isinstance(error.schema, dict) else {}
        path = tuple(error.absolute_path)
        field = self.find_field(path)
        alternatives: list[Any] = []
        for candidate in possible_values(error.instance, schema, field.marks if field else ()):
            if candidate not in alternatives and self._validators.allows(error.schema, candidate):
                alternatives.append(candidate)
        return Violation(
            str(error.validator), path, error.instance, error.validator_value, schema, condition, alternatives
        )

    def _restore_texts(
        self, node: RawSchema, value: Any, path: DataPath, scalar_text: Callable[[DataPath], str | None]
    ) -> Any:
        """Return a value with the source text of scalars wherever its schema requires a string."""
        if isinstance(value, dict):
            return {
                key: self._restore_texts(self._resolver.child_schema(node, key), v, (*path, key), scalar_text)
                for key, v in value.items()
            }
        if isinstance(value, list):
            item = self._resolver.item_schema(node)
            return [self._restore_texts(item, v, (*path, index), scalar_text) for index, v in enumerate(value)]
        types = node.get("type", ())
        allowed = {types} if isinstance(types, str) else set(types)
        if isinstance(value, bool | int | float) and "string" in allowed and not allowed & json_types_of(value):
            return scalar_text(path) or value
        return value

    def _keep_visible(self, node: RawSchema, value: Any, audience: Audience) -> Any:
        """Return the part of a value that an audience may see."""
        if isinstance(value, dict):
            children = ((key, self._resolver.child_schema(node, key), inner) for key, inner in value.items())
            return {
                key: self._keep_visible(child, inner, audience)
                for key, child, inner in children
                if audience.can_see(Audience(child.get("x-audience", Audience.INTERNAL)))
            }
        if isinstance(value, list):
            item = self._resolver.item_schema(node)
            return [self._keep_visible(item, inner, audience) for inner in value]
        return value


@lru_cache(maxsize=8)
def load_schema(text: str, name: str) -> Schema:
    """Load the schema of a text, from the cache where the text was loaded before."""
    return Schema(text, name)


def _parse_schema(text: str, name: str) -> tuple[RawSchema, SchemaValidators]:
    """Parse the text of a schema. Raises `Unusable` when it is not a JSON Schema of front matter."""
    try:
        raw = parse_strict_json(text)
        if not isinstance(raw, dict) or not isinstance(raw.get("properties"), dict):
            message = f"{name}: a schema of front matter has `properties`"
            raise Unusable(message)
        if raw.get("$schema", DIALECT) != DIALECT:
            message = f"{name}: `$schema` is not {DIALECT}"
            raise Unusable(message)
        return raw, SchemaValidators(raw)
    except ValueError as error:
        reason = str(error).split("\n")[0]
        message = f"{name}: this is not a JSON Schema 2020-12: {reason}"
        raise Unusable(message) from error

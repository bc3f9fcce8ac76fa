"""Validators of JSON Schema 2020-12.

jsonschema-rs decides whether data is valid; jsonschema, the reference implementation, reports every error with
its place in the schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NoReturn

import jsonschema_rs
from jsonschema import Draft202012Validator, SchemaError, ValidationError, validators

from afterword.problems import DataPath

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class SchemaValidators:
    """The fast and the reference validator of one schema. Raises `ValueError` when it is not a JSON Schema."""

    def __init__(self, raw: dict[str, Any]) -> None:
        try:
            if not jsonschema_rs.meta.is_valid(raw):
                Draft202012Validator.check_schema(raw)
            self._fast = jsonschema_rs.validator_for(raw, retriever=_refuse_external_reference)
        except (SchemaError, ValueError, RecursionError) as error:
            raise ValueError(str(getattr(error, "message", error))) from error
        self._reference = _ReferenceValidator(raw)

    def is_valid(self, data: object) -> bool:
        """Return whether the schema allows the data."""
        return self._fast.is_valid(data)

    def list_errors(self, data: object) -> list[ValidationError]:
        """Return the errors of the reference implementation, sorted by the path of the value."""
        return sorted(self._reference.iter_errors(data), key=lambda error: list(map(str, error.absolute_path)))

    def first_error(self, data: object) -> tuple[DataPath, object, str] | None:
        """Return path, value and technical message of the first error of the fast validator; None without one."""
        error = next(iter(self._fast.iter_errors(data)), None)
        return (tuple(error.instance_path), error.instance, error.message) if error else None

    def allows(self, schema: Any, value: object) -> bool:
        """Return whether a part of the schema allows a value."""
        return bool(self._reference.evolve(schema=schema).is_valid(value))


def json_types_of(value: float) -> set[str]:
    """Return the JSON Schema types of a boolean or a number: a whole number has two."""
    if isinstance(value, bool):
        return {"boolean"}
    return {"number", "integer"} if float(value).is_integer() else {"number"}


def _refuse_external_reference(address: str) -> NoReturn:
    """Reject a reference to another file: a schema has to be complete in one file."""
    message = f"{address} is another file"
    raise ValueError(message)


@cache
def _pattern_matcher(pattern: str) -> Callable[[object], bool]:
    return jsonschema_rs.validator_for({"pattern": pattern}).is_valid


def _validate_pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    """Validate `pattern` with a linear-time engine, so that a team's regular expression cannot hang the check."""
    if isinstance(value, str) and not _pattern_matcher(pattern)(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_ReferenceValidator = validators.extend(Draft202012Validator, {"pattern": _validate_pattern})

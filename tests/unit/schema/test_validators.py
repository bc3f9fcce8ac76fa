"""The fast and the reference validator judge data by one schema."""

from __future__ import annotations

import pytest

from afterword.schema.validators import SchemaValidators, json_types_of

SCHEMA = {"type": "object", "properties": {"b": {"type": "string", "pattern": "^x+$"}, "a": {"type": "integer"}}}


def test_both_validators_find_the_same_errors() -> None:
    """Errors are sorted by the path of the value, and the first one has its value and a message."""
    validators, data = SchemaValidators(SCHEMA), {"b": "y", "a": "1"}
    assert validators.is_valid({"a": 1, "b": "xx"})
    assert not validators.is_valid(data)
    assert [list(error.absolute_path) for error in validators.list_errors(data)] == [["a"], ["b"]]
    first_error = validators.first_error({"a": "1"})
    assert first_error is not None
    assert first_error[:2] == (("a",), "1")
    assert validators.first_error({"a": 1}) is None


def test_a_part_of_the_schema_can_be_asked_alone() -> None:
    """So a correction can be tried before it is suggested."""
    assert SchemaValidators(SCHEMA).allows({"type": "integer"}, 1)
    assert not SchemaValidators(SCHEMA).allows({"type": "integer"}, "1")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({"type": "texts"}, "'texts'"),
        ({"$ref": "https://example.com/other.json"}, "is another file"),
    ],
)
def test_what_is_not_a_complete_schema_is_refused(raw: dict[str, object], reason: str) -> None:
    """A wrong keyword and a reference to another file are errors of the schema."""
    with pytest.raises(ValueError, match=reason):
        SchemaValidators(raw)


def test_a_whole_number_has_two_json_types() -> None:
    """A boolean is not a number."""
    assert json_types_of(value=True) == {"boolean"}
    assert json_types_of(2.0) == {"number", "integer"}
    assert json_types_of(2.5) == {"number"}

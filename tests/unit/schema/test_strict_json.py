"""JSON is read strictly: what another reader would take otherwise is refused."""

from __future__ import annotations

import pytest

from afterword.schema.strict_json import parse_strict_json


def test_plain_json_is_read() -> None:
    """Objects, lists, numbers and texts."""
    assert parse_strict_json('{"a": [1, 2.5, null, "ё"]}') == {"a": [1, 2.5, None, "ё"]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ("NaN", "NaN is not a number"),
        ("1" * 19, "has 19 digits"),
        ("[" * 100_000, "nested too deep"),
        ("{", "Expecting property name"),
    ],
)
def test_what_readers_disagree_on_is_refused(text: str, message: str) -> None:
    """Double keys, special numbers, long integers and deep nesting."""
    with pytest.raises(ValueError, match=message):
        parse_strict_json(text)

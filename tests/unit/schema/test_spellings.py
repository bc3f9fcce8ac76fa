"""A rejected value leads to the values that its author may have meant."""

from __future__ import annotations

from typing import Any

import pytest

from afterword.schema.spellings import possible_values, replacement_hint


@pytest.mark.parametrize(
    ("value", "schema", "marks", "candidates"),
    [
        ("Lost", {"enum": ["won", "lost"]}, (), ["lost", ["Lost"]]),
        ("de", {}, ("x-market",), ["DE", ["de"]]),
        ("eur", {}, ("x-currency",), ["EUR", ["eur"]]),
        ("yes", {}, (), [True, ["yes"]]),
        ("84 000", {}, (), [84000, ["84 000"]]),
        ("1.5", {}, (), [1.5, ["1.5"]]),
        ("31.12.2025", {}, ("x-date",), ["2025-12-31", ["31.12.2025"]]),
        ("a, b", {}, (), []),
        (5, {"enum": [1]}, (), []),
    ],
)
def test_a_value_has_candidates(value: Any, schema: dict[str, Any], marks: tuple[str, ...], candidates: object) -> None:
    """Capitals, codes, booleans, grouped digits and dates are recognized; similar words are not tried."""
    assert list(possible_values(value, schema, marks)) == candidates


def test_a_hint_names_one_or_two_candidates() -> None:
    """A list has a hint of its own."""
    assert str(replacement_hint(["lost"])) == "Write `lost`."
    assert str(replacement_hint([True])) == "Write `true`."
    assert str(replacement_hint(["2025-01-02", "2025-02-01"])).startswith("It can be 2025-01-02 or 2025-02-01")
    assert replacement_hint([]) is replacement_hint([["a"]]) is None

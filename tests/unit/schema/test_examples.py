"""Examples are formatted as an author writes them in front matter."""

from __future__ import annotations

import pytest

from afterword.schema.examples import format_example, format_scalar


@pytest.mark.parametrize(
    ("key", "example", "line"),
    [
        ("name", "The Frozen Funnel", "name: The Frozen Funnel"),
        ("tags", ["pricing", "a, b"], 'tags: [pricing, "a, b"]'),
        ("budget", {"planned": 5, "currency": "EUR"}, "budget: {planned: 5, currency: EUR}"),
        ("kpis", [{"name": "CAC", "planned": 40}, {"name": "Reach"}], "kpis: [{name: CAC, planned: 40}]"),
        (0, [{"name": "CAC"}], "- {name: CAC}"),
        (0, "pricing", "pricing"),
    ],
)
def test_an_example_is_one_line_of_yaml(key: str | int, example: object, line: str) -> None:
    """Of a list of mappings the first is shown; a position in a list gives one item."""
    assert format_example(key, example, ()) == line


def test_a_long_mapping_keeps_its_required_keys() -> None:
    """The first key stays too."""
    example = {"cause": "x" * 100, "weight": "major", "evidence": "data"}
    assert format_example("causes", [example], {"evidence"}) == f"causes: [{{cause: {'x' * 100}, evidence: data}}]"


@pytest.mark.parametrize(
    ("value", "text"), [("a: b", '"a: b"'), ("#1", '"#1"'), ("", '""'), (True, "true"), (None, "null"), (1.5, "1.5")]
)
def test_quotes_stand_only_where_yaml_needs_them(value: object, text: str) -> None:
    """A colon with a space, a comment sign and an empty text need them."""
    assert format_scalar(value) == text

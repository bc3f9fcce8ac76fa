"""References inside a schema are followed, and broken ones are refused."""

from __future__ import annotations

import pytest

from afterword.schema.references import ReferenceResolver

SCHEMA = {
    "properties": {"price": {"$ref": "#/$defs/money", "title": "Price"}, "tags": {"items": {"$ref": "#/$defs/tag"}}},
    "$defs": {"money": {"type": "number", "title": "Money"}, "tag": {"type": "string"}},
}


def test_a_node_is_merged_over_what_it_refers_to() -> None:
    """The target gives what the node does not say itself."""
    resolver = ReferenceResolver(SCHEMA)
    assert resolver.child_schema(SCHEMA, "price") == {"type": "number", "title": "Price"}
    assert resolver.item_schema(resolver.child_schema(SCHEMA, "tags")) == {"type": "string"}
    assert resolver.child_schema(SCHEMA, "unknown") == {}


@pytest.mark.parametrize("reference", ["#/$defs/missing", "other.json#/money", "money"])
def test_a_reference_that_leads_nowhere_is_refused(reference: str) -> None:
    """The message names the reference."""
    with pytest.raises(ValueError, match="is no place in this file"):
        ReferenceResolver({"properties": {"price": {"$ref": reference}}})

"""Values are grouped by each of their keys."""

from __future__ import annotations

from afterword.records.grouping import group_by_keys


def test_a_value_is_in_the_group_of_each_of_its_keys() -> None:
    """A value with two keys is in two groups, one without keys in none, and the order stays."""
    assert group_by_keys(["ab", "b", "", "a"], list) == {"a": ["ab", "a"], "b": ["ab", "b"]}

"""Grouping of values by keys, of which a value may have several or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def group_by_keys(values: Iterable[Value], keys_of: Callable[[Value], Iterable[Key]]) -> Mapping[Key, Sequence[Value]]:
    """Group values by each of their keys; groups and their values are in the order of the values."""
    groups: dict[Key, list[Value]] = defaultdict(list)
    for value in values:
        for key in keys_of(value):
            groups[key].append(value)
    return dict(groups)

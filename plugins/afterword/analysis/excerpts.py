"""First items of a long list, with the numbers that say how much is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Excerpt(Generic[T]):
    """First items of a list, with the number of all its items and of those that are left out."""

    items: Sequence[T]
    count: int
    left_out: int


def take_excerpt(items: Sequence[T], limit: int) -> Excerpt[T]:
    """Return the first items of a list, up to a limit."""
    return Excerpt(items[:limit], len(items), max(0, len(items) - limit))

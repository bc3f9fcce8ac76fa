"""A long list is cut, and says how much is left out."""

from __future__ import annotations

import pytest

from afterword.analysis.excerpts import Excerpt, take_excerpt


@pytest.mark.parametrize(
    ("limit", "excerpt"),
    [(2, Excerpt("ab", 3, 1)), (3, Excerpt("abc", 3, 0)), (4, Excerpt("abc", 3, 0)), (0, Excerpt("", 3, 3))],
)
def test_an_excerpt_counts_what_it_leaves_out(limit: int, excerpt: Excerpt[str]) -> None:
    """Shown and left-out items together are all items, also if the list is shorter than the limit."""
    assert take_excerpt("abc", limit) == excerpt

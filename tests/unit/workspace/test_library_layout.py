"""The root of a library is found from any folder below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.problems import Unusable
from afterword.workspace.library_layout import SCHEMA_PATH, find_root, is_library


def test_the_root_is_the_nearest_folder_with_a_schema(tmp_path: Path) -> None:
    """Folders above it may be libraries too."""
    inner = tmp_path / "team" / "library"
    for root in (tmp_path, inner):
        (root / SCHEMA_PATH).parent.mkdir(parents=True)
        (root / SCHEMA_PATH).touch()
    (inner / "postmortems" / "2026").mkdir(parents=True)
    assert find_root(inner / "postmortems" / "2026") == inner.resolve()
    assert is_library(inner)
    assert not is_library(inner / "postmortems")


def test_a_folder_outside_every_library_is_refused(tmp_path: Path) -> None:
    """The message tells how to make a library."""
    with pytest.raises(Unusable, match="afterword init"):
        find_root(tmp_path)

"""Output of commands in Russian."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import Case


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with one wrong word."""
    return Case("schema-enum", "bad").library(tmp_path / "library")

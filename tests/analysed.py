"""The library of fixtures/analysis, whose every figure was worked out by hand; its README.md has the reckoning."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from afterword.library.library import Library
from afterword.library.projection import Entry, Projection
from afterword.schema.audience import Audience
from afterword.workspace import project
from support import ROOT

FIXTURE = ROOT / "tests" / "fixtures" / "analysis"


def write(root: Path) -> Path:
    """Writes the library under a root, with this repository's schema and configuration."""
    shutil.copytree(ROOT / "schema", root / "schema")
    shutil.copytree(FIXTURE / "postmortems", root / "postmortems")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(
        "site_name: Analysed\ntheme: {name: material, font: false}\nplugins: [afterword]\n", encoding="utf-8"
    )
    return root


@cache
def library() -> Library:
    """The library, read once."""
    with TemporaryDirectory() as folder:
        return project.load_project(write(Path(folder, "library"))).library


@cache
def projection() -> Projection:
    """The library as the team sees it."""
    return library().project(Audience.INTERNAL)


def entry(name: str) -> Entry:
    """The entry of a name."""
    found, _ = projection().resolve_link(name)
    assert found is not None, name
    return found


def names(entries: Iterable[Entry]) -> list[str]:
    """The names of entries, in their order."""
    return [one.name for one in entries]

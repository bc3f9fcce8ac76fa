"""The ground for a new library: the files that come with the package, and what stands in their way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from afterword.project import PACKAGE, SCHEMA, SHIPPED, contents

TOOLS = "tools"
"""The folder of a library that holds the wheel of Afterword."""


def root() -> Path:
    """The folder of the package that holds what every library begins with, as a library's root holds its own."""
    return next(folder for folder in SHIPPED if (folder / SCHEMA).is_file())


def schema() -> Mapping[str, bytes]:
    """The files of the folder `schema` that every library begins with."""
    return contents(root() / "schema")


def template() -> Mapping[str, bytes]:
    """What else a library begins with: files by their path, below a folder for each part of the template."""
    return contents(PACKAGE / "template")


def form() -> bytes:
    """The JSON Schema of what a library publishes for others."""
    return (PACKAGE / "exports" / "library.schema.json").read_bytes()


def is_library(folder: Path) -> bool:
    """Whether a folder is the root of a library already."""
    return (folder / SCHEMA).exists()


def present(root: Path, files: Iterable[str]) -> dict[str, bytes]:
    """The bytes of those files that are there; what is behind a link is not."""
    found = {file: root / file for file in files if (root / file).resolve() == root.resolve() / file}
    return {file: place.read_bytes() for file, place in found.items() if place.is_file()}


def wheels(root: Path) -> dict[str, bytes]:
    """Return the wheels of Afterword in a library, by their paths."""
    return present(root, (f"{TOOLS}/{path.name}" for path in (root / TOOLS).glob("afterword-*.whl")))


def is_repository(folder: Path) -> bool:
    """Return whether a folder is the root of a git repository already."""
    return (folder / ".git").exists()


def taken(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """What stands in the way of new files: others of their names, and files or links where folders are needed."""
    blocked = set()
    for file, fresh in files.items():
        place = root / file
        parents = [folder for folder in place.parents if folder != root and folder.is_relative_to(root)]
        blocked |= {folder for folder in parents if folder.is_symlink() or (folder.exists() and not folder.is_dir())}
        if place.is_symlink() or (place.exists() and not (place.is_file() and place.read_bytes() == fresh)):
            blocked.add(place)
    return sorted(place.relative_to(root).as_posix() for place in blocked)

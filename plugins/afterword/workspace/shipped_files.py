"""The ground for a new library: the files that come with the package, and what stands in their way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path

from afterword.disk import opening
from afterword.disk.files import MAX_ATTACHMENT
from afterword.disk.opening import CannotReadError
from afterword.workspace.project import PACKAGE, SCHEMA_PATH, SHIPPED_FOLDERS, read_folder

TOOLS = "tools"
"""The folder of a library that holds the wheel of Afterword."""


def root() -> Path:
    """The folder of the package that holds what every library begins with, as a library's root holds its own."""
    return next(folder for folder in SHIPPED_FOLDERS if (folder / SCHEMA_PATH).is_file())


def schema() -> Mapping[str, bytes]:
    """The files of the folder `schema` that every library begins with."""
    return read_folder(root() / "schema")


def template() -> Mapping[str, bytes]:
    """What else a library begins with: files by their path, below a folder for each part of the template."""
    return read_folder(PACKAGE / "template")


def form() -> bytes:
    """The JSON Schema of what a library publishes for others."""
    return (PACKAGE / "exports" / "library.schema.json").read_bytes()


def is_library(folder: Path) -> bool:
    """Whether a folder is the root of a library already."""
    return opening.exists(folder / SCHEMA_PATH)


def present(root: Path, files: Iterable[str]) -> dict[str, bytes]:
    """The bytes of those files that are there; what is behind a link is not."""
    names = list(files)
    contents = opening.read_each_inside(root, names, MAX_ATTACHMENT)
    return {file: raw for file, raw in zip(names, contents, strict=True) if isinstance(raw, bytes)}


def wheels(root: Path) -> dict[str, bytes]:
    """Return the wheels of Afterword in a library, by their paths."""
    try:
        entries = opening.list_folder(str(root / TOOLS))
    except CannotReadError:
        return {}
    return present(root, (f"{TOOLS}/{entry.name}" for entry in entries if fnmatch(entry.name, "afterword-*.whl")))


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
        if opening.exists(place) and present(root, [file]).get(file) != fresh:
            blocked.add(place)
    return sorted(place.relative_to(root).as_posix() for place in blocked)

"""Files that come with the package, among them those that a new library starts from, and checks before writing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path

from afterword.disk import opening
from afterword.disk.files import MAX_ATTACHMENT, read_folder
from afterword.disk.read_fault import UnreadableFileError
from afterword.workspace.library_layout import SCHEMA_PATH

PACKAGE = Path(__file__).parents[1]
SHIPPED_FOLDERS = (PACKAGE / "shipped", PACKAGE.parent.parent)
"""Folders of the package's own data files: in a wheel, and in a checkout of the repository."""
ASSETS = PACKAGE / "theme" / "material" / "assets"
"""Folder of the site's styles and scripts."""
TOOLS = "tools"
"""Folder of a library that contains the wheel of Afterword."""


def read_shipped(name: str) -> str:
    """Read the text of a file that comes with the package; empty when it is missing."""
    places = (folder / name for folder in SHIPPED_FOLDERS)
    return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "")


def starter_root() -> Path:
    """Return the folder of the package whose files correspond to those at a library's root."""
    return next(folder for folder in SHIPPED_FOLDERS if (folder / SCHEMA_PATH).is_file())


def read_starter_schema() -> Mapping[str, bytes]:
    """Return the files of the folder `schema` that every library starts with."""
    return read_folder(starter_root() / "schema")


def read_template() -> Mapping[str, bytes]:
    """Return all other files that a library starts with; the first folder of each path is a part of the template."""
    return read_folder(PACKAGE / "template")


def read_index_schema() -> bytes:
    """Return the JSON Schema of `library.json`."""
    return (PACKAGE / "exports" / "library.schema.json").read_bytes()


def read_present_files(root: Path, files: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of those files that exist, without following links."""
    names = list(files)
    contents = opening.read_files_inside(root, names, MAX_ATTACHMENT)
    return {file: raw for file, raw in zip(names, contents, strict=True) if isinstance(raw, bytes)}


def read_wheels(root: Path) -> dict[str, bytes]:
    """Return the wheels of Afterword in a library, by path."""
    try:
        entries = opening.list_folder(str(root / TOOLS))
    except UnreadableFileError:
        return {}
    return read_present_files(
        root, (f"{TOOLS}/{entry.name}" for entry in entries if fnmatch(entry.name, "afterword-*.whl"))
    )


def is_repository(folder: Path) -> bool:
    """Return whether a folder is the root of a git repository already."""
    return (folder / ".git").exists()


def find_blocked_paths(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return the paths that prevent new files: files with other contents, and files or links in place of folders."""
    blocked = set()
    for file, content in files.items():
        target = root / file
        parents = [folder for folder in target.parents if folder != root and folder.is_relative_to(root)]
        blocked |= {folder for folder in parents if folder.is_symlink() or (folder.exists() and not folder.is_dir())}
        if opening.path_exists(target) and read_present_files(root, [file]).get(file) != content:
            blocked.add(target)
    return sorted(target.relative_to(root).as_posix() for target in blocked)

"""What a library was made from, as one number that anybody can work out again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from afterword import project
from afterword.project import Project

FOLDERS = (project.POSTMORTEMS, project.BRIEFS, project.DOCS, "schema")
"""What a site is made from."""


def digest(found: Project) -> str:
    """The SHA-256 of what `sha256sum` prints for every file of the library's folders, in order of their names.

    Texts are taken as they were checked, with line feeds and without byte order marks: on Windows they give the same.
    """
    hashes = {file: hashlib.sha256(source.text.encode()).hexdigest() for file, source in found.sources.items()}
    for file in _files(found.root):
        if file not in hashes:
            hashes[file] = hashlib.sha256(project.raw(found.root, file)).hexdigest()
    return hashlib.sha256("".join(f"{hashes[file]}  {file}\n" for file in sorted(hashes)).encode()).hexdigest()


def _files(root: Path) -> Iterator[str]:
    """Every file of the library's folders; what is hidden and links are left out."""
    for folder in FOLDERS:
        for where, folders, names in os.walk(root / folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for path in (Path(where, name) for name in names if not name.startswith(".")):
                if path.is_file() and not path.is_symlink():
                    yield path.relative_to(root).as_posix()

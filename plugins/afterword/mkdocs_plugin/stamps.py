"""What a finished site says of itself: for whom it is, as of which day, what was checked, and what made it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mkdocs

from afterword import __version__, project
from afterword.fields import Audience
from afterword.pages.page import Site
from afterword.project import Project

FORMAT = 1
FOLDERS = (project.POSTMORTEMS, project.BRIEFS, project.DOCS, "schema")
"""What a site is made from."""


def stamp(found: Project, site: Site, *, searchable: bool) -> Mapping[str, Any]:
    """The stamp of a site that was made from a checked library. Readers outside the team learn no internal numbers."""
    versions = {"afterword": __version__, mkdocs.__name__: mkdocs.__version__}
    packages = ("mkdocs-material", "pagefind-bin") if searchable else ("mkdocs-material",)
    counts = {"briefs": len(found.library.briefs), "warnings": len(found.problems)}
    return {
        "format": FORMAT,
        "audience": str(site.library.audience),
        "as_of": site.today.isoformat(),
        "records": len(site.library.entries),
        **(counts if site.library.audience is Audience.INTERNAL else {}),
        "sources": digest(found),
        "versions": versions | {package: version(package) for package in packages},
    }


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

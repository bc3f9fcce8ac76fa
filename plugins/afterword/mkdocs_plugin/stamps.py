"""What a finished site says of itself: for whom it is, as of which day, what was checked, and what made it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
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
    files = {
        f"{folder}/{name}": raw for folder in FOLDERS for name, raw in project.contents(found.root / folder).items()
    }
    files |= {file: source.text.encode() for file, source in found.sources.items()}
    lines = (f"{hashlib.sha256(files[file]).hexdigest()}  {file}\n" for file in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()

"""What a finished site says of itself: for whom it is, as of which day, what was checked, and what made it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import mkdocs

from afterword import __version__
from afterword.fields import Audience
from afterword.pages.page import Site
from afterword.project import Project

FORMAT = 1


def stamp(found: Project, site: Site, *, searchable: bool) -> Mapping[str, Any]:
    """The stamp of a site that was made from a checked library. Readers outside the team learn no internal numbers."""
    versions = {"afterword": __version__, mkdocs.__name__: mkdocs.__version__}
    packages = ("mkdocs-material", "pagefind-bin") if searchable else ("mkdocs-material",)
    counts = {"briefs": len(found.briefs), "warnings": len(found.problems)}
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
    """The SHA-256 of what `sha256sum` prints for every text and every file of the schema, in order of their names.

    It is taken with line feeds and without byte order marks, so that a checkout on Windows has the same.
    """
    texts = {file: source.text.encode() for file, source in found.sources.items()}
    schema = (path for path in (found.root / "schema").rglob("*") if path.is_file())
    texts |= {path.relative_to(found.root).as_posix(): path.read_bytes().replace(b"\r\n", b"\n") for path in schema}
    lines = (f"{hashlib.sha256(texts[file]).hexdigest()}  {file}\n" for file in sorted(texts))
    return hashlib.sha256("".join(lines).encode()).hexdigest()

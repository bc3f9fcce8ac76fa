"""What a finished site says of itself: for whom it is, as of which day, what was checked, and what made it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import mkdocs

from afterword.disk.version import current_version
from afterword.pages.page import Site
from afterword.schema.fields import Audience
from afterword.workspace.project import Project

FORMAT = 1


def stamp(found: Project, site: Site, sources: str, *, searchable: bool) -> Mapping[str, Any]:
    """The stamp of a site that was made from a checked library, whose files have the digest `sources`.

    Readers outside the team learn no internal numbers.
    """
    versions = {"afterword": current_version(), mkdocs.__name__: mkdocs.__version__}
    packages = ("mkdocs-material", "pagefind-bin") if searchable else ("mkdocs-material",)
    counts = {"briefs": len(found.library.briefs), "warnings": len(found.problems)}
    return {
        "format": FORMAT,
        "audience": str(site.library.audience),
        "as_of": site.today.isoformat(),
        "records": len(site.library.entries),
        **(counts if site.library.audience is Audience.INTERNAL else {}),
        "sources": sources,
        "versions": versions | {package: version(package) for package in packages},
    }

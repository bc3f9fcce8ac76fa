"""Stamp of a finished site: its audience and day, what was checked, and the versions that built it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from afterword.disk.version import current_version
from afterword.pages.page import Site
from afterword.schema.audience import Audience
from afterword.workspace.project import Project

STAMP_FORMAT = 1


def build_stamp(loaded: Project, site: Site, sources: str, engine_versions: Mapping[str, str]) -> Mapping[str, Any]:
    """Build the stamp of a site made from a checked library whose files have the digest `sources`.

    `engine_versions` are the versions of the packages that built the site. Other audiences than the internal one get
    no internal counts.
    """
    counts = {"briefs": len(loaded.library.briefs), "warnings": len(loaded.problems)}
    return {
        "format": STAMP_FORMAT,
        "audience": str(site.library.audience),
        "as_of": site.today.isoformat(),
        "records": len(site.library.entries),
        **(counts if site.library.audience is Audience.INTERNAL else {}),
        "sources": sources,
        "versions": {"afterword": current_version(), **engine_versions},
    }

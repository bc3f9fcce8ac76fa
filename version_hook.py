"""A build hook: a wheel has the version of its sources, also where a patched source archive states another."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class VersionHook(BuildHookInterface[Any]):
    """Refuses to build sources that were changed after their version was stated."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Compare the version that the wheel gets with that of the sources."""
        module = runpy.run_path(str(Path(self.root) / "plugins" / "afterword" / "disk" / "version.py"))
        if self.metadata.version != module["source_version"]():
            message = (
                "The sources were changed after PKG-INFO was written. Delete PKG-INFO, so that the wheel gets a version"
                " of its own."
            )
            raise ValueError(message)

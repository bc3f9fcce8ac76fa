"""The search index of a built site, by Pagefind."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pagefind_bin

from afterword.problems import Unusable


def build(site: Path) -> None:
    """Writes `pagefind/` into a built site. Raises `Unusable` with Pagefind's own words when it fails."""
    command = [str(pagefind_bin.get_executable()), "--site", str(site), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the packaged program
    if done.returncode:
        message = f"The search index could not be built: {(done.stderr or done.stdout).strip()}"
        raise Unusable(message)

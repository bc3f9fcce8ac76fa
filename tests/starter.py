"""New libraries, made by `afterword init` and committed."""

from __future__ import annotations

from pathlib import Path

from repositories import git
from small import run

GITHUB, GITLAB = ".github/workflows/check.yml", ".gitlab-ci.yml"
"""CI files that `init` writes."""


def init(folder: Path, *options: str) -> None:
    """Make a library in a new folder."""
    folder.mkdir()
    done = run(folder, "afterword", "init", *options)
    assert (done.returncode, done.stderr) == (0, "")


def commit(root: Path) -> None:
    """Make a repository of a folder, with everything in it."""
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "Begin")):
        git(root, *command)

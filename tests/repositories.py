"""Libraries in repositories: an empty one, git as somebody on a day, and the command as a person there runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from small import run
from support import ROOT

WHO = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")


def git(root: Path, *arguments: str, on: str = "2026-01-01") -> None:
    """Runs git in a folder, as somebody: `on` is a day, which is at noon in UTC, or a time with its zone."""
    when = on if "T" in on else f"{on}T12:00:00Z"
    environment = {**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(["git", "-C", str(root), *WHO, *arguments], check=True, capture_output=True, env=environment)


def empty(root: Path) -> Path:
    """Makes an empty library in a repository."""
    (root / "postmortems").mkdir(parents=True)
    shutil.copytree(ROOT / "schema", root / "schema")
    git(root, "init", "-q", "-b", "main")
    return root


def afterword(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a folder, today."""
    return run(root, "afterword", *arguments, environment=os.environ)

"""What git knows of the files: which ones changed, and when the last commit was made."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from afterword.problems import Unusable


def changed_since(root: Path, revision: str) -> frozenset[str]:
    """The files that differ from a revision, new ones included, relative to the root.

    Raises `Unusable` where there is no git, no repository, or no such revision (a shallow clone may lack it).
    """
    if revision.startswith("-"):
        message = f"`{revision}` is not a git revision; name a branch, tag or commit."
        raise Unusable(message)
    changed = _git(root, "diff", "--name-only", "-z", "--relative", revision, "--")
    untracked = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(filter(None, (changed + untracked).split("\0")))


def last_commit(root: Path) -> datetime | None:
    """When the last commit was made, in UTC; None outside a repository and before its first commit."""
    try:
        stamp = _git(root, "log", "-1", "--format=%ct")
    except Unusable:
        return None
    return datetime.fromtimestamp(int(stamp), UTC) if stamp.strip() else None


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, arguments as a list, no shell
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is looked up as any user's shell would
            capture_output=True,
            check=True,
            text=True,
        )
    except FileNotFoundError as error:
        message = "git is not installed."
        raise Unusable(message) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()[0] if error.stderr.strip() else "failed"
        message = f"git: {said}"
        if "revision" in said:
            message += (
                "\nName a branch, tag or commit that this clone has; a shallow clone (fetch-depth: 1) lacks most."
            )
        raise Unusable(message) from error
    return done.stdout

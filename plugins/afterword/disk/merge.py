"""Two changed versions of a text merged by git, which needs no repository for it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from afterword.disk import git

_CONFLICTS = range(1, 128)
"""Exit codes of `git merge-file`: how many places are changed on both sides, 127 for more."""


def three_way(ours: bytes, base: bytes, theirs: bytes, label: str, tree: Path) -> tuple[bytes, bool]:
    """Return what both sides make of a base, and whether it marks places where they contradict each other.

    `label` names theirs; a git inside `tree` is not run. Line ends are ours. Raises `Unusable` where there is no git,
    and for what is no text.
    """
    end = b"\r\n" if b"\r\n" in ours else b"\n"
    with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
        names = ("ours", "base", "theirs")
        for name, raw in zip(names, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(raw.replace(b"\r\n", b"\n"))
        labels = [word for name in ("yours", "the template before", label) for word in ("-L", name)]
        command = ("-c", "merge.conflictStyle=merge", "merge-file", "--stdout", *labels, *names)
        outside = {"GIT_DIR": str(Path(folder, "none")), **git.NO_USER_SETTINGS}
        try:
            merged = git.run(command, folder=Path(folder), tree=tree, variables=outside)
        except git.GitFailed as error:
            if error.code not in _CONFLICTS:
                raise
            return error.output.replace(b"\n", end), True
    return merged.replace(b"\n", end), False

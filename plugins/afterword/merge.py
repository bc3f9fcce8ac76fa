"""Two changed versions of a text merged by git, which needs no repository for it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from afterword.problems import Unusable

_CONFLICTS = range(1, 128)
"""What `git merge-file` ends with when that many places, or 127 or more, are changed on both sides."""


def three_way(ours: bytes, base: bytes, theirs: bytes, label: str) -> tuple[bytes, bool]:
    """What both sides make of a base, and whether places are marked where they contradict; `label` names theirs.

    Line ends are ours. Raises `Unusable` where there is no git, and for what is no text.
    """
    end = b"\r\n" if b"\r\n" in ours else b"\n"
    with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
        names = ("ours", "base", "theirs")
        for name, raw in zip(names, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(raw.replace(b"\r\n", b"\n"))
        labels = [word for name in ("yours", "the template before", label) for word in ("-L", name)]
        try:
            done = subprocess.run(  # noqa: S603 - fixed program, arguments as a list, no shell
                ["git", "-c", "merge.conflictStyle=merge", "merge-file", "--stdout", *labels, *names],  # noqa: S607 - git is looked up as any user's shell would
                cwd=folder,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            message = "git is not installed."
            raise Unusable(message) from error
    if done.returncode != 0 and done.returncode not in _CONFLICTS:
        message = f"git: {done.stderr.decode(errors='replace').strip()}"
        raise Unusable(message)
    return done.stdout.replace(b"\n", end), done.returncode != 0

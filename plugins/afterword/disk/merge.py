"""Three-way merge of texts by git, without a repository."""

from __future__ import annotations

import tempfile
from pathlib import Path

from afterword.disk import git

_CONFLICT_EXIT_CODES = range(1, 128)
"""Exit codes of `git merge-file` that count conflicts; 127 stands for more."""


def merge_texts(ours: bytes, base: bytes, theirs: bytes, label: str, tree: Path) -> tuple[bytes, bool]:
    """Merge two changed versions of a base; return the result and whether it contains conflict markers.

    `label` names their side in markers; a git inside `tree` is not run. Line ends are those of `ours`. Raises
    `Unusable` if there is no git, or for a binary file.
    """
    line_end = b"\r\n" if b"\r\n" in ours else b"\n"
    with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
        names = ("ours", "base", "theirs")
        for name, raw in zip(names, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(raw.replace(b"\r\n", b"\n"))
        labels = [word for name in ("yours", "the template before", label) for word in ("-L", name)]
        command = ("-c", "merge.conflictStyle=merge", "merge-file", "--stdout", *labels, *names)
        variables = {"GIT_DIR": str(Path(folder, "none")), **git.NO_USER_SETTINGS}
        try:
            merged = git.run_git(command, folder=Path(folder), tree=tree, variables=variables)
        except git.GitFailedError as error:
            if error.code not in _CONFLICT_EXIT_CODES:
                raise
            return error.output.replace(b"\n", line_end), True
    return merged.replace(b"\n", line_end), False

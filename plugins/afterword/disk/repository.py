"""Git repository that contains a library: its search, the decision whether to trust it, and queries of its objects.

A tree that somebody else wrote never decides which repository is queried, and history is read through a temporary
git directory whose configuration is empty.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from afterword.disk.git import NO_USER_SETTINGS, GitFailedError, run_git
from afterword.problems import Unusable

_SETTINGS_VARIABLES = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Environment variables that point to users' own settings, such as `safe.directory`."""
_MAX_POINTER_BYTES = 64 * 1024
"""Bytes read of a `.git` or `commondir` file, which contains one path."""
_READ_FOLDERS = ("", "info", "logs", "objects", "refs", "reftable")
"""Folders of a git directory whose files our commands open; the first is the git directory itself."""
_UNLIMITED_FILES = ("HEAD", "commondir", "config", "config.worktree", "gitdir", "packed-refs", "shallow")
_MAX_FILE_BYTES = 256 * 1024 * 1024
_HISTORY_TIMEOUT = 600
"""Timeout in seconds for reading a history."""


class GitQuery(Protocol):
    """Query of the objects of a repository."""

    def __call__(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run a command of git and return its output. Raises `GitFailedError`."""
        ...


@dataclass(frozen=True, slots=True)
class Repository:
    """Repository that git trusts too. `tree` is the folder that contains `.git`.

    `prefix` is the path from there to the library's root: empty, or with a slash at its end. `common_dir` is where
    linked work trees share their objects.
    """

    tree: Path
    git_dir: Path
    common_dir: Path
    prefix: str

    @property
    def is_shallow(self) -> bool:
        """Return whether the clone has only the last commits."""
        return bool(self._shallow_commits())

    def resolve_commit(self, revision: str) -> str:
        """Return the id of the commit that a revision names. Raises `GitFailedError` if there is none."""
        return self._query_references("rev-parse", "--verify", f"{revision}^{{commit}}")

    def head_commit(self) -> str | None:
        """Return the id of the last commit, None before the first one. Raises `Unusable` if it cannot be read."""
        try:
            return self._query_references("rev-parse", "--verify", "HEAD")
        except GitFailedError:
            branch = self.common_dir / self._query_references("symbolic-ref", "HEAD")
            if os.path.lexists(branch):
                message = f"{branch} is damaged."
                raise Unusable(message) from None
            return None

    @contextmanager
    def open_objects(self, object_id: str) -> Iterator[GitQuery]:
        """Open the repository's objects without its configuration; the length of `object_id` tells the algorithm."""
        with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
            for name in ("objects", "refs"):
                Path(folder, name).mkdir()
            Path(folder, "HEAD").write_bytes(b"ref: refs/heads/none\n")
            Path(folder, "shallow").write_bytes(self._shallow_commits())
            sha256 = "[extensions]\n\tobjectFormat = sha256\n" if len(object_id) == 64 else ""
            config = f"[core]\n\trepositoryFormatVersion = {int(bool(sha256))}\n\tbare = true\n{sha256}"
            Path(folder, "config").write_text(config, encoding="ascii")
            variables = {"GIT_DIR": folder, "GIT_OBJECT_DIRECTORY": str(self.common_dir / "objects")}
            variables |= {"HOME": folder, "XDG_CONFIG_HOME": folder, **NO_USER_SETTINGS}
            yield partial(_query_objects, Path(folder), self.tree, variables)

    def _query_references(self, *arguments: str) -> str:
        """Resolve references, which needs the repository's own configuration but starts no program."""
        variables = {"GIT_DIR": str(self.git_dir), "GIT_WORK_TREE": str(self.tree), **NO_USER_SETTINGS}
        return os.fsdecode(run_git(arguments, folder=self.tree, tree=self.tree, variables=variables)).strip()

    def _shallow_commits(self) -> bytes:
        """Return the file that lists where a shallow clone is cut off; empty in a full clone."""
        try:
            return (self.common_dir / "shallow").read_bytes()
        except OSError:
            return b""


def find_repository(root: Path) -> Repository | None:
    """Return the repository of the first `.git` from a root upwards, None without one.

    Raises `Unusable` with git's reason if git refuses it, or if its git directory is a part of the tree.
    """
    root = root.resolve()
    for tree in (root, *root.parents):
        try:
            git_dir = _locate_git_dir(tree)
            if git_dir is None:
                continue
            common_dir = _locate_common_dir(git_dir)
            for folder in (git_dir, common_dir):
                _refuse_tracked_folder(folder, tree)
                _refuse_special_files(folder, tree)
        except (OSError, ValueError, RuntimeError) as error:
            message = f"{tree / '.git'} cannot be read: {getattr(error, 'strerror', None) or error}."
            raise Unusable(message) from error
        _refuse_untrusted(git_dir, tree)
        prefix = root.relative_to(tree).as_posix()
        return Repository(tree, git_dir, common_dir, "" if prefix == "." else f"{prefix}/")
    return None


def _query_objects(folder: Path, tree: Path, variables: dict[str, str], *arguments: str, stdin: bytes = b"") -> bytes:
    """Run git on a temporary git directory with the timeout of a history."""
    return run_git(arguments, folder=folder, tree=tree, variables=variables, stdin=stdin, timeout=_HISTORY_TIMEOUT)


def _locate_git_dir(tree: Path) -> Path | None:
    """Return the git directory that a folder's `.git` is or names; a bare repository does not count."""
    entry = tree / ".git"
    if os.path.lexists(entry) and not entry.is_dir() and not entry.is_file():  # for example a link to itself
        message = f"{entry} is neither a folder nor a file, so it leads to no repository."
        raise Unusable(message)
    if entry.is_file():
        pointer = _read_pointer(entry)
        if not pointer.startswith(b"gitdir: "):
            message = f"{entry} does not say `gitdir: …`, so it leads to no repository."
            raise Unusable(message)
        return (tree / os.fsdecode(pointer.removeprefix(b"gitdir: "))).resolve()
    return entry.resolve() if os.path.lexists(entry / "HEAD") else None


def _locate_common_dir(git_dir: Path) -> Path:
    """Return the git directory that linked work trees share."""
    pointer = git_dir / "commondir"
    return (git_dir / os.fsdecode(_read_pointer(pointer))).resolve() if pointer.is_file() else git_dir


def _read_pointer(file: Path) -> bytes:
    """Return the path that a `.git` or `commondir` file contains."""
    with file.open("rb") as opened:
        return opened.read(_MAX_POINTER_BYTES).rstrip(b"\r\n")


def _refuse_tracked_folder(folder: Path, tree: Path) -> None:
    """Refuse a git directory inside the tree: unless its path has a `.git`, it may come from a pull request."""
    if folder.is_relative_to(tree) and ".git" not in folder.relative_to(tree).parts:
        message = f"{tree / '.git'} leads to {folder}, which is a part of the tree, so its history is not read."
        raise Unusable(message)


def _refuse_special_files(git_dir: Path, tree: Path) -> None:
    """Refuse a git directory with a pipe, a device or a huge file: git would wait for it or exhaust memory.

    Links are followed as git follows them, also to the objects of other repositories; so this is not the walk over
    a library's files, which follows none.
    """
    pending = [git_dir / part for part in _READ_FOLDERS]
    visited = set[Path]()
    while pending:
        folder = pending.pop().resolve()
        if folder in visited or not folder.is_dir():
            continue
        visited.add(folder)
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False) and entry.name not in _UNLIMITED_FILES:
                    continue
                try:
                    status = entry.stat()
                except OSError:  # a dangling link
                    continue
                if stat.S_ISDIR(status.st_mode):
                    pending += () if folder == git_dir else (Path(entry.path),)
                elif stat.S_ISSOCK(status.st_mode):  # git's file monitor has one, and sockets cannot be opened
                    continue
                elif not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_FILE_BYTES:
                    message = f"{entry.path} is not a file that git keeps, so the history is not read."
                    raise Unusable(message)
        for alternate in _list_alternates(folder):
            _refuse_tracked_folder(alternate, tree)
            pending.append(alternate)


def _list_alternates(objects: Path) -> Sequence[Path]:
    """Return the folders in which git looks for objects that a folder of objects lacks."""
    alternates_file = objects / "info" / "alternates"
    lines = _read_pointer(alternates_file).splitlines() if alternates_file.is_file() else ()
    return [(objects / os.fsdecode(line)).resolve() for line in lines if line and not line.startswith(b"#")]


def _refuse_untrusted(git_dir: Path, tree: Path) -> None:
    """Let git itself check the owner of the repository, which it skips if the git directory is given."""
    variables = {name: os.environ[name] for name in _SETTINGS_VARIABLES if name in os.environ}
    variables["GIT_CEILING_DIRECTORIES"] = str(tree.parent)
    output = run_git(("rev-parse", "--absolute-git-dir"), folder=tree, tree=tree, variables=variables)
    if Path(os.fsdecode(output.rstrip(b"\r\n"))).resolve() != git_dir:
        message = f"git does not take {git_dir} for the repository of {tree}, so its history is not read."
        raise Unusable(message)

"""The git repository that a library lies in: found, trusted, and asked about its commits.

A tree that somebody else wrote never decides which repository is asked, and history is read through a git directory of
our own, whose configuration is empty.
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

from afterword.disk.git import NO_USER_SETTINGS, GitFailed, run
from afterword.problems import Unusable

_SETTINGS_FILES = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Variables that say where users keep their own settings, such as `safe.directory`."""
_LONGEST_POINTER = 64 * 1024
"""Bytes of a `.git` or `commondir` file that are read; it holds one path."""
_PARTS = ("", "info", "logs", "objects", "refs", "reftable")
"""Folders of a git directory in which the commands that we run open files; the first is the git directory itself."""
_READ_WHOLE = ("HEAD", "commondir", "config", "config.worktree", "gitdir", "packed-refs", "shallow")
_LARGEST_READ_WHOLE = 256 * 1024 * 1024
_SLOW = 600
"""Seconds that git may take to read a history."""


class Ask(Protocol):
    """Asks git about the objects of a repository."""

    def __call__(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run a command and return what it prints. Raises `GitFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository that git trusts, too. `tree` is the folder that holds `.git`, or a file that leads to it.

    `prefix` is the path from there to the library's root: empty, or with a slash at its end. `common_dir` is where
    linked work trees share their objects.
    """

    tree: Path
    git_dir: Path
    common_dir: Path
    prefix: str

    @property
    def is_shallow(self) -> bool:
        """True where the clone has only the last commits."""
        return bool(self._shallow_commits())

    def resolve(self, revision: str) -> str:
        """Return the id of the commit that a revision names. Raises `GitFailed` where there is none."""
        return self._ask_references("rev-parse", "--verify", f"{revision}^{{commit}}")

    def head(self) -> str | None:
        """Return the id of the last commit, None before the first one. Raises `Unusable` where it cannot be read."""
        try:
            return self._ask_references("rev-parse", "--verify", "HEAD")
        except GitFailed:
            branch = self.common_dir / self._ask_references("symbolic-ref", "HEAD")
            if os.path.lexists(branch):
                message = f"{branch} is damaged."
                raise Unusable(message) from None
            return None

    @contextmanager
    def objects(self, object_id: str) -> Iterator[Ask]:
        """Read the repository's objects without its configuration; `object_id` tells how its ids are made."""
        with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
            for name in ("objects", "refs"):
                Path(folder, name).mkdir()
            Path(folder, "HEAD").write_bytes(b"ref: refs/heads/none\n")
            Path(folder, "shallow").write_bytes(self._shallow_commits())
            sha256 = "[extensions]\n\tobjectFormat = sha256\n" if len(object_id) == 64 else ""
            config = f"[core]\n\trepositoryFormatVersion = {int(bool(sha256))}\n\tbare = true\n{sha256}"
            Path(folder, "config").write_text(config, encoding="ascii")
            place = {"GIT_DIR": folder, "GIT_OBJECT_DIRECTORY": str(self.common_dir / "objects")}
            place |= {"HOME": folder, "XDG_CONFIG_HOME": folder, **NO_USER_SETTINGS}
            yield partial(_ask, Path(folder), self.tree, place)

    def _ask_references(self, *arguments: str) -> str:
        """Ask what names stand for. That takes the repository's own configuration, and starts nothing."""
        place = {"GIT_DIR": str(self.git_dir), "GIT_WORK_TREE": str(self.tree), **NO_USER_SETTINGS}
        return os.fsdecode(run(arguments, folder=self.tree, tree=self.tree, variables=place)).strip()

    def _shallow_commits(self) -> bytes:
        try:
            return (self.common_dir / "shallow").read_bytes()
        except OSError:
            return b""


def find_repository(root: Path) -> Repository | None:
    """Return the repository that a root lies in: that of the first `.git` from there upwards, None without one.

    Raises `Unusable` with the reason where git refuses it, or where its git directory is a part of the tree.
    """
    root = root.resolve()
    for tree in (root, *root.parents):
        try:
            git_dir = _git_dir(tree)
            if git_dir is None:
                continue
            common_dir = _common_dir(git_dir)
            for folder in (git_dir, common_dir):
                _refuse_content(folder, tree)
                _refuse_special(folder, tree)
        except (OSError, ValueError, RuntimeError) as error:
            message = f"{tree / '.git'} cannot be read: {getattr(error, 'strerror', None) or error}."
            raise Unusable(message) from error
        _refuse_untrusted(git_dir, tree)
        prefix = root.relative_to(tree).as_posix()
        return Repository(tree, git_dir, common_dir, "" if prefix == "." else f"{prefix}/")
    return None


def _ask(folder: Path, tree: Path, variables: dict[str, str], *arguments: str, stdin: bytes = b"") -> bytes:
    return run(arguments, folder=folder, tree=tree, variables=variables, stdin=stdin, seconds=_SLOW)


def _git_dir(tree: Path) -> Path | None:
    """Return the git directory that the `.git` of a folder is or names; a folder that looks like one is none."""
    entry = tree / ".git"
    if os.path.lexists(entry) and not entry.is_dir() and not entry.is_file():  # such as a link to itself
        message = f"{entry} is neither a folder nor a file, so it leads to no repository."
        raise Unusable(message)
    if entry.is_file():
        pointer = _first_bytes(entry)
        if not pointer.startswith(b"gitdir: "):
            message = f"{entry} does not say `gitdir: …`, so it leads to no repository."
            raise Unusable(message)
        return (tree / os.fsdecode(pointer.removeprefix(b"gitdir: "))).resolve()
    return entry.resolve() if os.path.lexists(entry / "HEAD") else None


def _common_dir(git_dir: Path) -> Path:
    pointer = git_dir / "commondir"
    return (git_dir / os.fsdecode(_first_bytes(pointer))).resolve() if pointer.is_file() else git_dir


def _first_bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_LONGEST_POINTER).rstrip(b"\r\n")


def _refuse_content(folder: Path, tree: Path) -> None:
    """Git keeps no path with a `.git` in it, so any other folder of the tree can have come with a pull request."""
    if folder.is_relative_to(tree) and ".git" not in folder.relative_to(tree).parts:
        message = f"{tree / '.git'} leads to {folder}, which is a part of the tree, so its history is not read."
        raise Unusable(message)


def _refuse_special(git_dir: Path, tree: Path) -> None:
    """Refuse a git directory with a pipe or a device in it: git would wait for it, or read it until memory is full.

    Links are followed as git follows them, also to the objects of other repositories.
    """
    waiting = [git_dir / part for part in _PARTS]
    visited = set[Path]()
    while waiting:
        folder = waiting.pop().resolve()
        if folder in visited or not folder.is_dir():
            continue
        visited.add(folder)
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False) and entry.name not in _READ_WHOLE:
                    continue
                try:
                    status = entry.stat()
                except OSError:  # a link that leads nowhere
                    continue
                if stat.S_ISDIR(status.st_mode):
                    waiting += () if folder == git_dir else (Path(entry.path),)
                elif stat.S_ISSOCK(status.st_mode):  # git's own monitor of files has one, and none can be opened
                    continue
                elif not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_READ_WHOLE:
                    message = f"{entry.path} is not a file that git keeps, so the history is not read."
                    raise Unusable(message)
        for alternate in _alternates(folder):
            _refuse_content(alternate, tree)
            waiting.append(alternate)


def _alternates(objects: Path) -> Sequence[Path]:
    """Return the folders in which git looks for what it does not find in a folder of objects."""
    listed = objects / "info" / "alternates"
    lines = _first_bytes(listed).splitlines() if listed.is_file() else ()
    return [(objects / os.fsdecode(line)).resolve() for line in lines if line and not line.startswith(b"#")]


def _refuse_untrusted(git_dir: Path, tree: Path) -> None:
    """Let git itself say whether it trusts whoever owns the repository; a stated git directory it would not ask."""
    place = {name: os.environ[name] for name in _SETTINGS_FILES if name in os.environ}
    place["GIT_CEILING_DIRECTORIES"] = str(tree.parent)
    printed = run(("rev-parse", "--absolute-git-dir"), folder=tree, tree=tree, variables=place)
    if Path(os.fsdecode(printed.rstrip(b"\r\n"))).resolve() != git_dir:
        message = f"git does not take {git_dir} for the repository of {tree}, so its history is not read."
        raise Unusable(message)

"""What git knows of the files: which ones changed, and when the last commit was made."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from afterword.problems import Unusable


class Former(NamedTuple):
    """A version of a file that was changed or deleted later: its text, and what became of the file.

    `path` is the file as it is now, None when it is gone; `until` is the day (UTC) of the change, `since` that of the
    one that made the version, None where the history begins later.
    """

    path: str | None
    raw: bytes
    until: date
    since: date | None


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


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks most of the history, so that former names may be missing."""
    try:
        return _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    except Unusable:
        return False


def former_versions(root: Path, folder: str) -> Sequence[Former]:
    """Every committed version of a folder's Markdown files that is not the present one, the latest first.

    One pass over the log, and one over the versions; empty outside a repository.
    """
    try:
        log = _git(
            root,
            "log",
            "--raw",
            "--no-abbrev",
            "-M",
            "--diff-filter=ADMR",
            "--format=@%ct",
            "--relative",
            "-z",
            "--",
            f"{folder}/",
        )
    except Unusable:
        return []
    changes = _changes(log)
    blobs = _blobs(root, [change.blob for change in changes])
    return [Former(one.path, raw, one.until, one.since) for one, raw in zip(changes, blobs, strict=True)]


@dataclass(slots=True)
class _Change:
    """A version that a later commit replaced: what its file is called now, its blob, and its days."""

    path: str | None
    blob: str
    until: date
    since: date | None = None


def _changes(log: str) -> Sequence[_Change]:
    """Of a log with the latest commit first: every version that one of them replaced."""
    found: list[_Change] = []
    now: dict[str, str | None] = {}
    begun: dict[str, _Change] = {}  # by the name a file had then: the version whose beginning is still to come
    until = date.min
    fields = iter(log.split("\0"))
    for field in fields:
        head = field.strip()
        if head.startswith("@"):
            stamp, _, head = head.partition("\n")
            until = datetime.fromtimestamp(int(stamp[1:]), UTC).date()
            head = head.strip()
        if not head.startswith(":"):
            continue
        *_, blob, _, status = head.split()[-4:]
        path = later = next(fields)
        if status.startswith("R"):
            later = next(fields)
            now[path] = now.get(later, later)
        elif status == "D":
            now[path] = None
        if status != "D" and later in begun:
            begun.pop(later).since = until
        if status == "A":
            now.pop(path, None)  # what has this name in older commits is another file
        elif path.endswith((".md", ".markdown")):
            begun[path] = _Change(now.get(path, path), blob, until)
            found.append(begun[path])
    return found


def _blobs(root: Path, names: Sequence[str]) -> Iterator[bytes]:
    """The contents of blobs, by one git process."""
    if not names:
        return
    done = subprocess.run(  # noqa: S603 - as below
        ["git", "-C", str(root), "cat-file", "--batch"],  # noqa: S607
        input="\n".join(names).encode(),
        capture_output=True,
        check=True,
    )
    raw, at = done.stdout, 0
    for _ in names:
        head_end = raw.index(b"\n", at)
        size = int(raw[at:head_end].split()[-1])
        yield raw[head_end + 1 : head_end + 1 + size]
        at = head_end + 1 + size + 1


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

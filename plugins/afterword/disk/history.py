"""What git knows of the files: which ones changed, what they said before, and when the last commit was made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from afterword.disk.git import GitFailed
from afterword.disk.opening import read_each_inside, read_link
from afterword.disk.repository import Ask, Repository, find_repository
from afterword.frontmatter.source import MAX_BYTES
from afterword.problems import Message, Unusable, say

_LARGEST_COMPARED = 64 * 1024 * 1024
"""Bytes of a file that is compared with a revision; a larger one counts as changed."""
_LATEST = int(datetime.max.replace(microsecond=0, tzinfo=UTC).timestamp())
_LATEST_BUILD = 2**32 - 1
"""The latest second that every part of a site can hold; a commit can claim any."""


class Former(NamedTuple):
    """A version of a file that was changed or deleted later: its text, and what became of the file.

    `path` is the file as it is now, None when it is gone; `until` is the day (UTC) of the change, `since` that of the
    one that made the version, None where the history begins later.
    """

    path: str | None
    raw: bytes
    until: date
    since: date | None


def changed_since(root: Path, revision: str, files: Iterable[str]) -> frozenset[str]:
    """Return those of the files that differ from a revision, new ones included; all relative to the root.

    No filter of git's is run: a file that one would turn into what was committed counts as changed, but for line ends.
    Raises `Unusable` where there is no repository or no such revision (a shallow clone may lack it).
    """
    repository = find_repository(root)
    if repository is None:
        message = f"{root} is in no git repository, so nothing can be compared with `{revision}`."
        raise Unusable(message)
    commit = _commit(repository, revision)
    with repository.objects(commit) as ask:
        listed = ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *filter(None, [repository.prefix]))
    paths_to_compare = frozenset(files)
    committed = {path: entry for path, entry in _entries(listed, repository.prefix) if path in paths_to_compare}
    return paths_to_compare - frozenset(_list_unchanged(root, committed))


def last_commit(root: Path) -> datetime | None:
    """Return when the last commit was made, in UTC; None where that cannot be known, or is no date for a site."""
    try:
        repository = find_repository(root)
        head = repository and repository.head()
        if not repository or not head:
            return None
        with repository.objects(head) as ask:
            stamp = int(ask("rev-list", "--timestamp", "--max-count=1", head).split()[0])
    except Unusable:
        return None
    return datetime.fromtimestamp(stamp, UTC) if stamp <= _LATEST_BUILD else None


def former_versions(root: Path, folder: str) -> tuple[Sequence[Former], Message | None]:
    """Return the committed versions of a folder's Markdown files that are not the present ones, the latest first.

    The text says why some of them may be missing. Outside a repository nothing was kept, so nothing is missing.
    """
    try:
        repository = find_repository(root)
        head = repository and repository.head()
    except Unusable as error:
        return (), Message("{reason}", {"reason": " ".join(str(error).split())})
    if not repository or not head:
        return (), None
    with repository.objects(head) as ask:
        days, is_whole = _commits(ask, head, f"{repository.prefix}{folder}/")
        raw_log, has_trees = _log(ask, days, repository.prefix, folder)
        changes = _changes(raw_log, days)
        contents, has_blobs = _contents(ask, dict.fromkeys(change.blob for change in changes))
    versions = [
        Former(change.path, contents[change.blob], change.until, change.since)
        for change in changes
        if change.blob in contents
    ]
    return versions, _gap(repository, is_whole=is_whole and has_trees and has_blobs)


def _gap(repository: Repository, *, is_whole: bool) -> Message | None:
    if repository.is_shallow:
        return say("this clone is shallow and has only the last commits")
    return None if is_whole else say("parts of the history are missing or damaged in this clone")


def _commit(repository: Repository, revision: str) -> str:
    try:
        if not revision.startswith(("-", "^")):
            return repository.resolve(revision)
        reason = ""
    except GitFailed as error:
        reason = "" if "single revision" in str(error) else f"\n{error}"
    message = (
        f"`{revision}` is not a git revision here. Name a branch, tag or commit that this clone has; "
        f"a shallow clone (fetch-depth: 1) lacks most.{reason}"
    )
    raise Unusable(message)


def _entries(listed: bytes, prefix: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the files and links of `ls-tree -z`: path from the root, mode and id. What is no blob is left out."""
    for line in filter(None, listed.split(b"\0")):
        head, _, name = line.partition(b"\t")
        mode, kind, object_id = head.decode().split()
        path = os.fsdecode(name)
        if kind == "blob" and path.startswith(prefix):
            yield path.removeprefix(prefix), (mode, object_id)


def _list_unchanged(root: Path, committed: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Yield the files and links that hold what was committed, whatever their line ends."""
    paths = sorted(committed)
    for path, content in zip(paths, read_each_inside(root, paths, _LARGEST_COMPARED), strict=True):
        mode, object_id = committed[path]
        raw = read_link(root, path) if _is_link(mode) else content
        if isinstance(raw, bytes) and _holds(raw, object_id):
            yield path


def _holds(raw: bytes, object_id: str) -> bool:
    return any(_blob_id(text, object_id) == object_id for text in (raw, raw.replace(b"\r\n", b"\n")))


def _is_link(mode: str) -> bool:
    return mode == "120000"


def _is_file(mode: str) -> bool:
    return mode.startswith("100")


def _blob_id(raw: bytes, like: str) -> str:
    """Return the id that git gives to a content, by the same algorithm as another id."""
    algorithm = "sha1" if len(like) == 40 else "sha256"
    return hashlib.new(algorithm, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def _commits(ask: Ask, head: str, folder: str) -> tuple[Mapping[str, date], bool]:
    """Return the commits that changed a folder, the latest first, each with its day; and whether all were there."""
    output, is_whole = _as_far_as_possible(ask, "rev-list", "--timestamp", head, "--", folder)
    rows = (line.split() for line in output.decode().splitlines())
    return {row[1]: _day(int(row[0])) for row in rows if len(row) == 2}, is_whole


def _day(stamp: int) -> date:
    """Return the day of a time in seconds; a commit can claim one that no calendar has."""
    return datetime.fromtimestamp(min(stamp, _LATEST), UTC).date()


def _log(ask: Ask, commits: Iterable[str], prefix: str, folder: str) -> tuple[bytes, bool]:
    """Return what each commit changed in a folder, and whether git could read it all.

    Where contents are missing, only files that were renamed as they were can be followed.
    """
    output, is_whole = b"", True
    for renames in ("-M", "-M100%"):  # a record ends where git ends, so what it failed at is cut off
        command = ("diff-tree", "--stdin", "-r", "--root", renames, "-l1000", "--raw", "--no-abbrev", "-z")
        paths = (f"--relative={prefix}", "--diff-filter=ADMRT", "--", f"{prefix}{folder}/")
        output, is_read = _as_far_as_possible(ask, *command, *paths, stdin=_lines(commits))
        if is_read:
            break
        is_whole = False
    return output[: output.rfind(b"\0:")] if not is_read else output, is_whole


@dataclass(slots=True)
class _Change:
    """A version that a later commit replaced: what its file is called now, its blob, and its days."""

    path: str | None
    blob: str
    until: date
    since: date | None = None


def _changes(log: bytes, days: Mapping[str, date]) -> Sequence[_Change]:
    """Return every version that a commit of the log replaced; the latest commit comes first."""
    changes: list[_Change] = []
    current: dict[str, str | None] = {}  # by the name a file had then: its name now
    begun: dict[str, _Change] = {}  # by the name a file had then: the version whose beginning is still to come
    day = date.min
    fields = iter(log.split(b"\0"))
    for field in fields:
        if not field.startswith(b":"):
            day = days.get(field.decode("ascii", "replace"), day)
            continue
        mode, _, blob, _, status = field[1:].decode("ascii").split()
        path = later = os.fsdecode(next(fields))
        if status.startswith("R"):
            later = os.fsdecode(next(fields))
            current[path] = current.get(later, later)
        elif status == "D":
            current[path] = None
        if status != "D" and later in begun:
            begun.pop(later).since = day
        if status == "A":
            current.pop(path, None)  # what has this name in older commits is another file
        elif path.endswith((".md", ".markdown")) and _is_file(mode):
            begun[path] = _Change(current.get(path, path), blob, day)
            changes.append(begun[path])
    return changes


def _contents(ask: Ask, blobs: Iterable[str]) -> tuple[Mapping[str, bytes], bool]:
    """Return the contents of blobs by id, and whether all were there; those that no record can hold are left out."""
    names = list(blobs)
    checked, is_whole = _as_far_as_possible(ask, "cat-file", "--batch-check", stdin=_lines(names))
    rows = [row for line in checked.decode().splitlines() if len(row := line.split()) == 3]
    is_whole &= len(rows) == len(names)  # a missing object has a line of two words
    sizes = {name: int(size) for name, kind, size in rows if kind == "blob" and int(size) <= MAX_BYTES}
    output, is_read = _as_far_as_possible(ask, "cat-file", "--batch", stdin=_lines(sizes))
    contents: dict[str, bytes] = {}
    place = 0
    for name, size in sizes.items():
        start = output.find(b"\n", place) + 1
        if not start or not output.startswith(f"{name} blob {size}\n".encode(), place) or start + size >= len(output):
            return contents, False
        contents[name] = output[start : start + size]
        place = start + size + 1
    return contents, is_whole and is_read


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def _as_far_as_possible(ask: Ask, *arguments: str, stdin: bytes = b"") -> tuple[bytes, bool]:
    """Return what git printed, and whether it came to its end."""
    try:
        return ask(*arguments, stdin=stdin), True
    except GitFailed as error:
        return error.output, False

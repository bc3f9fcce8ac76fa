"""Former versions of files and the time of the last commit, read from git."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from afterword.disk.files import MARKDOWN_SUFFIXES
from afterword.disk.git import GitFailedError
from afterword.disk.repository import GitQuery, Repository, find_repository
from afterword.frontmatter.source import MAX_BYTES
from afterword.problems import Message, Unusable, say

_MAX_TIMESTAMP = int(datetime.max.replace(microsecond=0, tzinfo=UTC).timestamp())
_MAX_BUILD_TIMESTAMP = 2**32 - 1
"""Latest second that every part of a site can represent; a commit can claim any time."""


class FileVersion(NamedTuple):
    """Version of a file that was changed or deleted later.

    `path` is the file's present path, None if it is gone; `until` is the day (UTC) of the change, `since` the day
    of the version itself, None if the history begins later.
    """

    path: str | None
    raw: bytes
    until: date
    since: date | None


def last_commit_time(root: Path) -> datetime | None:
    """Return the time of the last commit in UTC; None if it is unknown or cannot be the date of a site."""
    try:
        repository = find_repository(root)
        head = repository and repository.head_commit()
        if not repository or not head:
            return None
        with repository.open_objects(head) as query:
            timestamp = int(query("rev-list", "--timestamp", "--max-count=1", head).split()[0])
    except Unusable:
        return None
    return datetime.fromtimestamp(timestamp, UTC) if timestamp <= _MAX_BUILD_TIMESTAMP else None


def read_former_versions(root: Path, folder: str) -> tuple[Sequence[FileVersion], Message | None]:
    """Return earlier committed versions of a folder's Markdown files, the latest first.

    The message says why some may be missing. Outside a repository nothing is missing.
    """
    try:
        repository = find_repository(root)
        head = repository and repository.head_commit()
    except Unusable as error:
        return (), Message("{reason}", {"reason": " ".join(str(error).split())})
    if not repository or not head:
        return (), None
    with repository.open_objects(head) as query:
        days, is_complete = _list_commit_days(query, head, f"{repository.prefix}{folder}/")
        raw_log, has_trees = _read_raw_log(query, days, repository.prefix, folder)
        changes = _parse_raw_log(raw_log, days)
        contents, has_blobs = _read_blobs(query, dict.fromkeys(change.blob for change in changes))
    versions = [
        FileVersion(change.path, contents[change.blob], change.until, change.since)
        for change in changes
        if change.blob in contents
    ]
    return versions, _describe_gap(repository, is_complete=is_complete and has_trees and has_blobs)


def _describe_gap(repository: Repository, *, is_complete: bool) -> Message | None:
    """Return the reason why former versions may be missing; None where all were read."""
    if repository.is_shallow:
        return say("this clone is shallow and has only the last commits")
    return None if is_complete else say("parts of the history are missing or damaged in this clone")


def _is_regular_file(mode: str) -> bool:
    """Return whether the mode of a git entry is that of a regular file."""
    return mode.startswith("100")


def _list_commit_days(query: GitQuery, head: str, folder: str) -> tuple[Mapping[str, date], bool]:
    """Return the day of each commit that changed a folder, the latest first, and whether no commit is missing."""
    output, is_complete = _try_query(query, "rev-list", "--timestamp", head, "--", folder)
    rows = (line.split() for line in output.decode().splitlines())
    return {row[1]: _commit_day(int(row[0])) for row in rows if len(row) == 2}, is_complete


def _commit_day(timestamp: int) -> date:
    """Return the day of a time in seconds, which can be later than any calendar day."""
    return datetime.fromtimestamp(min(timestamp, _MAX_TIMESTAMP), UTC).date()


def _read_raw_log(query: GitQuery, commits: Iterable[str], prefix: str, folder: str) -> tuple[bytes, bool]:
    """Return git's raw log of changes in a folder, and whether it is complete.

    If contents are missing, only renames without changes can be followed.
    """
    output, is_complete = b"", True
    for renames in ("-M", "-M100%"):  # the entry at which git failed is cut off below
        command = ("diff-tree", "--stdin", "-r", "--root", renames, "-l1000", "--raw", "--no-abbrev", "-z")
        paths = (f"--relative={prefix}", "--diff-filter=ADMRT", "--", f"{prefix}{folder}/")
        output, is_read = _try_query(query, *command, *paths, stdin=_join_lines(commits))
        if is_read:
            break
        is_complete = False
    return output[: output.rfind(b"\0:")] if not is_read else output, is_complete


@dataclass(slots=True)
class _ReplacedVersion:
    """Version that a later commit replaced: present path of its file, blob, and days."""

    path: str | None
    blob: str
    until: date
    since: date | None = None


def _parse_raw_log(log: bytes, days: Mapping[str, date]) -> Sequence[_ReplacedVersion]:
    """Return every version that a commit of the log replaced; the latest commit comes first."""
    changes: list[_ReplacedVersion] = []
    current_names: dict[str, str | None] = {}  # present name by the name at that time
    open_versions: dict[str, _ReplacedVersion] = {}  # versions without a beginning so far, by the name at that time
    day = date.min
    fields = iter(log.split(b"\0"))
    for field in fields:
        if not field.startswith(b":"):
            day = days.get(field.decode("ascii", "replace"), day)
            continue
        mode, _, blob, _, status = field[1:].decode("ascii").split()
        path = later_path = os.fsdecode(next(fields))
        if status.startswith("R"):
            later_path = os.fsdecode(next(fields))
            current_names[path] = current_names.get(later_path, later_path)
        elif status == "D":
            current_names[path] = None
        if status != "D" and later_path in open_versions:
            open_versions.pop(later_path).since = day
        if status == "A":
            current_names.pop(path, None)  # in older commits another file has this name
        elif path.lower().endswith(MARKDOWN_SUFFIXES) and _is_regular_file(mode):
            open_versions[path] = _ReplacedVersion(current_names.get(path, path), blob, day)
            changes.append(open_versions[path])
    return changes


def _read_blobs(query: GitQuery, blobs: Iterable[str]) -> tuple[Mapping[str, bytes], bool]:
    """Return the contents of blobs by id, without those too large for a record, and whether no blob is missing."""
    ids = list(blobs)
    checked, is_complete = _try_query(query, "cat-file", "--batch-check", stdin=_join_lines(ids))
    rows = [row for line in checked.decode().splitlines() if len(row := line.split()) == 3]
    is_complete &= len(rows) == len(ids)  # the line of a missing object has two words
    sizes = {blob_id: int(size) for blob_id, kind, size in rows if kind == "blob" and int(size) <= MAX_BYTES}
    output, is_read = _try_query(query, "cat-file", "--batch", stdin=_join_lines(sizes))
    contents: dict[str, bytes] = {}
    offset = 0
    for blob_id, size in sizes.items():
        start = output.find(b"\n", offset) + 1
        if (
            not start
            or not output.startswith(f"{blob_id} blob {size}\n".encode(), offset)
            or start + size >= len(output)
        ):
            return contents, False
        contents[blob_id] = output[start : start + size]
        offset = start + size + 1
    return contents, is_complete and is_read


def _join_lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _try_query(query: GitQuery, *arguments: str, stdin: bytes = b"") -> tuple[bytes, bool]:
    """Return the output of a query, and whether it succeeded."""
    try:
        return query(*arguments, stdin=stdin), True
    except GitFailedError as error:
        return error.output, False

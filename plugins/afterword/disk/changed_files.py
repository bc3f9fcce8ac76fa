"""Files that differ from a revision of git, found without running its filters."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from afterword.disk.git import GitFailedError
from afterword.disk.opening import read_files_inside, read_link_target
from afterword.disk.repository import Repository, find_repository
from afterword.problems import Unusable

_MAX_COMPARED_BYTES = 64 * 1024 * 1024
"""Size in bytes up to which a file is compared with a revision; a larger one counts as changed."""


def find_changed_files(root: Path, revision: str, files: Iterable[str]) -> frozenset[str]:
    """Return the files, relative to the root, that differ from a revision or are new since.

    Git's filters are not run: a file that only a filter would turn into what was committed counts as changed,
    except for line ends. Raises `Unusable` without a repository or such a revision (a shallow clone may lack it).
    """
    repository = find_repository(root)
    if repository is None:
        message = f"{root} is in no git repository, so nothing can be compared with `{revision}`."
        raise Unusable(message)
    commit = _resolve_commit(repository, revision)
    with repository.open_objects(commit) as query:
        listed = query("ls-tree", "-r", "-z", "--full-tree", commit, "--", *filter(None, [repository.prefix]))
    paths_to_compare = frozenset(files)
    committed = {path: entry for path, entry in _parse_tree(listed, repository.prefix) if path in paths_to_compare}
    return paths_to_compare - frozenset(_list_unchanged(root, committed))


def _resolve_commit(repository: Repository, revision: str) -> str:
    """Return the id of the commit that a revision names. Raises `Unusable` with advice if there is none."""
    try:
        if not revision.startswith(("-", "^")):
            return repository.resolve_commit(revision)
        reason = ""
    except GitFailedError as error:
        reason = "" if "single revision" in str(error) else f"\n{error}"
    message = (
        f"`{revision}` is not a git revision here. Name a branch, tag or commit that this clone has; "
        f"a shallow clone (fetch-depth: 1) lacks most.{reason}"
    )
    raise Unusable(message)


def _parse_tree(output: bytes, prefix: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the blobs in the output of `ls-tree -z`: path from the root, mode and id."""
    for line in filter(None, output.split(b"\0")):
        fields, _, name = line.partition(b"\t")
        mode, kind, object_id = fields.decode().split()
        path = os.fsdecode(name)
        if kind == "blob" and path.startswith(prefix):
            yield path.removeprefix(prefix), (mode, object_id)


def _list_unchanged(root: Path, committed: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Yield the files and links that have the committed content, whatever their line ends."""
    paths = sorted(committed)
    for path, content in zip(paths, read_files_inside(root, paths, _MAX_COMPARED_BYTES), strict=True):
        mode, object_id = committed[path]
        raw = read_link_target(root, path) if _is_link(mode) else content
        if isinstance(raw, bytes) and _matches_blob(raw, object_id):
            yield path


def _matches_blob(raw: bytes, object_id: str) -> bool:
    """Return whether bytes are the content of a blob, as they are or with line feeds as line ends."""
    return any(_blob_id(text, object_id) == object_id for text in (raw, raw.replace(b"\r\n", b"\n")))


def _is_link(mode: str) -> bool:
    """Return whether the mode of a git entry is that of a link."""
    return mode == "120000"


def _blob_id(raw: bytes, other_id: str) -> str:
    """Return git's id of a content, by the algorithm of another id."""
    algorithm = "sha1" if len(other_id) == 40 else "sha256"
    return hashlib.new(algorithm, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()

"""Safe writing to disk: a finished site replaces the old one as a whole."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EEXIST
from pathlib import Path
from typing import Any

from afterword.problems import Unusable

STAMP_FILE = "afterword.json"
"""File with the origin of a finished site; a folder without it is not replaced."""

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Constants AT_FDCWD and RENAME_EXCHANGE of Linux."""


def write_stamp(site: Path, data: Mapping[str, Any]) -> None:
    """Write the stamp of a finished site: what it was made from."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    (site / STAMP_FILE).write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def replace_site(target: Path) -> Iterator[Path]:
    """Provide a new folder that replaces `target` when the block succeeds, and is removed when it fails.

    On Linux the old and the new folder are exchanged in one step, so that there is a complete site at every
    moment. Elsewhere, and on file systems without that operation, these are two renames; when the process is
    killed between them, the next call restores the old site. Leftovers of killed builds are removed.

    Raises `Unusable` when `target` exists and is not a site made by Afterword, and when the disk is full or
    read-only.
    """
    try:
        if target.is_symlink() or (target.exists() and not (target / STAMP_FILE).is_file() and any(target.iterdir())):
            message = (
                f"{target} is not empty and was not made by `afterword build`; choose another folder or remove it."
            )
            raise Unusable(message)
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(target)
        fresh = Path(tempfile.mkdtemp(prefix=f"{_temporary_prefix(target)}{os.getpid()}-", dir=target.parent))
        try:
            yield fresh
            fresh.chmod(0o755)
            if not (fresh / STAMP_FILE).exists():
                write_stamp(fresh, {})
            _swap_folders(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        message = f"{target} could not be written: {error.strerror or error}. What was there before is unchanged."
        raise Unusable(message) from error


def _swap_folders(fresh: Path, target: Path) -> None:
    """Move the new site to its place, and the old one, if any, to where the new one was."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchange_folders(fresh, target):
        old = fresh.with_name(f"{fresh.name}-old")
        target.rename(old)
        fresh.rename(target)
        old.rename(fresh)


def _exchange_folders(first: Path, second: Path) -> bool:
    """Exchange two folders in one step, by renameat2 of Linux, and return whether that was possible."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return (
        rename is not None
        and rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0
    )


def _temporary_prefix(target: Path) -> str:
    """Return the prefix of the names of unfinished sites; the id of the process follows."""
    return f".{target.name}-afterword-"


def _remove_leftovers(target: Path) -> None:
    """Remove leftovers of killed builds, and restore an old site that one of them had moved away."""
    for folder in sorted(target.parent.iterdir()):
        name = folder.name.removeprefix(_temporary_prefix(target))
        if name == folder.name or _is_running(name.partition("-")[0]):
            continue
        if name.endswith("-old") and not target.exists():
            folder.rename(target)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: str) -> bool:
    """Return whether a process id is that of another running process; True where that is unknown."""
    if os.name != "posix" or not process.isdecimal():
        return True
    if int(process) == os.getpid():  # in a container, processes may have the same ids each time
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # another user's process
        pass
    return True


def write_new_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a new folder, with the folders they need."""
    for file, raw in contents.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(raw)


def write_files(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Write files under a root: all new contents to temporary files first, then each to its place.

    So no file is ever half written. None as content removes a file. Raises `Unusable` when the disk is full
    or read-only.
    """
    for file in contents:
        _require_safe_target(root, file)
    temporary_files, has_started = [], False
    try:
        for file, raw in contents.items():
            if raw is not None:
                path = root / file
                path.parent.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(prefix=".afterword-", dir=path.parent)
                temporary_files.append((Path(name), path))
                with os.fdopen(handle, "wb") as stream:
                    stream.write(raw)
                if path.exists():
                    shutil.copymode(path, name)
                else:
                    Path(name).chmod(0o644)
        has_started = True
        for temporary_path, path in temporary_files:
            temporary_path.replace(path)
        for file in (file for file, raw in contents.items() if raw is None):
            (root / file).unlink(missing_ok=True)
    except OSError as error:
        consequence = "Some files may have changed." if has_started else "Nothing was changed."
        message = f"{root} could not be written: {error.strerror or error}. {consequence}"
        raise Unusable(message) from error
    finally:
        for temporary_path, _ in temporary_files:
            temporary_path.unlink(missing_ok=True)


def _require_safe_target(root: Path, file: str) -> None:
    """Raise `Unusable` where a file to write is not an ordinary file, or a folder on the way to it is a link."""
    place = root / file
    steps = [step for step in place.parents if step != root and step.is_relative_to(root)]
    try:
        obstacle = next((step for step in steps if step.is_symlink()), None)
        if obstacle is None and os.path.lexists(place) and not stat.S_ISREG(place.lstat().st_mode):
            obstacle = place
    except OSError as error:
        message = f"{place} cannot be written: {error.strerror or error}. Nothing was changed."
        raise Unusable(message) from error
    if obstacle is not None:
        kind = "a link" if obstacle.is_symlink() else "not an ordinary file"
        message = f"{obstacle} is {kind}, and nothing is written there. Nothing was changed."
        raise Unusable(message)


def add_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Add new files to a folder, which is created if needed: either all of them or none.

    They are written to a temporary folder first, and then moved to their places in the order of `contents`.
    Raises `Unusable` when a file already exists, and when the disk is full or read-only.
    """
    moved_files: list[tuple[Path, Path]] = []
    is_new_folder, temporary_folder = False, None
    try:
        is_new_folder = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        temporary_folder = Path(tempfile.mkdtemp(prefix=".afterword-", dir=folder))
        write_new_files(temporary_folder, contents)
        for name in dict.fromkeys(file.partition("/")[0] for file in contents):
            for source, target in _plan_moves(temporary_folder / name, folder / name):
                source.rename(target)
                moved_files.append((source, target))
    except BaseException as error:  # also Ctrl-C
        for source, target in reversed(moved_files):
            target.rename(source)
        if isinstance(error, OSError):
            message = f"{folder} could not be written: {error.strerror or error}. Nothing was changed."
            raise Unusable(message) from error
        raise
    finally:
        if temporary_folder is not None:
            shutil.rmtree(temporary_folder, ignore_errors=True)
        if is_new_folder and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _plan_moves(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the fewest moves that bring a file or folder to a place where folders may already exist."""
    if source.is_dir() and target.is_dir() and not target.is_symlink():
        for child in sorted(source.iterdir()):
            yield from _plan_moves(child, target / child.name)
    elif target.exists() or target.is_symlink():
        raise FileExistsError(EEXIST, f"{target.name} is there already")
    else:
        yield source, target

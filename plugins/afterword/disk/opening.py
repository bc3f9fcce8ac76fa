"""Opens files for reading: ordinary files only, up to a size, and never through a link of the library.

All that Afterword reads from a library or is given by a user comes through here. A pipe or a device would keep it
waiting for ever, and a link could lead to a file that is not part of the library.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from afterword.problems import Message, say

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_HAS_DIR_FD = {os.open, os.stat} <= os.supports_dir_fd and bool(_NO_LINK)
"""True where the system opens a file relative to an open folder. Windows does not."""
_CHUNK = 1 << 20


class Reason(StrEnum):
    """Why a file cannot be opened."""

    MISSING = "missing"
    LINK = "link"
    SPECIAL = "special"
    FOLDER = "folder"
    OUTSIDE = "outside"
    TOO_LARGE = "too large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file cannot be read or a folder cannot be listed, and what to do about it."""

    reason: Reason
    message: Message
    hint: Message

    def describe(self, name: str) -> str:
        """Return one line about the file of this name."""
        return f"{name}: {self.message} {self.hint}"


class CannotReadError(Exception):
    """A file cannot be read, or a folder cannot be listed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


_FILE_HERE = say("Put an ordinary file in its place.")
MISSING = Fault(Reason.MISSING, say("This file does not exist."), say("Check its name and folder."))
LINK = Fault(Reason.LINK, say("This is a link, and links are not followed."), say("Put the file itself here."))
OUTSIDE = Fault(Reason.OUTSIDE, say("This leads out of the library."), say("Put the file itself into the library."))
FOLDER = Fault(Reason.FOLDER, say("This is a folder, and a file is expected here."), say("Rename or move the folder."))
NOT_A_FOLDER = Fault(
    Reason.SPECIAL, say("This is a file, and a folder is expected here."), say("Rename or move the file.")
)
_SPECIAL: dict[int, Fault] = {
    stat.S_IFLNK: LINK,
    stat.S_IFDIR: FOLDER,
    stat.S_IFIFO: Fault(
        Reason.SPECIAL, say("This is a pipe, not a file."), say("Save what it gives to a file first, and use that.")
    ),
    stat.S_IFSOCK: Fault(Reason.SPECIAL, say("This is a socket, not a file."), _FILE_HERE),
}
_DEVICE = Fault(Reason.SPECIAL, say("This is a device, not a file."), _FILE_HERE)


def explain_size(size: int, limit: int) -> Fault:
    """Return why a file of so many bytes is not read."""
    message = say("This file has {size:,} bytes; at most {limit:,} are read.", size=size, limit=limit)
    return Fault(Reason.TOO_LARGE, message, say("Make it smaller, or split it."))


def explain_mode(mode: int) -> Fault:
    """Return why something that is not an ordinary file is not read."""
    return _SPECIAL.get(stat.S_IFMT(mode), _DEVICE)


def explain_error(error: OSError) -> Fault:
    """Return what an error of the system means, in plain words."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return MISSING
    if isinstance(error, PermissionError):
        return Fault(Reason.UNREADABLE, say("You have no permission to read this."), say("Check who may read it."))
    message = say("The system cannot read this: {reason}.", reason=error.strerror or type(error).__name__)
    return Fault(Reason.UNREADABLE, message, say("Replace it with an ordinary file or folder."))


def real_path(path: str | Path) -> Path:
    """Return a path with its links followed as far as they lead anywhere. A link to itself stays as it is."""
    return Path(os.path.realpath(path))


def exists(path: Path) -> bool:
    """Return whether there is anything at a path: also what cannot be read, so that nobody takes it for missing."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


def read_inside(root: Path, path: str, limit: int) -> bytes:
    """Return the bytes of a file at a path below a root, written with forward slashes. No part of it may be a link.

    Raises `CannotReadError`.
    """
    content = next(read_each_inside(root, [path], limit))
    if isinstance(content, Fault):
        raise CannotReadError(content)
    return content


def read_each_inside(root: Path, paths: Iterable[str], limit: int) -> Iterator[bytes | Fault]:
    """Yield the bytes of the file at each path below a root, or why they cannot be read.

    Files of one folder should follow each other: the folder is opened once for all of them.
    """
    for folder, group in groupby(paths, key=lambda path: path.rpartition("/")[0]):
        names = [path.rpartition("/")[2] for path in group]
        try:
            with _open_folder(root, folder) as (prefix, handle):
                for name in names:
                    yield _try_to_read(prefix + name, handle, limit)
        except CannotReadError as error:
            yield from (error.fault for _ in names)


def read_link(root: Path, path: str) -> bytes | None:
    """Return where a link at a path below a root points to, as it is written; None for what is no link."""
    try:
        return os.fsencode((root / path).readlink())
    except OSError:
        return None


def read_given(path: Path, limit: int, root: Path | None = None) -> bytes:
    """Return the bytes of a file that a user has named. It may be a link, but not one that leads out of the root.

    Raises `CannotReadError`.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise CannotReadError(explain_mode(mode))
        if root is not None and _leads_out(path, root):
            raise CannotReadError(OUTSIDE)
        return _read_open(os.open(path, _READ), limit)
    except OSError as error:
        raise CannotReadError(explain_error(error)) from error


def list_folder(path: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder, sorted by name. Raises `CannotReadError`."""
    try:
        with os.scandir(path) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise CannotReadError(explain_error(error)) from error


def check_folder(root: Path, folder: str) -> None:
    """Raise `CannotReadError` unless a path below the root is that of a folder, and no part of it is a link."""
    try:
        mode = os.lstat(root / folder).st_mode
    except OSError as error:
        raise CannotReadError(explain_error(error)) from error
    if stat.S_ISREG(mode):
        raise CannotReadError(NOT_A_FOLDER)
    if not stat.S_ISDIR(mode):
        raise CannotReadError(explain_mode(mode))
    with _open_folder(root, folder.rpartition("/")[0]):
        pass


def measure(entry: os.DirEntry[str]) -> int:
    """Return the bytes of a file in a folder. Raises `CannotReadError` for what is no ordinary file."""
    try:
        if entry.is_symlink():
            raise CannotReadError(LINK)
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        raise CannotReadError(explain_error(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise CannotReadError(explain_mode(status.st_mode))
    return status.st_size


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder is a folder, or a link that leads to one."""
    try:
        return entry.is_dir()
    except OSError:  # such as a link to itself
        return False


def is_real_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder is a folder, and no link to one."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _leads_out(path: Path, root: Path) -> bool:
    """Say whether a path begins inside the root and its links lead out of it."""
    place = Path(os.path.abspath(path))  # noqa: PTH100 - `..` goes up here, wherever a link would lead
    begins_inside = any(real_path(parent).is_relative_to(root) for parent in place.parents)
    return begins_inside and not real_path(path).is_relative_to(root)


@contextmanager
def _open_folder(root: Path, folder: str) -> Iterator[tuple[str, int | None]]:
    """Open a folder below the root step by step, so that no step is a link even if it is exchanged meanwhile.

    Gives what the name of a file has to begin with, and the folder's descriptor, which it is relative to. Where the
    system has no such descriptors, the path is compared with where it really leads.
    """
    steps = [step for step in folder.split("/") if step]
    if ".." in steps:
        raise CannotReadError(OUTSIDE)
    if not _HAS_DIR_FD:
        place = root.joinpath(*steps)
        if real_path(place) != real_path(root).joinpath(*steps):
            raise CannotReadError(_explain_step(folder))
        yield f"{place}{os.sep}", None
        return
    handle = _open_step(str(root), _FOLDER, None, folder)
    try:
        for step in steps:
            outer, handle = handle, _open_step(step, _FOLDER | _NO_LINK, handle, folder)
            os.close(outer)
        yield "", handle
    finally:
        os.close(handle)


def _open_step(step: str, flags: int, outer: int | None, folder: str) -> int:
    try:
        return os.open(step, flags, dir_fd=outer)
    except OSError as error:
        try:
            is_link = stat.S_ISLNK(os.stat(step, dir_fd=outer, follow_symlinks=False).st_mode)
        except OSError:
            is_link = False
        raise CannotReadError(_explain_step(folder) if is_link else explain_error(error)) from error


def _explain_step(folder: str) -> Fault:
    message = say("The folder `{folder}` is a link, and links are not followed.", folder=folder)
    return Fault(Reason.LINK, message, say("Put the folder itself here."))


def _try_to_read(name: str, folder: int | None, limit: int) -> bytes | Fault:
    try:
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if not stat.S_ISREG(mode):  # seen before it is opened: opening some devices already does something
            return explain_mode(mode)
        return _read_open(os.open(name, _READ | _NO_LINK, dir_fd=folder), limit)
    except CannotReadError as error:
        return error.fault
    except OSError as error:
        return explain_error(error)


def _read_open(handle: int, limit: int) -> bytes:
    """Return the bytes of an open file, and close it. Raises `CannotReadError`, and `OSError` where reading fails."""
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise CannotReadError(explain_mode(status.st_mode))
        size = status.st_size
        raw = os.read(handle, size + 1) if size <= limit else b""
        if size <= limit and len(raw) != size:  # it is being written, or its size is not known, as in /proc
            while len(raw) <= limit and (piece := os.read(handle, _CHUNK)):
                raw += piece
            size = len(raw)
        if size > limit:
            raise CannotReadError(explain_size(size, limit))
        return raw
    finally:
        os.close(handle)

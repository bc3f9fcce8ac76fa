"""Opening of files for reading: regular files only, up to a size limit, and never through a link of the library.

Everything that Afterword reads from a library or from a path of the user is opened here. Opening a pipe or a device
could block for ever, and a link could lead to a file outside the library.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from afterword.disk.read_fault import (
    LINK_FAULT,
    NOT_A_FOLDER_FAULT,
    OUTSIDE_FAULT,
    ReadFault,
    UnreadableFileError,
    file_type_fault,
    folder_link_fault,
    os_error_fault,
    size_fault,
)

_READ_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NO_LINK_FLAG = getattr(os, "O_NOFOLLOW", 0)
_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_HAS_DIR_FD = {os.open, os.stat} <= os.supports_dir_fd and bool(_NO_LINK_FLAG)
"""True if the system can open a file relative to an open folder; Windows cannot."""
_CHUNK_SIZE = 1 << 20


def real_path(path: str | Path) -> Path:
    """Return a path with its links resolved as far as possible; a link to itself stays as it is."""
    return Path(os.path.realpath(path))


def path_exists(path: Path) -> bool:
    """Return whether there is anything at a path, readable or not."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


def read_file_inside(root: Path, path: str, limit: int) -> bytes:
    """Return the bytes of a file at a path below a root, with forward slashes. No part of it may be a link.

    Raises `UnreadableFileError`.
    """
    content = next(read_files_inside(root, [path], limit))
    if isinstance(content, ReadFault):
        raise UnreadableFileError(content)
    return content


def read_files_inside(root: Path, paths: Iterable[str], limit: int) -> Iterator[bytes | ReadFault]:
    """Yield, for each path below a root, the bytes of the file or the fault that prevents reading it.

    Files of one folder should follow each other, because the folder is opened once for all of them.
    """
    for folder, folder_paths in groupby(paths, key=lambda path: path.rpartition("/")[0]):
        names = [path.rpartition("/")[2] for path in folder_paths]
        try:
            with _open_folder(root, folder) as (prefix, descriptor):
                for name in names:
                    yield _try_read_file(prefix + name, descriptor, limit)
        except UnreadableFileError as error:
            yield from (error.fault for _ in names)


def read_link_target(root: Path, path: str) -> bytes | None:
    """Return the target of a link at a path below a root, as it is written; None if it is not a link."""
    try:
        return os.fsencode((root / path).readlink())
    except OSError:
        return None


def read_named_file(path: Path, limit: int, root: Path | None = None) -> bytes:
    """Return the bytes of a file that a user has named. It may be a link, but may not lead out of the root.

    Raises `UnreadableFileError`.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UnreadableFileError(file_type_fault(mode))
        if root is not None and _leads_outside(path, root):
            raise UnreadableFileError(OUTSIDE_FAULT)
        return _read_descriptor(os.open(path, _READ_FLAGS), limit)
    except OSError as error:
        raise UnreadableFileError(os_error_fault(error)) from error


def list_folder(path: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder, sorted by name. Raises `UnreadableFileError`."""
    try:
        with os.scandir(path) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise UnreadableFileError(os_error_fault(error)) from error


def check_folder(root: Path, folder: str) -> None:
    """Raise `UnreadableFileError` unless a path below the root is a folder and no part of it is a link."""
    try:
        mode = os.lstat(root / folder).st_mode
    except OSError as error:
        raise UnreadableFileError(os_error_fault(error)) from error
    if stat.S_ISREG(mode):
        raise UnreadableFileError(NOT_A_FOLDER_FAULT)
    if not stat.S_ISDIR(mode):
        raise UnreadableFileError(file_type_fault(mode))
    with _open_folder(root, folder.rpartition("/")[0]):
        pass


def get_file_size(entry: os.DirEntry[str]) -> int:
    """Return the size of a file in bytes. Raises `UnreadableFileError` for anything but a regular file."""
    try:
        if entry.is_symlink():
            raise UnreadableFileError(LINK_FAULT)
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        raise UnreadableFileError(os_error_fault(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(file_type_fault(status.st_mode))
    return status.st_size


def leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a folder, or a link that leads to one."""
    try:
        return entry.is_dir()
    except OSError:  # for example a link to itself
        return False


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a folder and not a link."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _leads_outside(path: Path, root: Path) -> bool:
    """Return whether a path begins inside the root but its links lead out of it."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - `..` goes up here, wherever a link would lead
    begins_inside = any(real_path(parent).is_relative_to(root) for parent in absolute.parents)
    return begins_inside and not real_path(path).is_relative_to(root)


@contextmanager
def _open_folder(root: Path, folder: str) -> Iterator[tuple[str, int | None]]:
    """Open a folder below the root one step at a time, so that no step is a link even if it is swapped meanwhile.

    Yields the prefix for names of files in it, and the folder's descriptor that they are relative to. On systems
    without such descriptors, the path is compared with its resolved form instead.
    """
    steps = [step for step in folder.split("/") if step]
    if ".." in steps:
        raise UnreadableFileError(OUTSIDE_FAULT)
    if not _HAS_DIR_FD:
        folder_path = root.joinpath(*steps)
        if real_path(folder_path) != real_path(root).joinpath(*steps):
            raise UnreadableFileError(folder_link_fault(folder))
        yield f"{folder_path}{os.sep}", None
        return
    descriptor = _open_subfolder(str(root), _FOLDER_FLAGS, None, folder)
    try:
        for step in steps:
            outer, descriptor = descriptor, _open_subfolder(step, _FOLDER_FLAGS | _NO_LINK_FLAG, descriptor, folder)
            os.close(outer)
        yield "", descriptor
    finally:
        os.close(descriptor)


def _open_subfolder(name: str, flags: int, parent: int | None, folder: str) -> int:
    """Open a folder by its name in an open one and return its descriptor; `folder` is the path to report."""
    try:
        return os.open(name, flags, dir_fd=parent)
    except OSError as error:
        try:
            is_link = stat.S_ISLNK(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)
        except OSError:
            is_link = False
        raise UnreadableFileError(folder_link_fault(folder) if is_link else os_error_fault(error)) from error


def _try_read_file(name: str, folder: int | None, limit: int) -> bytes | ReadFault:
    """Return the bytes of a file in an open folder, or the fault that prevents reading it."""
    try:
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if not stat.S_ISREG(mode):  # checked before opening, because opening some devices has effects
            return file_type_fault(mode)
        return _read_descriptor(os.open(name, _READ_FLAGS | _NO_LINK_FLAG, dir_fd=folder), limit)
    except UnreadableFileError as error:
        return error.fault
    except OSError as error:
        return os_error_fault(error)


def _read_descriptor(descriptor: int, limit: int) -> bytes:
    """Read and close an open file. Raises `UnreadableFileError`, or `OSError` if reading fails."""
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(file_type_fault(status.st_mode))
        size = status.st_size
        raw = os.read(descriptor, size + 1) if size <= limit else b""
        if size <= limit and len(raw) != size:  # the file is being written, or its size is unknown, as in /proc
            while len(raw) <= limit and (chunk := os.read(descriptor, _CHUNK_SIZE)):
                raw += chunk
            size = len(raw)
        if size > limit:
            raise UnreadableFileError(size_fault(size, limit))
        return raw
    finally:
        os.close(descriptor)

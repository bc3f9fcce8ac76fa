"""The writer of disk: a finished site takes the place of the old one whole."""

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

STAMP = "afterword.json"
"""What every finished site says of itself; a folder without it is not replaced."""

_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


def stamp(site: Path, says: Mapping[str, Any]) -> None:
    """Marks a finished site with what it was made from."""
    text = json.dumps(says, ensure_ascii=False, indent=2) + "\n"
    (site / STAMP).write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def replacement(target: Path) -> Iterator[Path]:
    """A new folder that takes the place of `target` when the block ends well, and vanishes when it does not.

    On Linux old and new change places in one step, so that there is a whole site at every moment. Elsewhere, and on
    file systems that cannot, these are two renames; when the process is killed between them, the next one puts the
    old site back. What killed builds left behind is removed.

    Raises `Unusable` when `target` is there and is not a site of ours (it is not deleted by mistake), and when the disk
    is full or may not be written.
    """
    try:
        if target.is_symlink() or (target.exists() and not (target / STAMP).is_file() and any(target.iterdir())):
            message = (
                f"{target} is not empty and was not made by `afterword build`; choose another folder or remove it."
            )
            raise Unusable(message)
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target)
        fresh = Path(tempfile.mkdtemp(prefix=f"{_prefix(target)}{os.getpid()}-", dir=target.parent))
        try:
            yield fresh
            fresh.chmod(0o755)
            if not (fresh / STAMP).exists():
                stamp(fresh, {})
            _swap(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        message = f"{target} could not be written: {error.strerror or error}. What was there before is unchanged."
        raise Unusable(message) from error


def _swap(fresh: Path, target: Path) -> None:
    """Puts the new site in its place, and the old one, if any, where the new one was."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        old = fresh.with_name(f"{fresh.name}-old")
        target.rename(old)
        fresh.rename(target)
        old.rename(fresh)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders could change places in one step, by Linux' renameat2."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _prefix(target: Path) -> str:
    """How the names of unfinished sites begin; what follows is the number of the process that makes one."""
    return f".{target.name}-afterword-"


def _clear(target: Path) -> None:
    """Removes what killed builds left; an old site that one of them had moved away goes back to its place."""
    for folder in sorted(target.parent.iterdir()):
        name = folder.name.removeprefix(_prefix(target))
        if name == folder.name or _is_running(name.partition("-")[0]):
            continue
        if name.endswith("-old") and not target.exists():
            folder.rename(target)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: str) -> bool:
    """Whether a number is that of another process which still runs; taken to be so where it cannot be known."""
    if os.name != "posix" or not process.isdecimal():
        return True
    if int(process) == os.getpid():  # of a container, perhaps, whose processes have the same numbers each time
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        pass
    return True


def fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Writes files into a new folder, with the folders they need."""
    for file, raw in contents.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(raw)


def write(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Writes files under a root: all new versions first, then each in its place, so that none is ever half there.

    None removes a file. Raises `Unusable` when the disk is full or may not be written, and where a link, a pipe or a
    folder stands in the way of a file: nothing is ever written through one.
    """
    for file in contents:
        _refuse_detour(root, file)
    fresh, begun = [], False
    try:
        for file, raw in contents.items():
            if raw is not None:
                place = root / file
                place.parent.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(prefix=".afterword-", dir=place.parent)
                fresh.append((Path(name), place))
                with os.fdopen(handle, "wb") as stream:
                    stream.write(raw)
                if place.exists():
                    shutil.copymode(place, name)
                else:
                    Path(name).chmod(0o644)
        begun = True
        for made, place in fresh:
            made.replace(place)
        for file in (file for file, raw in contents.items() if raw is None):
            (root / file).unlink(missing_ok=True)
    except OSError as error:
        left = "Some files may have changed." if begun else "Nothing was changed."
        message = f"{root} could not be written: {error.strerror or error}. {left}"
        raise Unusable(message) from error
    finally:
        for made, _ in fresh:
            made.unlink(missing_ok=True)


def _refuse_detour(root: Path, file: str) -> None:
    """Raise `Unusable` where a file to write is not an ordinary file, or a folder on the way to it is a link."""
    place = root / file
    steps = [step for step in place.parents if step != root and step.is_relative_to(root)]
    try:
        in_the_way = next((step for step in steps if step.is_symlink()), None)
        if in_the_way is None and os.path.lexists(place) and not stat.S_ISREG(place.lstat().st_mode):
            in_the_way = place
    except OSError as error:
        message = f"{place} cannot be written: {error.strerror or error}. Nothing was changed."
        raise Unusable(message) from error
    if in_the_way is not None:
        kind = "a link" if in_the_way.is_symlink() else "not an ordinary file"
        message = f"{in_the_way} is {kind}, and nothing is written there. Nothing was changed."
        raise Unusable(message)


def add(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Puts new files into a folder, which need not be there yet: either all of them are, or none.

    They are written aside first, and then moved to their places in the order of `contents`, over nothing. Raises
    `Unusable` when one is taken, and when the disk is full or may not be written.
    """
    placed: list[tuple[Path, Path]] = []
    made, aside = False, None
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".afterword-", dir=folder))
        fill(aside, contents)
        for name in dict.fromkeys(file.partition("/")[0] for file in contents):
            for source, place in _moves(aside / name, folder / name):
                source.rename(place)
                placed.append((source, place))
    except BaseException as error:  # also Ctrl-C
        for source, place in reversed(placed):
            place.rename(source)
        if isinstance(error, OSError):
            message = f"{folder} could not be written: {error.strerror or error}. Nothing was changed."
            raise Unusable(message) from error
        raise
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
        if made and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _moves(source: Path, place: Path) -> Iterator[tuple[Path, Path]]:
    """The fewest moves that bring a file or folder to a place where folders may be already."""
    if source.is_dir() and place.is_dir() and not place.is_symlink():
        for child in sorted(source.iterdir()):
            yield from _moves(child, place / child.name)
    elif place.exists() or place.is_symlink():
        raise FileExistsError(EEXIST, f"{place.name} is there already")
    else:
        yield source, place

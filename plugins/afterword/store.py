"""The writer of disk: a finished site takes the place of the old one whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from afterword.problems import Unusable

_MARK = ".afterword-site"


def mark(site: Path) -> None:
    """Marks a folder as a site of ours, which the next one may replace."""
    (site / _MARK).touch()


@contextmanager
def replacement(target: Path) -> Iterator[Path]:
    """A new folder that takes the place of `target` when the block ends well, and vanishes when it does not.

    Raises `Unusable` when `target` is there and is not a site of ours: it is not deleted by mistake.
    """
    if target.is_symlink() or (target.exists() and not (target / _MARK).is_file() and any(target.iterdir())):
        message = f"{target} is not empty and was not made by `afterword build`; choose another folder or remove it."
        raise Unusable(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield fresh
        fresh.chmod(0o755)
        mark(fresh)
        old = fresh.with_name(fresh.name + "-old")
        if target.exists():
            target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Writes files into a new folder, with the folders they need."""
    for file, raw in contents.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(raw)


def write(root: Path, contents: Mapping[str, bytes]) -> None:
    """Writes files under a root: all new versions first, then each in its place, so that none is ever half there."""
    fresh = []
    try:
        for file, raw in contents.items():
            handle, name = tempfile.mkstemp(prefix=".afterword-", dir=(root / file).parent)
            fresh.append((Path(name), root / file))
            with os.fdopen(handle, "wb") as stream:
                stream.write(raw)
            shutil.copymode(root / file, name)
        for made, place in fresh:
            made.replace(place)
    finally:
        for made, _ in fresh:
            made.unlink(missing_ok=True)

"""Version of Afterword: every change of the sources gives a later version, with or without git."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path

RELEASE = "0.1.0"
"""Release that the sources lead to."""

PACKAGE = Path(__file__).parents[1]
SHIPPED = PACKAGE / "shipped"
"""Folder of a wheel with the files that a checkout has at its root."""
_ROOT = PACKAGE.parents[1]
_SHIPPED_PATHS = ("schema", "docs/rules", "requirements-runtime.lock", "requirements-charts.lock")
"""Files and folders that go into `shipped`, as pyproject.toml tells the build."""
_METADATA = ("pyproject.toml", "README.md", "LICENSE")
"""Files that the metadata of a wheel is made from."""


def is_checkout() -> bool:
    """Return whether the package runs from its sources and not from an installed wheel."""
    return not SHIPPED.is_dir()


@cache
def current_version() -> str:
    """Return the version of the running code: computed in a checkout, else that of the wheel."""
    return source_version() if is_checkout() else metadata.version("afterword")


def source_version() -> str:
    """Return the version that a wheel of this checkout gets, such as `0.1.0.dev20261130224501123+src1a2b3c4d5e`.

    The number after `dev` is the time in UTC, to the millisecond, at which the newest source file was changed, so an
    edit, a pull and a fresh clone all give a later version. The part after `+` is a digest of all source files, so
    different sources never share a version. In an unpacked sdist that nobody changed it is the sdist's own version.
    """
    sources = {**packaged_files(), **{name: _ROOT / name for name in _METADATA}}
    digest, newest = hashlib.sha256(), 0
    for name, path in sorted(sources.items()):
        digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        newest = max(newest, path.stat().st_mtime_ns // 1_000_000)
    local = f"+src{digest.hexdigest()[:10]}"
    if (sdist_version := _sdist_version()).endswith(local):
        return sdist_version
    seconds, milliseconds = divmod(newest, 1000)
    return f"{RELEASE}.dev{datetime.fromtimestamp(seconds, UTC):%Y%m%d%H%M%S}{milliseconds:03}{local}"


def packaged_files() -> Mapping[str, Path]:
    """Return the files of a checkout that a wheel contains, by their path in the wheel."""
    files = {f"afterword/{name}": path for name, path in _files_below(PACKAGE)}
    for place in _SHIPPED_PATHS:
        target = f"afterword/shipped/{place}"
        source = _ROOT / place
        if source.is_file():
            files[target] = source
        files |= {f"{target}/{name}": path for name, path in _files_below(source)}
    return files


def read_readme() -> bytes:
    """Return the README of a checkout, which is the description in its wheel's metadata."""
    return (_ROOT / "README.md").read_bytes()


def _files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file below a folder with its path from there, without hidden files and compiled modules.

    These are files of the package, not of a library: links are followed, as the build of a wheel follows them.
    """
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield "/".join(parts), path


def _sdist_version() -> str:
    """Return the version that an unpacked sdist states, or an empty text in any other checkout."""
    metadata_file = _ROOT / "PKG-INFO"
    lines = metadata_file.read_text(encoding="utf-8").splitlines() if metadata_file.is_file() else ()
    return next((line.removeprefix("Version: ") for line in lines if line.startswith("Version: ")), "")

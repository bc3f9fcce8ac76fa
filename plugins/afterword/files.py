"""The files of a library: found without following a link, and read one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from afterword import source
from afterword.problems import Problem, Span, say
from afterword.source import Source

_SUFFIXES = (".md", ".markdown")
_SKIPPED = ("readme.md",)
"""Files of these names speak about the folder they are in, and are no records."""
_USUAL = 16 * 1024
"""Bytes that hold most files: to make room for the largest takes longer than to read one."""


@dataclass(frozen=True, slots=True)
class File:
    """Something that is no folder; `path` is relative to the root, with forward slashes.

    It is `regular` when it is a file itself: no link to one, nothing special, and inside the root.
    """

    path: str
    regular: bool
    leads_to_folder: bool = False

    @property
    def is_read(self) -> bool:
        """Whether it is taken for a record, a brief or a page. A linked folder is, so that its records are missed."""
        name = self.path.rpartition("/")[2].lower()
        return self.leads_to_folder or (name.endswith(_SUFFIXES) and name not in _SKIPPED)

    @property
    def is_attachment(self) -> bool:
        """Whether it can be shown or linked by a record beside it."""
        return self.regular and not self.path.lower().endswith(_SUFFIXES)


def below(root: Path, folder: str) -> Iterator[File]:
    """Every file below a folder of the root: the folder's own by name, then those of each folder in it by name.

    Links are listed, and not followed; what is in hidden folders is left out.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        is_inside = (root / here).resolve().is_relative_to(root)
        folders = []
        for entry in _entries(root / here):
            path = f"{here}/{entry.name}"
            if entry.is_symlink():
                yield File(path, regular=False, leads_to_folder=entry.is_dir())
            elif not entry.is_dir():
                yield File(path, regular=is_inside and entry.is_file())
            elif not entry.name.startswith("."):
                folders.append(path)
        waiting += reversed(folders)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder, by name; nothing where it cannot be listed."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def read(root: Path, file: File, changed: Mapping[str, bytes]) -> tuple[Source | None, list[Problem]]:
    """The source of a file, or what keeps it from being read; `changed` holds contents that files would have."""
    if file.path in changed:
        return source.read(file.path, changed[file.path])
    if not file.regular:
        message = say("This is a link or a special file, which is not followed.")
        hint = say("Put the file itself here.")
        return None, [Problem.of(source.NOT_REGULAR, file.path, Span(), message, hint)]
    try:
        with open(os.path.join(root, file.path), "rb") as opened:  # noqa: PTH118, PTH123 - a Path each costs more than reading
            raw = opened.read(_USUAL)
            if len(raw) == _USUAL:
                raw += opened.read(source.MAX_BYTES + 1 - _USUAL)
    except OSError as error:
        message = say("This file cannot be read: {reason}.", reason=error.strerror or error)
        return None, [Problem.of(source.NOT_REGULAR, file.path, Span(), message, say("Check who may read it."))]
    return source.read(file.path, raw)

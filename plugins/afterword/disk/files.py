"""The files of a library: found without following a link, and read one by one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from afterword.disk import opening
from afterword.disk.opening import CannotReadError, Fault, Reason
from afterword.frontmatter import source
from afterword.frontmatter.source import Source
from afterword.problems import Problem, Rule, Span, Unusable, say

MAX_ATTACHMENT = 100 * 1024 * 1024
"""Bytes of the largest file that is published as it is: what the large hosts of repositories take."""

_SUFFIXES = (".md", ".markdown")
_SKIPPED = ("readme.md",)
"""Files of these names speak about the folder they are in, and are no records."""
_UNUSABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""What no name may hold: bytes that are not UTF-8 (Python shows them as surrogates), control characters, and characters
that change the direction of what is shown."""


Decode = Callable[[str, bytes], tuple[Source | None, list[Problem]]]
"""Turns the bytes of the file at a path into its source, or says what keeps it from being read."""


@dataclass(frozen=True, slots=True)
class File:
    """Something below a folder of the root; `path` is relative to the root, with forward slashes.

    With a `problem` it cannot be read. `is_folder` says of a folder or a link to one that nothing in it was looked at.
    """

    path: str
    problem: Problem | None = None
    is_folder: bool = False

    @property
    def is_markdown(self) -> bool:
        """Whether its name is that of a Markdown file; Windows does not see spaces and dots at its end."""
        return self.path.rstrip(" .").lower().endswith(_SUFFIXES)

    @property
    def is_read(self) -> bool:
        """Whether it is taken for a record, a brief or a page, or nobody can know whether it is one."""
        if self.problem is not None and (self.is_folder or self.problem.rule != source.NOT_REGULAR):
            return True
        return self.is_markdown and self.path.rpartition("/")[2].lower() not in _SKIPPED

    @property
    def is_attachment(self) -> bool:
        """Whether it can be shown or linked by a record beside it."""
        return self.problem is None and not self.is_markdown


def list_files(root: Path, folder: str) -> Iterator[File]:
    """Yield every file below a folder of the root: the folder's own by name, then those of each folder in it by name.

    Links are listed, and not followed. What begins with a dot is left out. A folder that cannot be listed is there
    itself, with its problem; one that does not exist has no files.
    """
    waiting = [folder]
    try:
        opening.check_folder(root, folder)
    except CannotReadError as error:
        waiting = []
        if error.fault.reason is not Reason.MISSING:
            yield File(folder, _problem(folder, error.fault, _rule_of_folder(error.fault)), is_folder=True)
    while waiting:
        here = waiting.pop()
        try:
            entries = opening.list_folder(os.path.join(root, here))  # noqa: PTH118 - a Path each costs more than listing
        except CannotReadError as error:
            yield File(here or ".", _problem(here or ".", error.fault, source.FOLDER_UNREADABLE), is_folder=True)
            continue
        folders = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{here}/{entry.name}" if here else entry.name
            if _UNUSABLE.search(entry.name):
                yield _misnamed(path, is_folder=opening.is_folder(entry))
            elif opening.is_real_folder(entry):
                folders.append(path)
            else:
                yield _file(path, entry)
        waiting += reversed(folders)


def find_place(path: Path, root: Path) -> str | None:
    """Return the place of a path relative to the root, its folders followed; None where it is outside.

    A file that is a link stays one, to be seen as such. Empty for the root itself.
    """
    place = opening.real_path(path)
    if not os.path.isdir(place):  # noqa: PTH112 - of a link to itself a Path raises an error
        place = opening.real_path(path.absolute().parent) / path.name
    if not place.is_relative_to(root):
        return None
    return "/".join(place.relative_to(root).parts)


def list_chosen(root: Path, path: Path) -> Sequence[File]:
    """Return the Markdown files at a path or below it, with whatever keeps one of them from being seen.

    Raises `Unusable` for a path that is not under the root, by which files are named.
    """
    place = find_place(path, root)
    if place is None:
        message = f"{escape_name(str(path))} is not under {root}; choose a folder above both with --root."
        raise Unusable(message)
    if os.path.isdir(path):  # noqa: PTH112 - as above
        return [file for file in list_files(root, place) if file.is_markdown or file.is_folder]
    return [_misnamed(place, is_folder=False) if _UNUSABLE.search(place) else File(place)]


def escape_name(name: str) -> str:
    r"""Return a name that can be printed everywhere: `caf\xe9.md` for one that is not UTF-8."""
    return _UNUSABLE.sub(lambda match: _escaped(ord(match[0])), name)


def _escaped(point: int) -> str:
    byte = point - 0xDC00 if 0xDC80 <= point <= 0xDCFF else point  # how Python keeps a byte that is not UTF-8
    return f"\\x{byte:02x}" if byte <= 0xFF else f"\\u{byte:04x}"


def _file(path: str, entry: os.DirEntry[str]) -> File:
    try:
        size = opening.measure(entry)
    except CannotReadError as error:
        return File(path, _problem(path, error.fault), is_folder=opening.is_folder(entry))
    file = File(path)
    if size > MAX_ATTACHMENT and not file.is_markdown:
        return File(path, _problem(path, opening.explain_size(size, MAX_ATTACHMENT)))
    return file


def _misnamed(path: str, *, is_folder: bool) -> File:
    """Return a file under a name that can be shown; it cannot be read by that."""
    shown = escape_name(path)
    if any("\ud800" <= character <= "\udfff" for character in path):
        message = say("The name is not UTF-8, so this is not read.")
    else:
        message = say("The name holds an invisible character, so this is not read.")
    hint = say("Rename it, and type the name anew. Letters of every language are fine.")
    return File(shown, Problem.from_rule(source.NAME_UNUSABLE, shown, Span(), message, hint), is_folder)


def _rule_of_folder(fault: Fault) -> Rule:
    return source.NOT_REGULAR if fault.reason is Reason.LINK else source.FOLDER_UNREADABLE


def _problem(path: str, fault: Fault, rule: Rule = source.NOT_REGULAR) -> Problem:
    if fault.reason is Reason.TOO_LARGE:
        hint = source.MOVE_OUT if File(path).is_markdown else fault.hint
        return Problem.from_rule(source.TOO_LARGE, path, Span(), fault.message, hint)
    return Problem.from_rule(rule, path, Span(), fault.message, fault.hint)


def _decoder(_: File) -> Decode:
    return source.decode_source


def read_texts(
    root: Path, files: Sequence[File], changed: Mapping[str, bytes], decoder: Callable[[File], Decode] = _decoder
) -> Iterator[tuple[Source | None, list[Problem]]]:
    """Yield the source of each file, or what keeps it from being read; `changed` holds contents that files would have.

    Files of one folder should follow each other.
    """
    to_open = [file.path for file in files if file.path not in changed and file.problem is None]
    contents = opening.read_each_inside(root, to_open, source.MAX_BYTES)
    for file in files:
        if file.path in changed:
            yield decoder(file)(file.path, changed[file.path])
        elif file.problem is not None:
            yield None, [file.problem]
        else:
            content = next(contents)
            if isinstance(content, Fault):
                yield None, [_problem(file.path, content)]
            else:
                yield decoder(file)(file.path, content)


def read_contents(root: Path, folder: str, suffix: str = "") -> dict[str, bytes]:
    """Return the bytes of every file below a folder of the root that ends in the suffix, by its path from the folder.

    Raises `Unusable` where something in it cannot be read.
    """
    contents = {}
    for file in list_files(root, folder):
        if file.problem is not None:
            message = f"{file.path}: {file.problem.message} {file.problem.hint}"
            raise Unusable(message)
        if file.path.endswith(suffix):
            contents[file.path.removeprefix(f"{folder}/")] = read_file(root, file.path, MAX_ATTACHMENT)
    return contents


def read_file(root: Path, path: str, limit: int) -> bytes:
    """Return the bytes of a file below the root. Raises `Unusable` where it cannot be read."""
    try:
        return opening.read_inside(root, path, limit)
    except CannotReadError as error:
        raise Unusable(error.fault.describe(escape_name(path))) from error


def read_given(path: Path, limit: int, root: Path | None = None) -> bytes:
    """Return the bytes of a file that a user has named; no link in the root may lead out of it.

    Raises `Unusable` where it cannot be read.
    """
    try:
        return opening.read_given(path, limit, root)
    except CannotReadError as error:
        raise Unusable(error.fault.describe(escape_name(str(path)))) from error

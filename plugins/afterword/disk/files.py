"""Listing and reading of a library's files: hidden ones are left out, and no link is followed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from afterword.disk import opening
from afterword.disk.read_fault import ReadFault, ReadFaultReason, UnreadableFileError, size_fault
from afterword.frontmatter import source
from afterword.frontmatter.source import Source
from afterword.problems import Problem, Rule, Span, Unusable, say

MAX_ATTACHMENT = 100 * 1024 * 1024
"""Bytes of the largest file that is published as it is: what the large hosts of repositories take."""

MARKDOWN_SUFFIXES = (".md", ".markdown")
"""Suffixes of Markdown files, in lower case."""
_README = "readme.md"
"""Name of a file that describes its folder, so it is not a record."""
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters that no file name may have: bytes that are not UTF-8 (Python keeps them as surrogates), control
characters, and characters that change the direction of text.
"""


Decoder = Callable[[str, bytes], tuple[Source | None, list[Problem]]]
"""Function that turns the path and bytes of a file into its source, or into the problems that prevent it."""


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """An entry of a folder below the root; `path` is relative to the root, with forward slashes.

    An entry with a `problem` cannot be read. `is_folder` is set for a folder, or a link to one, whose content was
    not listed.
    """

    path: str
    problem: Problem | None = None
    is_folder: bool = False

    @property
    def is_markdown(self) -> bool:
        """Return whether the name is that of a Markdown file; Windows ignores spaces and dots at its end."""
        return self.path.rstrip(" .").lower().endswith(MARKDOWN_SUFFIXES)

    @property
    def is_document(self) -> bool:
        """Return whether it is a record, brief or page, or could be one that cannot be read."""
        if self.problem is not None and (self.is_folder or self.problem.rule != source.NOT_REGULAR):
            return True
        return self.is_markdown and self.path.rpartition("/")[2].lower() != _README

    @property
    def is_attachment(self) -> bool:
        """Return whether a record beside it can show or link it."""
        return self.problem is None and not self.is_markdown


def list_files(root: Path, folder: str) -> Iterator[LibraryFile]:
    """Yield every file below a folder of the root: the folder's own files by name, then those of each subfolder.

    Links are listed but not followed. Names that begin with a dot are skipped. A folder that cannot be listed is
    yielded itself, with its problem; a folder that does not exist has no files.
    """
    pending_folders = [folder]
    try:
        opening.check_folder(root, folder)
    except UnreadableFileError as error:
        pending_folders = []
        if error.fault.reason is not ReadFaultReason.MISSING:
            yield LibraryFile(folder, _fault_problem(folder, error.fault, _folder_rule(error.fault)), is_folder=True)
    while pending_folders:
        current_folder = pending_folders.pop()
        try:
            entries = opening.list_folder(os.path.join(root, current_folder))  # noqa: PTH118 - a Path each costs more than listing
        except UnreadableFileError as error:
            yield LibraryFile(
                current_folder or ".",
                _fault_problem(current_folder or ".", error.fault, source.FOLDER_UNREADABLE),
                is_folder=True,
            )
            continue
        folders = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{current_folder}/{entry.name}" if current_folder else entry.name
            if _UNPRINTABLE.search(entry.name):
                yield _unprintable_file(path, is_folder=opening.leads_to_folder(entry))
            elif opening.is_folder(entry):
                folders.append(path)
            else:
                yield _make_library_file(path, entry)
        pending_folders += reversed(folders)


def path_below_root(path: Path, root: Path) -> str | None:
    """Return a path relative to the root with links of its folders resolved; None if it is outside the root.

    A file that is a link stays one, so that it is reported as such. The root itself is an empty path.
    """
    real = opening.real_path(path)
    if not os.path.isdir(real):  # noqa: PTH112 - of a link to itself a Path raises an error
        real = opening.real_path(path.absolute().parent) / path.name
    if not real.is_relative_to(root):
        return None
    return "/".join(real.relative_to(root).parts)


def list_markdown_files_at(root: Path, path: Path) -> Sequence[LibraryFile]:
    """Return the Markdown files at a path or below it, and the folders that cannot be listed.

    Raises `Unusable` for a path outside the root.
    """
    relative = path_below_root(path, root)
    if relative is None:
        message = f"{escape_name(str(path))} is not under {root}; choose a folder above both with --root."
        raise Unusable(message)
    if os.path.isdir(path):  # noqa: PTH112 - as above
        return [file for file in list_files(root, relative) if file.is_markdown or file.is_folder]
    return [_unprintable_file(relative, is_folder=False) if _UNPRINTABLE.search(relative) else LibraryFile(relative)]


def escape_name(name: str) -> str:
    r"""Return a name that every terminal can print: `caf\xe9.md` for one that is not UTF-8."""
    return _UNPRINTABLE.sub(lambda match: _escape_character(ord(match[0])), name)


def _escape_character(point: int) -> str:
    """Return the escape sequence of a character, or of the byte that it stands for."""
    byte = point - 0xDC00 if 0xDC80 <= point <= 0xDCFF else point  # how Python keeps a byte that is not UTF-8
    return f"\\x{byte:02x}" if byte <= 0xFF else f"\\u{byte:04x}"


def _make_library_file(path: str, entry: os.DirEntry[str]) -> LibraryFile:
    """Return the file of an entry that is not a folder, with its problem if it cannot be read or published."""
    try:
        size = opening.get_file_size(entry)
    except UnreadableFileError as error:
        return LibraryFile(path, _fault_problem(path, error.fault), is_folder=opening.leads_to_folder(entry))
    file = LibraryFile(path)
    if size > MAX_ATTACHMENT and not file.is_markdown:
        return LibraryFile(path, _fault_problem(path, size_fault(size, MAX_ATTACHMENT)))
    return file


def _unprintable_file(path: str, *, is_folder: bool) -> LibraryFile:
    """Return a file whose name has characters that cannot be printed; it is never read."""
    escaped_path = escape_name(path)
    if any("\ud800" <= character <= "\udfff" for character in path):
        message = say("The name is not UTF-8, so this is not read.")
    else:
        message = say("The name holds an invisible character, so this is not read.")
    hint = say("Rename it, and type the name anew. Letters of every language are fine.")
    return LibraryFile(
        escaped_path, Problem.from_rule(source.NAME_UNUSABLE, escaped_path, Span(), message, hint), is_folder
    )


def _folder_rule(fault: ReadFault) -> Rule:
    """Return the rule that reports a folder with this fault."""
    return source.NOT_REGULAR if fault.reason is ReadFaultReason.LINK else source.FOLDER_UNREADABLE


def _fault_problem(path: str, fault: ReadFault, rule: Rule = source.NOT_REGULAR) -> Problem:
    """Return the problem that reports the fault of a file or folder."""
    if fault.reason is ReadFaultReason.TOO_LARGE:
        hint = source.MOVE_OUT if LibraryFile(path).is_markdown else fault.hint
        return Problem.from_rule(source.TOO_LARGE, path, Span(), fault.message, hint)
    return Problem.from_rule(rule, path, Span(), fault.message, fault.hint)


def _choose_default_decoder(_: LibraryFile) -> Decoder:
    """Return the decoder that is used unless the caller chooses another."""
    return source.decode_source


def read_sources(
    root: Path,
    files: Sequence[LibraryFile],
    changed: Mapping[str, bytes],
    decoder: Callable[[LibraryFile], Decoder] = _choose_default_decoder,
) -> Iterator[tuple[Source | None, list[Problem]]]:
    """Yield the source of each file, or the problems that prevent reading it.

    `changed` has contents, by path, that replace those on disk. Files of one folder should follow each other.
    """
    to_open = [file.path for file in files if file.path not in changed and file.problem is None]
    contents = opening.read_files_inside(root, to_open, source.MAX_BYTES)
    for file in files:
        if file.path in changed:
            yield decoder(file)(file.path, changed[file.path])
        elif file.problem is not None:
            yield None, [file.problem]
        else:
            content = next(contents)
            if isinstance(content, ReadFault):
                yield None, [_fault_problem(file.path, content)]
            else:
                yield decoder(file)(file.path, content)


def read_folder(folder: Path, suffix: str = "") -> dict[str, bytes]:
    """Return the bytes of every file below a folder with a suffix, by its path within the folder.

    Hidden files are left out. Raises `Unusable` if a file is a link or cannot be read.
    """
    root, name = opening.real_path(folder.parent), folder.name
    contents = {}
    for file in list_files(root, name):
        if file.problem is not None:
            message = f"{file.path}: {file.problem.message} {file.problem.hint}"
            raise Unusable(message)
        if file.path.endswith(suffix):
            contents[file.path.removeprefix(f"{name}/")] = read_file(root, file.path, MAX_ATTACHMENT)
    return contents


def read_file(root: Path, path: str, limit: int) -> bytes:
    """Return the bytes of a file below the root. Raises `Unusable` if it cannot be read."""
    try:
        return opening.read_file_inside(root, path, limit)
    except UnreadableFileError as error:
        raise Unusable(error.fault.to_line(escape_name(path))) from error


def read_named_file(path: Path, limit: int, root: Path | None = None) -> bytes:
    """Return the bytes of a file that a user has named; it may not lead out of `root` through a link.

    Raises `Unusable` if it cannot be read.
    """
    try:
        return opening.read_named_file(path, limit, root)
    except UnreadableFileError as error:
        raise Unusable(error.fault.to_line(escape_name(str(path)))) from error

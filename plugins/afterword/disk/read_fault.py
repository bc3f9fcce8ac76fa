"""Reasons for which a file cannot be read or a folder cannot be listed, with advice for the author."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from enum import StrEnum

from afterword.problems import Message, say


class ReadFaultReason(StrEnum):
    """Reason for which a file cannot be opened."""

    MISSING = "missing"
    LINK = "link"
    SPECIAL = "special"
    FOLDER = "folder"
    OUTSIDE = "outside"
    TOO_LARGE = "too large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ReadFault:
    """Reason for which a file cannot be read or a folder cannot be listed, and advice."""

    reason: ReadFaultReason
    message: Message
    hint: Message

    def to_line(self, name: str) -> str:
        """Return one line about the file of this name."""
        return f"{name}: {self.message} {self.hint}"


class UnreadableFileError(Exception):
    """Raised if a file cannot be read, or a folder cannot be listed."""

    def __init__(self, fault: ReadFault) -> None:
        super().__init__(fault)
        self.fault = fault


_USE_ORDINARY_FILE = say("Put an ordinary file in its place.")
MISSING_FAULT = ReadFault(ReadFaultReason.MISSING, say("This file does not exist."), say("Check its name and folder."))
LINK_FAULT = ReadFault(
    ReadFaultReason.LINK, say("This is a link, and links are not followed."), say("Put the file itself here.")
)
OUTSIDE_FAULT = ReadFault(
    ReadFaultReason.OUTSIDE, say("This leads out of the library."), say("Put the file itself into the library.")
)
FOLDER_FAULT = ReadFault(
    ReadFaultReason.FOLDER, say("This is a folder, and a file is expected here."), say("Rename or move the folder.")
)
NOT_A_FOLDER_FAULT = ReadFault(
    ReadFaultReason.SPECIAL, say("This is a file, and a folder is expected here."), say("Rename or move the file.")
)
_FAULTS_BY_FILE_TYPE: dict[int, ReadFault] = {
    stat.S_IFLNK: LINK_FAULT,
    stat.S_IFDIR: FOLDER_FAULT,
    stat.S_IFIFO: ReadFault(
        ReadFaultReason.SPECIAL,
        say("This is a pipe, not a file."),
        say("Save what it gives to a file first, and use that."),
    ),
    stat.S_IFSOCK: ReadFault(ReadFaultReason.SPECIAL, say("This is a socket, not a file."), _USE_ORDINARY_FILE),
}
DEVICE_FAULT = ReadFault(ReadFaultReason.SPECIAL, say("This is a device, not a file."), _USE_ORDINARY_FILE)


def size_fault(size: int, limit: int) -> ReadFault:
    """Return the fault of a file with more bytes than the limit."""
    message = say("This file has {size:,} bytes; at most {limit:,} are read.", size=size, limit=limit)
    return ReadFault(ReadFaultReason.TOO_LARGE, message, say("Make it smaller, or split it."))


def file_type_fault(mode: int) -> ReadFault:
    """Return the fault of something that is not a regular file, by its `st_mode`."""
    return _FAULTS_BY_FILE_TYPE.get(stat.S_IFMT(mode), DEVICE_FAULT)


def os_error_fault(error: OSError) -> ReadFault:
    """Return the fault that an error of the operating system stands for."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return MISSING_FAULT
    if isinstance(error, PermissionError):
        return ReadFault(
            ReadFaultReason.UNREADABLE, say("You have no permission to read this."), say("Check who may read it.")
        )
    message = say("The system cannot read this: {reason}.", reason=error.strerror or type(error).__name__)
    return ReadFault(ReadFaultReason.UNREADABLE, message, say("Replace it with an ordinary file or folder."))


def folder_link_fault(folder: str) -> ReadFault:
    """Return the fault of a path whose folder, or a folder on the way to it, is a link."""
    message = say("The folder `{folder}` is a link, and links are not followed.", folder=folder)
    return ReadFault(ReadFaultReason.LINK, message, say("Put the folder itself here."))

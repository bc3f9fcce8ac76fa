"""References between files: relative addresses, names, and for briefs either of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import unquote

from afterword.body import Link
from afterword.records.grouping import group_by_keys
from afterword.text.names import name_key

ATTACHMENT_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".pdf", ".csv", ".xlsx", ".docx", ".pptx", ".ods", ".odt",
    ".odp",
)  # fmt: skip
"""Suffixes of files that can be published beside a record; a browser executes none of them."""


class BriefReferrer(Protocol):
    """Record, brief or entry that is in a file and may name a brief."""

    @property
    def path(self) -> str:
        """File, relative to the root."""

    @property
    def data(self) -> Mapping[str, Any]:
        """Front matter."""

    @property
    def brief(self) -> str:
        """Reference to the brief that it started from; empty without one."""


Plan = TypeVar("Plan", bound=BriefReferrer)


def resolve_relative(path: str, target: str) -> str:
    """Return the file that a relative address in a file points to; empty outside the root.

    Both paths are relative to the root.
    """
    parts: list[str] = path.split("/")[:-1]
    for part in unquote(target).split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def brief_keys(reference: str, path: str) -> Sequence[str]:
    """Return the keys of the brief that the file `path` refers to: possible files, and the key of its title."""
    reference = reference.strip()
    title = name_key(reference.removeprefix("[[").removesuffix("]]").partition("|")[0])
    return [key for key in (resolve_relative("", reference), resolve_relative(path, reference), title) if key]


def index_briefs(briefs: Iterable[Plan]) -> Mapping[str, Sequence[Plan]]:
    """Index briefs by everything a record may call them: their file and the key of their title."""
    return group_by_keys(briefs, lambda brief: {brief.path, name_key(brief.data.get("title", ""))})


def find_named_brief(briefs_by_key: Mapping[str, Sequence[Plan]], record: BriefReferrer) -> Plan | None:
    """Return the brief that a record or entry names; None when it is unknown or its title is ambiguous."""
    if not record.brief:
        return None
    matches = next(filter(None, (briefs_by_key.get(key, ()) for key in brief_keys(record.brief, record.path))), ())
    return matches[0] if len(matches) == 1 else None


def find_attachment(path: str, link: Link) -> tuple[str, str] | None:
    """Return the file that a link points to and its name on the site; None if it is not an attachment."""
    file = resolve_relative(path, link.target)
    if link.is_wiki or link.is_external or not file.lower().endswith(ATTACHMENT_SUFFIXES):
        return None
    return file, "-".join(file.split("/")[1:])

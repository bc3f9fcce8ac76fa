"""What one file may call another: an address relative to it, a name, or for a brief either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import unquote

from afterword.body import Link
from afterword.text.names import name_key

PUBLISHED = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".pdf", ".csv", ".xlsx", ".docx", ".pptx", ".ods", ".odt",
    ".odp",
)  # fmt: skip
"""Kinds of files that can be published beside a record: none that a browser would run."""


class Referring(Protocol):
    """A record, brief or entry: what it says stands in a file, and may name a brief."""

    @property
    def path(self) -> str:
        """Its file, relative to the root."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What it says."""

    @property
    def brief(self) -> str:
        """The brief that it names as the one it started from; empty without one."""


Value = TypeVar("Value")
Plan = TypeVar("Plan", bound=Referring)


def relative(path: str, target: str) -> str:
    """The file that a relative address leads to from a file, both relative to the root; empty outside the root."""
    steps: list[str] = path.split("/")[:-1]
    for step in unquote(target).split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].split("/"):
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def brief_keys(said: str, path: str) -> Sequence[str]:
    """What the brief may be known by that a record in the file `path` names: its file, or the key of its title."""
    said = said.strip()
    title = name_key(said.removeprefix("[[").removesuffix("]]").partition("|")[0])
    return [key for key in (relative("", said), relative(path, said), title) if key]


def briefs_by_key(briefs: Iterable[Plan]) -> Mapping[str, Sequence[Plan]]:
    """Briefs by whatever a record may call them: their file, and the key of their title."""
    return index(briefs, lambda brief: {brief.path, name_key(brief.data.get("title", ""))})


def named_brief(known: Mapping[str, Sequence[Plan]], record: Referring) -> Plan | None:
    """The brief that a record or entry names; None for one that is not known, or whose title several have."""
    if not record.brief:
        return None
    found = next(filter(None, (known.get(key, ()) for key in brief_keys(record.brief, record.path))), ())
    return found[0] if len(found) == 1 else None


def attachment(path: str, link: Link) -> tuple[str, str] | None:
    """The file that a link in a file leads to, and its name on the site; None for links to anything else."""
    file = relative(path, link.target)
    if link.wiki or link.is_outside or not file.lower().endswith(PUBLISHED):
        return None
    return file, "-".join(file.split("/")[1:])


def index(values: Iterable[Value], keys: Callable[[Value], Iterable[str]]) -> Mapping[str, Sequence[Value]]:
    """Values by each of their keys, in the order in which they came."""
    found: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        for key in keys(value):
            found[key].append(value)
    return dict(found)

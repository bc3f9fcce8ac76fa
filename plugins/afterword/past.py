"""What the files said before: the former versions that a repository still has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from afterword import frontmatter, source

Former = tuple[str | None, bytes, date, date | None]
"""The file as it is called now, None when it is gone; what it held; the day (UTC) of the change that ended it, and
of the one that made it, if that is known."""


@dataclass(frozen=True, slots=True)
class Version:
    """What the front matter of a file said from a day until another; nothing where it could not be read."""

    data: Mapping[str, Any]
    until: date
    since: date | None = None

    def stood_on(self, day: date) -> bool:
        """Whether it is what the file said when a day ended."""
        return self.since is not None and self.since <= day < self.until


class Past:
    """Former versions by file. They are fetched when somebody first asks, and read when their file is asked for."""

    def __init__(
        self, fetch: Callable[[], Iterable[Former]] = tuple, is_shallow: Callable[[], bool] = lambda: False
    ) -> None:
        self._fetch, self._is_shallow = fetch, is_shallow

    @cached_property
    def is_whole(self) -> bool:
        """Whether the repository has all of its history; a shallow clone has only the last of it."""
        return not self._is_shallow()

    def versions(self, path: str) -> Sequence[Version]:
        """The former versions of a file that is there now, the latest first."""
        return [_version(*former) for former in self._by_path.get(path, ())]

    def everything(self) -> Sequence[tuple[str | None, Version]]:
        """Every former version of every file, the latest first, with what its file is called now."""
        return [(path, _version(raw, until, since)) for path, raw, until, since in self._former]

    @cached_property
    def _former(self) -> Sequence[Former]:
        return tuple(self._fetch())

    @cached_property
    def _by_path(self) -> Mapping[str, Sequence[tuple[bytes, date, date | None]]]:
        found: dict[str, list[tuple[bytes, date, date | None]]] = {}
        for path, raw, until, since in self._former:
            if path is not None:
                found.setdefault(path, []).append((raw, until, since))
        return found


def _version(raw: bytes, until: date, since: date | None) -> Version:
    text, _ = source.read("", raw)
    document = frontmatter.read(text)[0] if text else None
    return Version(document.data if document else {}, until, since)

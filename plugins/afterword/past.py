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


@dataclass(frozen=True)
class Version:
    """A former version of a file: what it held, until when, and since when if that is known."""

    raw: bytes
    until: date
    since: date | None

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """Its front matter, which nothing has checked; nothing where it cannot be read."""
        text, _ = source.read("", self.raw)
        document = frontmatter.read(text)[0] if text else None
        return document.data if document else {}

    def stood_on(self, day: date) -> bool:
        """Whether it is what the file said when a day ended."""
        return self.since is not None and self.since <= day < self.until


class Past:
    """Former versions by file. They are fetched when somebody first asks, and read one by one."""

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
        return self._by_path.get(path, ())

    def everything(self) -> Sequence[tuple[str | None, Version]]:
        """Every former version of every file, the latest first, with what its file is called now."""
        return self._former

    @cached_property
    def _former(self) -> Sequence[tuple[str | None, Version]]:
        return [(path, Version(raw, until, since)) for path, raw, until, since in self._fetch()]

    @cached_property
    def _by_path(self) -> Mapping[str, Sequence[Version]]:
        found: dict[str, list[Version]] = {}
        for path, version in self._former:
            if path is not None:
                found.setdefault(path, []).append(version)
        return found

"""What the files said before: the former versions that a repository still has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from afterword import frontmatter, source

Former = tuple[str | None, bytes, date]
"""The file as it is called now, None when it is gone; what it held; and the day (UTC) of the change that ended it."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a file said until a day: its front matter and its text; nothing where it could not be read.

    `rank` is its place among the former versions of all files, the latest first.
    """

    data: Mapping[str, Any]
    body: str
    until: date
    rank: int = 0


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

    def versions(self, path: str | None) -> Sequence[Version]:
        """The former versions of a file that is there now, the latest first; under None, of all that are gone."""
        return [_version(raw, until, rank) for rank, raw, until in self._by_path.get(path, ())]

    def everything(self) -> Iterator[tuple[str | None, Sequence[Version]]]:
        """Each file's former versions, the latest first, each read once and kept by nobody."""
        return ((path, self.versions(path)) for path in self._by_path)

    @cached_property
    def _by_path(self) -> Mapping[str | None, Sequence[tuple[int, bytes, date]]]:
        found: dict[str | None, list[tuple[int, bytes, date]]] = {}
        for rank, (path, raw, until) in enumerate(self._fetch()):
            found.setdefault(path, []).append((rank, raw, until))
        return found


def _version(raw: bytes, until: date, rank: int) -> Version:
    text, _ = source.read("", raw)
    document = frontmatter.read(text)[0] if text else None
    return Version(document.data, document.body, until, rank) if document else Version({}, "", until, rank)

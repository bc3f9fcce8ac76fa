"""What the files said before: the former versions that a repository still has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.document import Document
from afterword.problems import Text

Former = tuple[str | None, bytes, date, date | None]
"""The file as it is called now, None when it is gone; what it held; the day (UTC) of the change that ended it, and
of the one that made it, if that is known."""

Fetched = tuple[Sequence[Former], Text | None]
"""The former versions that could be read; and why some may be missing, None where all were read."""


@dataclass(frozen=True)
class Version:
    """A former version of a file: what it held, until when, and since when if that is known.

    `rank` is its place among the former versions of all files, the latest first.
    """

    raw: bytes
    until: date
    since: date | None
    rank: int = 0

    @property
    def data(self) -> Mapping[str, Any]:
        """Its front matter, which nothing has checked; nothing where it cannot be read."""
        return self._document.data if self._document else {}

    @property
    def body(self) -> str:
        """Its text below the front matter; empty where it cannot be read."""
        return self._document.body if self._document else ""

    def stood_on(self, day: date) -> bool:
        """Whether it is what the file said when a day ended."""
        return self.since is not None and self.since <= day < self.until

    @cached_property
    def _document(self) -> Document | None:
        text, _ = source.read("", self.raw)
        return frontmatter.read(text)[0] if text else None


class Past:
    """Former versions by file. They are fetched when somebody first asks, and read one by one."""

    def __init__(self, fetch: Callable[[], Fetched] = lambda: ((), None)) -> None:
        self._fetch = fetch

    @property
    def gap(self) -> Text | None:
        """Why former versions may be missing, as in "… because this clone is shallow"; None where all were read."""
        return self._fetched[1]

    @property
    def is_whole(self) -> bool:
        """Whether all of the history could be read; a shallow clone has only the last of it."""
        return self.gap is None

    def versions(self, path: str | None) -> Sequence[Version]:
        """The former versions of a file that is there now, the latest first; under None, of all that are gone."""
        return [Version(raw, until, since, rank) for rank, raw, until, since in self._by_path.get(path, ())]

    def everything(self) -> Iterator[tuple[str | None, Sequence[Version]]]:
        """Each file's former versions, the latest first; what was read of them is kept by nobody."""
        return ((path, self.versions(path)) for path in self._by_path)

    @cached_property
    def _by_path(self) -> Mapping[str | None, Sequence[tuple[int, bytes, date, date | None]]]:
        found: dict[str | None, list[tuple[int, bytes, date, date | None]]] = {}
        for rank, (path, raw, until, since) in enumerate(self._fetched[0]):
            found.setdefault(path, []).append((rank, raw, until, since))
        return found

    @cached_property
    def _fetched(self) -> Fetched:
        return self._fetch()

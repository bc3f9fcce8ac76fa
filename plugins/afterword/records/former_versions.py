"""Former versions of files, as the repository's history has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.document import Document
from afterword.problems import Message

FormerFile = tuple[str | None, bytes, date, date | None]
"""Former content of a file.

It has the current path of the file, None when it is gone; the former bytes; the day (UTC) of the commit
that replaced them; and the day of the commit that made them, if known.
"""

FetchedVersions = tuple[Sequence[FormerFile], Message | None]
"""The former versions that could be read, and the reason why some may be missing; None where all were read."""


@dataclass(frozen=True)
class FormerVersion:
    """Former version of a file: its bytes, until when it was current, and since when if known.

    `rank` is its position among the former versions of all files, the latest first.
    """

    raw: bytes
    until: date
    since: date | None
    rank: int = 0

    @property
    def data(self) -> Mapping[str, Any]:
        """Unvalidated front matter; empty where it cannot be read."""
        return self._document.data if self._document else {}

    @property
    def body(self) -> str:
        """Text below the front matter; empty where it cannot be read."""
        return self._document.body if self._document else ""

    def was_current_on(self, day: date) -> bool:
        """Return whether this version was current at the end of a day."""
        return self.since is not None and self.since <= day < self.until

    @cached_property
    def _document(self) -> Document | None:
        """Parsed front matter and body; None where they cannot be read."""
        decoded, _ = source.decode_source("", self.raw)
        return frontmatter.read_document(decoded)[0] if decoded else None


class VersionHistory:
    """Former versions by file, fetched on first access and parsed one by one."""

    def __init__(self, fetch: Callable[[], FetchedVersions] = lambda: ((), None)) -> None:
        self._fetch = fetch

    @property
    def gap(self) -> Message | None:
        """Reason why former versions may be missing, as in "this clone is shallow"; None where all were read."""
        return self._fetched[1]

    @property
    def is_complete(self) -> bool:
        """True if the repository has its whole history; a shallow clone has only the latest part."""
        return self.gap is None

    def versions_of(self, path: str | None) -> Sequence[FormerVersion]:
        """Return the former versions of a current file, the latest first; for None, those of all removed files."""
        return [FormerVersion(raw, until, since, rank) for rank, raw, until, since in self._by_path.get(path, ())]

    def iterate_versions(self) -> Iterator[tuple[str | None, Sequence[FormerVersion]]]:
        """Yield each file with its former versions, the latest first; parsed versions are not kept."""
        return ((path, self.versions_of(path)) for path in self._by_path)

    @cached_property
    def _by_path(self) -> Mapping[str | None, Sequence[tuple[int, bytes, date, date | None]]]:
        """Former versions by the present path of their file, the latest first."""
        versions_by_path: dict[str | None, list[tuple[int, bytes, date, date | None]]] = {}
        for rank, (path, raw, until, since) in enumerate(self._fetched[0]):
            versions_by_path.setdefault(path, []).append((rank, raw, until, since))
        return versions_by_path

    @cached_property
    def _fetched(self) -> FetchedVersions:
        """Former versions, fetched on first access."""
        return self._fetch()

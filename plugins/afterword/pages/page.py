"""What a page is, and what every page is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from afterword.backlinks import Mentions
from afterword.dates import period
from afterword.library import Entry, Projection


@dataclass(frozen=True, slots=True)
class Contents:
    """One line of a page's table of contents."""

    title: str
    id: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `url` is relative to the site's root and ends in a slash; the home page's is empty.

    `html` is finished and safe; every other text is plain, to be escaped where it is put out.
    `source` is the file it was written in, where there is one; `section` the first part of its address; `redirect` the
    address of the page that took its place, relative to this one.
    """

    url: str
    title: str
    html: str
    description: str = ""
    contents: tuple[Contents, ...] = field(default_factory=tuple)
    source: str | None = None
    redirect: str = ""

    @property
    def section(self) -> str:
        """The first part of its address."""
        return self.url.split("/")[0]


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a record had until some day; `path` is its file now, None when it was deleted."""

    name: str
    path: str | None
    until: date


@dataclass(frozen=True)
class Site:
    """What every page is made from: the library as one audience sees it, the day of the build, where to edit a file.

    `edit_url` holds `{path}` in the place of a file's path; empty where there is nowhere to edit. `former` are names
    that records had before, the latest first.
    """

    library: Projection
    today: date
    edit_url: str = ""
    former: Sequence[FormerName] = ()

    @cached_property
    def mentions(self) -> Mentions:
        """Who speaks of whom."""
        return Mentions(self.library)

    def is_stale(self, entry: Entry) -> bool:
        """Whether the day by which an entry was to be looked at again has passed."""
        due = period(entry.review_by)
        return due is not None and due.last < self.today

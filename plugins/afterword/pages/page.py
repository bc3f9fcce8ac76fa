"""What a page is, and what every page is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from afterword.library import Projection


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
    `source` is the file it was written in, where there is one; `section` the first part of its address.
    """

    url: str
    title: str
    html: str
    description: str = ""
    contents: tuple[Contents, ...] = field(default_factory=tuple)
    source: str | None = None

    @property
    def section(self) -> str:
        """The first part of its address."""
        return self.url.split("/")[0]


@dataclass(frozen=True, slots=True)
class Site:
    """What every page is made from: the library as one audience sees it, the day of the build, where to edit a file.

    `edit_url` holds `{path}` in the place of a file's path; empty where there is nowhere to edit.
    """

    library: Projection
    today: date
    edit_url: str = ""

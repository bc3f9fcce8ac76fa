"""A finished page of the library in the engine's hands."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from sys import intern
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.structure.toc import get_toc

from afterword.pages.page import Page

_NOTHING = "default-src 'none'; img-src data:"
"""The policy of a page that has no script, no style, and an empty icon."""


class PutOut(File):
    """A file that is made when it is put out, and then let go: the engine keeps its files until the end of a build."""

    make: Callable[[], bytes] = bytes

    @classmethod
    def of(cls, config: MkDocsConfig, uri: str, make: Callable[[], bytes]) -> File:
        """A file at an address of the site."""
        file = cls.generated(config, uri, content=b"")
        file.make = make  # type: ignore[attr-defined]  # the engine says of a class's own that it is any file
        return file

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the engine's own
        """Puts it out."""
        self.content_bytes, self.make = self.make(), bytes
        super().copy_file(dirty)
        self.content_bytes = b""


class LibraryPage(EnginePage):
    """A finished page: neither its YAML nor its Markdown runs.

    The engine's templates put title and description out as they are, so both are escaped here. What it says is written
    when it is opened and let go when it is closed: the engine keeps its pages until the end of a build. One that
    `opens_late` is opened just before it is put out, as nobody looks into it earlier.
    """

    def __init__(self, page: Page, file: File, config: MkDocsConfig, *, opens_late: bool = False) -> None:
        super().__init__(None, file, config)
        self._finished, self.opens_late = page, opens_late
        self.is_listed = False
        """Whether it stands in a section of the navigation, whose list is shown beside it."""

    @property
    def is_found(self) -> bool:
        """Whether it is one for search to find: what it says stands in no other page."""
        return self._finished.source is not None

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta: dict[str, Any] = {
            "title": escape(self._finished.title),
            "description": escape(self._finished.description),
            "hide": [],
            "afterword": True,
            "lang": self._finished.lang,
            "others": self._finished.others,
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""
        if not self.opens_late:
            self.open()

    def open(self) -> None:
        """Writes what it says."""
        written = self._finished.write()
        self.content = written.html
        tokens = [
            {"level": item.level, "id": item.id, "name": escape(item.title), "html": escape(item.title), "children": []}
            for item in written.contents
        ]
        self.toc = get_toc(tokens)  # type: ignore[arg-type]  # the shape that Python-Markdown's own extension makes
        # The engine asks at the end of a build whether a place is among them; a set takes ten times the room.
        self.present_anchor_ids = tuple(intern(item.id) for item in written.contents)  # type: ignore[assignment]
        absent = {"navigation": not self.is_listed, "toc": not written.contents}
        self.meta["hide"] = [part for part, is_absent in absent.items() if is_absent]

    def close(self) -> None:
        """Lets go of what it says and of what that was made from, but for the places that other pages can link to."""
        self.content, self.toc = "", get_toc([])
        del self._finished


def signpost(page: Page) -> str:
    """A page that only leads on, outside the theme: there are as many as names ever were, and nobody stays on one."""
    to = escape(page.redirect)
    return (
        f'<!doctype html>\n<html lang="{escape(page.lang)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(page.title)}</title>'
        f'<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}">'
        f'<meta name="robots" content="noindex"><link rel="icon" href="data:,"></head>\n'
        f'<body><article class="aw-signpost">{page.html}</article></body></html>\n'
    )

"""Finished page of the library, in the form that the engine takes."""

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


class LazyFile(File):
    """File that is built when it is copied and freed afterwards, since the engine keeps all files of a build."""

    make: Callable[[], bytes] = bytes

    @classmethod
    def create(cls, config: MkDocsConfig, uri: str, make: Callable[[], bytes]) -> File:
        """Create a file at a URL of the site."""
        file = cls.generated(config, uri, content=b"")
        file.make = make  # type: ignore[attr-defined]  # the engine's annotation returns File
        return file

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the engine's own
        """Build the file, copy it and free its content."""
        self.content_bytes, self.make = self.make(), bytes
        super().copy_file(dirty)
        self.content_bytes = b""


class LibraryPage(EnginePage):
    """Finished page, for which MkDocs parses neither YAML nor Markdown.

    The engine's templates output title and description without escaping, so both are escaped here. The content
    is rendered by `load_content` and freed by `release_content`, since the engine keeps its pages until the end
    of a build. A `deferred` page is loaded just before it is rendered, as nothing reads its content earlier.
    """

    def __init__(self, page: Page, file: File, config: MkDocsConfig, *, deferred: bool = False) -> None:
        super().__init__(None, file, config)
        self._library_page, self.deferred = page, deferred
        self.has_sidebar = False
        """Whether it stands in a section of the navigation, whose list is shown beside it."""

    @property
    def is_searchable(self) -> bool:
        """True if search should find the page, because its content is on no other page."""
        return self._library_page.source is not None

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta: dict[str, Any] = {
            "title": escape(self._library_page.title),
            "description": escape(self._library_page.description),
            "hide": [],
            "afterword": True,
            "lang": self._library_page.lang,
            "others": self._library_page.alternates,
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""
        if not self.deferred:
            self.load_content()

    def load_content(self) -> None:
        """Render the content."""
        page_content = self._library_page.write()
        self.content = page_content.html
        tokens = [
            {"level": item.level, "id": item.id, "name": escape(item.title), "html": escape(item.title), "children": []}
            for item in page_content.toc
        ]
        self.toc = get_toc(tokens)  # type: ignore[arg-type]  # the same shape as from Python-Markdown's extension
        # The engine looks up anchors at the end of a build; a set would take ten times the memory.
        self.present_anchor_ids = tuple(intern(item.id) for item in page_content.toc)  # type: ignore[assignment]
        hidden_parts = {"navigation": not self.has_sidebar, "toc": not page_content.toc}
        self.meta["hide"] = [part for part, is_hidden in hidden_parts.items() if is_hidden]

    def release_content(self) -> None:
        """Free the content and its source, but keep the anchors that other pages can link to."""
        self.content, self.toc = "", get_toc([])
        del self._library_page

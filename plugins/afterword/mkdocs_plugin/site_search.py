"""Search index of one build, which takes each page as soon as the engine has rendered it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from afterword.problems import Unusable
from afterword.publish.search_index import SearchIndex


class SiteSearch:
    """Search index under construction; `pending_uris` are the source URIs of the pages to add while they are rendered.

    The index is written while the pages outside it are still being rendered. Raises `PluginError` if it cannot be
    built.
    """

    def __init__(self, pending_uris: set[str]) -> None:
        self._pending_uris = pending_uris
        try:
            self._index = SearchIndex()
        except OSError as error:
            message = f"The search index could not be built: {error}"
            raise PluginError(message) from error

    def add_page(self, file: File, html: str, site_folder: Path) -> None:
        """Add a rendered page, if it is one of the pending ones; after the last one, start writing the index."""
        if file.src_uri in self._pending_uris:
            self._pending_uris.remove(file.src_uri)
            self._index.add_page(file.dest_uri, html)
            if not self._pending_uris:
                self._index.add_remaining_pages(site_folder)

    def write_index(self, site_folder: Path, rows_by_url: Mapping[str, int]) -> None:
        """Complete the index of a finished site. Raises `PluginError` if that fails."""
        try:
            self._index.write_index(site_folder, rows_by_url)
        except Unusable as error:
            raise PluginError(str(error)) from error
        except OSError as error:
            message = f"The search index could not be built: {error}"
            raise PluginError(message) from error

    def abort_build(self) -> None:
        """Stop the indexing program after the build has failed."""
        self._index.abort_build()

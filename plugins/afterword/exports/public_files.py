"""Files that a library publishes for other sites and programs, which link to its records or look them up."""

from __future__ import annotations

from collections.abc import Mapping

from afterword.exports.inventory import build_inventory
from afterword.exports.published_index import LibraryInfo, build_published_index
from afterword.library.published_index import INDEX_FILE, INDEX_SCHEMA_FILE
from afterword.pages.page import Site

INVENTORY_FILE = "objects.inv"


def build_public_files(site: Site, library_info: LibraryInfo, schema: bytes) -> Mapping[str, bytes]:
    """Build the files by their URLs; `schema` is the JSON Schema of the published index."""
    return {
        INDEX_FILE: build_published_index(site, library_info),
        INDEX_SCHEMA_FILE: schema,
        INVENTORY_FILE: build_inventory(site, library_info.title),
    }

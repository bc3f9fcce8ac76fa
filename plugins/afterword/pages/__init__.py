"""The library as pages: plain values that any site engine can take."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.pages import indexes, moved, record, reference
from afterword.pages.page import Page, Site


def every(site: Site) -> Iterator[Page]:
    """Every page of a site, indexes first."""
    yield indexes.home(site)
    yield from indexes.library(site)
    yield indexes.names(site)
    yield from indexes.tags(site)
    yield from indexes.markets(site)
    yield reference.fields(site)
    yield reference.rules()
    for entry in site.library.entries:
        yield record.page(site, entry)
    yield from moved.pages(site)

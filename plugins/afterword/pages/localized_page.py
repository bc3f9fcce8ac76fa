"""Pages made from a template in the language of a site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.templates import deferred_render


def build_localized_page(  # noqa: PLR0913 - the values of a page
    site: Site,
    template: str,
    url: str,
    title: str,
    description: str = "",
    *,
    toc: tuple[TocEntry, ...] = (),
    data: Callable[[], bytes] | None = None,
    **values: Any,
) -> Page:
    """Build a page in the site's language; `url` is its URL in the site's first language.

    The template gets `values` and the title.
    """
    localized_url = site.localized_url(url)
    return Page(
        localized_url,
        title,
        deferred_render(template, site, localized_url, toc, title=title, **values),
        description,
        template=template,
        lang=site.lang,
        alternates=site.alternate_urls(url),
        data=data,
    )

"""Pages at URLs that records have left: redirects to their new URLs, and notices of removed records."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.projection import Entry
from afterword.pages.page import FormerName, Page, Site
from afterword.pages.templates import deferred_render, relative_url
from afterword.schema.audience import Audience
from afterword.text.names import slugify


def build_redirect_pages(site: Site) -> Iterator[Page]:
    """Yield a page for every alias and former name whose URL no record has.

    Aliases take precedence over former names, and later former names over earlier ones.
    """
    used_slugs = {entry.slug for entry in site.library.entries}
    for name, page in _iter_claims(site):
        if (address := slugify(name)) and address not in used_slugs:
            used_slugs.add(address)
            yield page


def _iter_claims(site: Site) -> Iterator[tuple[str, Page]]:
    by_path = {entry.path: entry for entry in site.library.entries}
    for entry in site.library.entries:
        yield from ((alias, _build_redirect(site, alias, entry)) for alias in entry.names[1:])
    # Former names may come from drafts, so they are for the internal audience only; aliases redirect for all.
    for former in site.former_names if site.library.audience is Audience.INTERNAL else ():
        if former.path in by_path:
            yield former.name, _build_redirect(site, former.name, by_path[former.path])
        elif former.path is None:
            yield former.name, _build_removal_notice(site, former)


def _build_redirect(site: Site, name: str, entry: Entry) -> Page:
    url = f"names/{slugify(name)}/"
    target = relative_url(url, f"names/{entry.slug}/")
    content = deferred_render("moved.html", site, url, name=name, entry=entry)
    return Page(url, name, content, template="moved.html", redirect=target, lang=site.lang)


def _build_removal_notice(site: Site, former: FormerName) -> Page:
    url = f"names/{slugify(former.name)}/"
    content = deferred_render("gone.html", site, url, name=former.name, until=former.until.isoformat())
    return Page(url, former.name, content, template="gone.html", lang=site.lang)

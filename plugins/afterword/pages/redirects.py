"""What stands at addresses that records have left: the way to where they are now, or a word that they are gone."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.projection import Entry
from afterword.pages.page import FormerName, Page, Site
from afterword.pages.templates import link, writing
from afterword.schema.fields import Audience
from afterword.text.names import slug


def pages(site: Site) -> Iterator[Page]:
    """A page for every alias and every former name whose address no record has; of several claims the latest counts."""
    taken = {entry.slug for entry in site.library.entries}
    for name, page in _claims(site):
        if (address := slug(name)) and address not in taken:
            taken.add(address)
            yield page


def _claims(site: Site) -> Iterator[tuple[str, Page]]:
    by_path = {entry.path: entry for entry in site.library.entries}
    for entry in site.library.entries:
        yield from ((alias, _moved(site, alias, entry)) for alias in entry.names[1:])
    # What a record was called as a draft, or that there was one, is for the team; aliases lead everybody on.
    for former in site.former if site.library.audience is Audience.INTERNAL else ():
        if former.path in by_path:
            yield former.name, _moved(site, former.name, by_path[former.path])
        elif former.path is None:
            yield former.name, _gone(site, former)


def _moved(site: Site, name: str, entry: Entry) -> Page:
    url = f"names/{slug(name)}/"
    target = link(url, f"names/{entry.slug}/")
    content = writing("moved.html", site, url, name=name, entry=entry)
    return Page(url, name, content, redirect=target, lang=site.lang)


def _gone(site: Site, former: FormerName) -> Page:
    url = f"names/{slug(former.name)}/"
    content = writing("gone.html", site, url, name=former.name, until=former.until.isoformat())
    return Page(url, former.name, content, lang=site.lang)

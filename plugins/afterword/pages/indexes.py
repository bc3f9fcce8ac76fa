"""Home, and the lists that lead to records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from afterword.library.projection import Entry
from afterword.pages import facets
from afterword.pages import search_data as finding
from afterword.pages.page import Page, Site
from afterword.pages.templates import address, country, term, writing
from afterword.pages.translations import told
from afterword.pages.week import week
from afterword.schema.fields import Audience

PER_PAGE = 50
"""Records on one page of the library list."""


def home(site: Site) -> Page:
    """What to know this week, and where to go from here."""
    _, entries = told(site.lang), site.library.entries
    content = writing(
        "home.html",
        site,
        site.url(""),
        week=week(site),
        is_ours=site.library.audience is Audience.INTERNAL,
        count=len(entries),
        tags=_counted(site, "tags")[:24],
        markets=_counted(site, "markets")[:24],
    )
    description = _("Named wins and losses, and what they taught.")
    return Page(site.url(""), _("Home"), content, description, lang=site.lang, others=site.others(""))


def library(site: Site) -> Iterator[Page]:
    """Every record, newest first, fifty to a page."""
    _, entries = told(site.lang), site.library.entries
    found = facets.facets(site)
    columns = facets.files(site, found)
    total = max(1, -(-len(entries) // PER_PAGE))
    pages = [(number, _library_url(number)) for number in range(1, total + 1)]
    for number, url in pages:
        shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        content = writing(
            "library.html", site, site.url(url), entries=shown, count=len(entries), number=number, pages=pages
        )
        title = _("Library") if number == 1 else _("Library, page %(number)s") % {"number": number}
        page = Page(site.url(url), title, content, lang=site.lang, others=site.others(url))
        if number == 1:
            data = partial(finding.data, site, found, facets.digest(columns), PER_PAGE)
            page = replace(page, data=data, beside=columns if site.lang == site.languages[0] else {})
        yield page


def names(site: Site) -> Page:
    """Every name and alias, in alphabetical order."""
    _ = told(site.lang)
    rows = [(name, entry) for entry in site.library.entries for name in entry.names]
    rows.sort(key=lambda row: (row[0].casefold(), row[1].slug))
    content = writing("names.html", site, site.url("names/"), rows=rows)
    return Page(site.url("names/"), _("Names"), content, lang=site.lang, others=site.others("names/"))


def tags(site: Site) -> Iterator[Page]:
    """The tags in use, and a page for each."""
    _ = told(site.lang)
    yield from _index(site, "tags", _("Tags"))


def markets(site: Site) -> Iterator[Page]:
    """The markets records speak of, and a page for each."""
    _ = told(site.lang)
    yield from _index(site, "markets", _("Markets"))


def _index(site: Site, by: str, title: str) -> Iterator[Page]:
    rows = _counted(site, by)
    content = writing("index.html", site, site.url(f"{by}/"), title=title, rows=rows)
    yield Page(site.url(f"{by}/"), title, content, lang=site.lang, others=site.others(f"{by}/"))
    for name, url, entries in rows:
        content = writing("group.html", site, site.url(url), title=name, entries=entries)
        yield Page(site.url(url), name, content, lang=site.lang, others=site.others(url))


def _counted(site: Site, by: str) -> Sequence[tuple[str, str, Sequence[Entry]]]:
    """Title, address and entries of each tag or market, the most used first."""
    found = site.library.by_tag if by == "tags" else site.library.by_market
    vocabulary, lang = site.library.vocabulary, site.lang
    rows = [
        (term(vocabulary, "tags", key, lang) if by == "tags" else country(key, lang), f"{by}/{address(key)}/", entries)
        for key, entries in found.items()
    ]
    return sorted(rows, key=lambda row: (-len(row[2]), row[0]))


def _library_url(number: int) -> str:
    return "library/" if number == 1 else f"library/{number}/"

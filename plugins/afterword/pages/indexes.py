"""Home, and the lists that lead to records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from afterword.library import Entry
from afterword.pages.page import Page, Site
from afterword.pages.templates import address, country, render, term

PER_PAGE = 50
"""Records on one page of the library list."""


def home(site: Site) -> Page:
    """What is new, and where to go from here."""
    entries = site.library.entries
    content = render(
        "home.html",
        "en",
        "",
        site=site,
        latest=entries[:6],
        count=len(entries),
        tags=_counted(site, "tags")[:24],
        markets=_counted(site, "markets")[:24],
        never=[(entry, rule) for entry in entries for rule in entry.data.get("guardrails", ())][:4],
        today=site.today.isoformat(),
    )
    return Page("", "Home", content, "Named wins and losses, and what they taught.")


def library(site: Site) -> Iterator[Page]:
    """Every record, newest first, fifty to a page."""
    entries = site.library.entries
    total = max(1, -(-len(entries) // PER_PAGE))
    for number in range(1, total + 1):
        shown = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        url = _library_url(number)
        pages = [(n, _library_url(n)) for n in range(1, total + 1)]
        content = render(
            "library.html", "en", url, site=site, entries=shown, count=len(entries), number=number, pages=pages
        )
        yield Page(url, "Library" if number == 1 else f"Library, page {number}", content)


def names(site: Site) -> Page:
    """Every name and alias, in alphabetical order."""
    rows = [(name, entry) for entry in site.library.entries for name in (entry.name, *entry.aliases)]
    rows.sort(key=lambda row: (row[0].casefold(), row[1].slug))
    return Page("names/", "Names", render("names.html", "en", "names/", rows=rows))


def tags(site: Site) -> Iterator[Page]:
    """The tags in use, and a page for each."""
    yield from _index(site, "tags", "Tags", "tags")


def markets(site: Site) -> Iterator[Page]:
    """The markets records speak of, and a page for each."""
    yield from _index(site, "markets", "Markets", "markets")


def _index(site: Site, by: str, title: str, section: str) -> Iterator[Page]:
    rows = _counted(site, by)
    content = render("index.html", "en", f"{section}/", title=title, rows=rows)
    yield Page(f"{section}/", title, content)
    for name, url, entries in rows:
        content = render("group.html", "en", url, site=site, title=name, entries=entries)
        yield Page(url, name, content)


def _counted(site: Site, by: str) -> Sequence[tuple[str, str, Sequence[Entry]]]:
    """Title, address and entries of each tag or market, the most used first."""
    found = site.library.by_tag if by == "tags" else site.library.by_market
    rows = [
        (
            term(site.library.vocabulary, "tags", key, "en") if by == "tags" else country(key, "en"),
            f"{by}/{address(key)}/",
            entries,
        )
        for key, entries in found.items()
    ]
    return sorted(rows, key=lambda row: (-len(row[2]), row[0]))


def _library_url(number: int) -> str:
    return "library/" if number == 1 else f"library/{number}/"

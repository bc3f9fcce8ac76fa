"""Home page, and the lists that lead to records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from afterword.library.projection import Entry
from afterword.pages import facets, search_data
from afterword.pages.page import Page, Site
from afterword.pages.templates import country_name, deferred_render, term_title, url_segment
from afterword.pages.translations import gettext_for
from afterword.pages.week import summarize_week
from afterword.schema.audience import Audience

PER_PAGE = 50
"""Number of records on one page of the library list."""


def build_home_page(site: Site) -> Page:
    """Build the home page with the weekly summary."""
    _, entries = gettext_for(site.lang), site.library.entries
    content = deferred_render(
        "home.html",
        site,
        site.localized_url(""),
        week=summarize_week(site),
        is_ours=site.library.audience is Audience.INTERNAL,
        count=len(entries),
        tags=_count_by(site, "tags")[:24],
        markets=_count_by(site, "markets")[:24],
    )
    description = _("Named wins and losses, and what they taught.")
    return Page(
        site.localized_url(""), _("Home"), content, description, lang=site.lang, alternates=site.alternate_urls("")
    )


def build_library_pages(site: Site) -> Iterator[Page]:
    """Yield the list of all records, newest first, 50 on a page."""
    _, entries = gettext_for(site.lang), site.library.entries
    facet_columns = facets.collect_facets(site)
    column_files = facets.build_column_files(site, facet_columns)
    total = max(1, -(-len(entries) // PER_PAGE))
    pages = [(number, _library_page_url(number)) for number in range(1, total + 1)]
    for number, url in pages:
        page_entries = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        content = deferred_render(
            "library.html",
            site,
            site.localized_url(url),
            entries=page_entries,
            count=len(entries),
            number=number,
            pages=pages,
        )
        title = _("Library") if number == 1 else _("Library, page %(number)s") % {"number": number}
        page = Page(site.localized_url(url), title, content, lang=site.lang, alternates=site.alternate_urls(url))
        if number == 1:
            data = partial(
                search_data.encode_search_data, site, facet_columns, facets.digest_columns(column_files), PER_PAGE
            )
            page = replace(page, data=data, extra_files=column_files if site.lang == site.languages[0] else {})
        yield page


def build_names_page(site: Site) -> Page:
    """Build the page of every name and alias, in alphabetical order."""
    _ = gettext_for(site.lang)
    rows = [(name, entry) for entry in site.library.entries for name in entry.names]
    rows.sort(key=lambda row: (row[0].casefold(), row[1].slug))
    content = deferred_render("names.html", site, site.localized_url("names/"), rows=rows)
    return Page(
        site.localized_url("names/"), _("Names"), content, lang=site.lang, alternates=site.alternate_urls("names/")
    )


def build_tag_pages(site: Site) -> Iterator[Page]:
    """Yield the index of tags, and the page of each tag."""
    _ = gettext_for(site.lang)
    yield from _build_group_pages(site, "tags", _("Tags"))


def build_market_pages(site: Site) -> Iterator[Page]:
    """Yield the index of markets, and the page of each market."""
    _ = gettext_for(site.lang)
    yield from _build_group_pages(site, "markets", _("Markets"))


def _build_group_pages(site: Site, by: str, title: str) -> Iterator[Page]:
    rows = _count_by(site, by)
    content = deferred_render("index.html", site, site.localized_url(f"{by}/"), title=title, rows=rows)
    yield Page(site.localized_url(f"{by}/"), title, content, lang=site.lang, alternates=site.alternate_urls(f"{by}/"))
    for name, url, entries in rows:
        content = deferred_render("group.html", site, site.localized_url(url), title=name, entries=entries)
        yield Page(site.localized_url(url), name, content, lang=site.lang, alternates=site.alternate_urls(url))


def _count_by(site: Site, by: str) -> Sequence[tuple[str, str, Sequence[Entry]]]:
    """Return title, URL and entries of each tag or market, the most used first."""
    groups = site.library.by_tag if by == "tags" else site.library.by_market
    vocabulary, lang = site.library.vocabulary, site.lang
    rows = [
        (
            term_title(vocabulary, "tags", key, lang) if by == "tags" else country_name(key, lang),
            f"{by}/{url_segment(key)}/",
            entries,
        )
        for key, entries in groups.items()
    ]
    return sorted(rows, key=lambda row: (-len(row[2]), row[0]))


def _library_page_url(number: int) -> str:
    return "library/" if number == 1 else f"library/{number}/"

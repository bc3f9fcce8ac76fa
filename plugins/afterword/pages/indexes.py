"""Home page, and the lists that lead to records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from afterword.analysis.outcomes import OutcomeTally, tally_outcomes
from afterword.library.projection import Entry
from afterword.pages import facets, search_data
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site
from afterword.pages.page_data import paginate_items
from afterword.pages.templates import country_name, term_title, url_segment
from afterword.pages.translations import gettext_for
from afterword.pages.week import summarize_site_week
from afterword.schema.audience import Audience

PER_PAGE = 50
"""Number of records on one page of the library list."""
_MAX_TAGS = 24
"""Maximum number of tags, and of markets, on the home page."""


@dataclass(frozen=True, slots=True)
class GroupLink:
    """Tag or market, with the URL of its page and its entries counted by outcome."""

    title: str
    url: str
    entries: Sequence[Entry]
    tally: OutcomeTally


def build_home_page(site: Site) -> Page:
    """Build the home page with the weekly summary."""
    _ = gettext_for(site.lang)
    return build_localized_page(
        site,
        "home.html",
        "",
        _("Home"),
        _("Named wins and losses, and what they taught."),
        week=summarize_site_week(site),
        is_internal=site.library.audience is Audience.INTERNAL,
        count=tally_outcomes(site.library.entries).count,
        tags=_list_group_links(site, "tags")[:_MAX_TAGS],
        markets=_list_group_links(site, "markets")[:_MAX_TAGS],
    )


def build_library_pages(site: Site) -> Iterator[Page]:
    """Yield the list of all records, newest first, 50 on a page; the first page has the data of the search."""
    _ = gettext_for(site.lang)
    list_pages = paginate_items(site.library.entries, "library/", PER_PAGE)
    for list_page in list_pages:
        page = build_localized_page(
            site,
            "library.html",
            list_page.url,
            _("Library") if list_page.number == 1 else _("Library, page %(number)s") % {"number": list_page.number},
            count=tally_outcomes(site.library.entries).count,
            sheet=list_page,
            sheets=list_pages,
        )
        yield _add_search_data(page, site) if list_page.number == 1 else page


def _add_search_data(page: Page, site: Site) -> Page:
    facet_columns = facets.collect_facets(site)
    column_files = facets.build_column_files(site, facet_columns)
    data = partial(search_data.encode_search_data, site, facet_columns, facets.digest_columns(column_files), PER_PAGE)
    return replace(page, data=data, extra_files=column_files if site.lang == site.languages[0] else {})


def build_names_page(site: Site) -> Page:
    """Build the page of every name and alias, in alphabetical order."""
    _ = gettext_for(site.lang)
    named_entries = [(name, entry) for entry in site.library.entries for name in entry.names]
    named_entries.sort(key=lambda row: (row[0].casefold(), row[1].slug))
    return build_localized_page(site, "names.html", "names/", _("Names"), named_entries=named_entries)


def build_tag_pages(site: Site) -> Iterator[Page]:
    """Yield the index of tags, and the page of each tag."""
    _ = gettext_for(site.lang)
    yield from _build_group_pages(site, "tags", _("Tags"))


def build_market_pages(site: Site) -> Iterator[Page]:
    """Yield the index of markets, and the page of each market."""
    _ = gettext_for(site.lang)
    yield from _build_group_pages(site, "markets", _("Markets"))


def _build_group_pages(site: Site, by: str, title: str) -> Iterator[Page]:
    links = _list_group_links(site, by)
    yield build_localized_page(site, "index.html", f"{by}/", title, links=links)
    for link in links:
        yield build_localized_page(site, "group.html", link.url, link.title, entries=link.entries, tally=link.tally)


def _list_group_links(site: Site, by: str) -> Sequence[GroupLink]:
    """Return the tags or markets of the library, the most used first."""
    groups = site.library.by_tag if by == "tags" else site.library.by_market
    vocabulary, lang = site.library.vocabulary, site.lang
    links = [
        GroupLink(
            term_title(vocabulary, "tags", key, lang) if by == "tags" else country_name(key, lang),
            f"{by}/{url_segment(key)}/",
            entries,
            tally_outcomes(entries),
        )
        for key, entries in groups.items()
    ]
    return sorted(links, key=lambda link: (-link.tally.count, link.title))

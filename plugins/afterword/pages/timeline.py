"""Timeline of wins and losses, each with the practice that changed after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from afterword.analysis.practice import summarize_practice
from afterword.library.projection import Entry
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site
from afterword.pages.page_data import ListPage, paginate_items
from afterword.pages.translations import gettext_for
from afterword.schema.audience import Audience

PER_PAGE = 100
"""Number of records on one page of the timeline."""


def build_timeline_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of all entries with an outcome, by the year in which they ended, newest first, 100 on a page."""
    _ = gettext_for(site.lang)
    ended_entries = [entry for entry in site.library.entries if entry.outcome]
    list_pages = paginate_items(ended_entries, "timeline/", PER_PAGE)
    year_links = _build_year_links(list_pages)
    for list_page in list_pages:
        moments = [(entry, summarize_practice(entry)) for entry in list_page.items]
        years = [(year, list(group)) for year, group in groupby(moments, key=lambda moment: _end_year(moment[0]))]
        yield build_localized_page(
            site,
            "timeline.html",
            list_page.url,
            _("Timeline") if list_page.number == 1 else _("Timeline, page %(number)s") % {"number": list_page.number},
            _("Wins and losses in time, and what changed after them."),
            years=years,
            year_links=year_links,
            sheet=list_page,
            sheets=list_pages,
            is_internal=site.library.audience is Audience.INTERNAL,
            has_practice=any(changes for _, changes in moments),
        )


def _build_year_links(list_pages: Sequence[ListPage[Entry]]) -> Sequence[tuple[str, str]]:
    """Return each year with the URL at which it begins."""
    url_by_year: dict[str, str] = {}
    for list_page in list_pages:
        for entry in list_page.items:
            year = _end_year(entry)
            url_by_year.setdefault(year, f"{list_page.url}#year-{year or 'unknown'}")
    return list(url_by_year.items())


def _end_year(entry: Entry) -> str:
    """Return the year in which an entry ended; empty if it is unknown."""
    return str(entry.day.year) if entry.day != date.min else ""

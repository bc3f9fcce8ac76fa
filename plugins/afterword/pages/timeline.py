"""Timeline of wins and losses, each with the practice that changed after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from afterword.analysis.practice import summarize_practice
from afterword.library.projection import Entry
from afterword.pages.page import Page, Site
from afterword.pages.templates import deferred_render
from afterword.pages.translations import gettext_for
from afterword.schema.audience import Audience

PER_PAGE = 100
"""Number of records on one page of the timeline."""


def build_timeline_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of all entries with an outcome, by the year in which they ended, newest first, 100 on a page."""
    _, ended = gettext_for(site.lang), [entry for entry in site.library.entries if entry.outcome]
    year_links = _year_links(ended)
    pages = [(number, _page_url(number)) for number in range(1, max(1, -(-len(ended) // PER_PAGE)) + 1)]
    for number, url in pages:
        page_entries = ended[(number - 1) * PER_PAGE : number * PER_PAGE]
        moments = [(entry, summarize_practice(entry)) for entry in page_entries]
        years = [(year, list(group)) for year, group in groupby(moments, key=lambda moment: _end_year(moment[0]))]
        content = deferred_render(
            "timeline.html",
            site,
            site.localized_url(url),
            years=years,
            jumps=year_links,
            pages=pages,
            number=number,
            is_ours=site.library.audience is Audience.INTERNAL,
            has_practice=any(changes for _, changes in moments),
        )
        title = _("Timeline") if number == 1 else _("Timeline, page %(number)s") % {"number": number}
        description = _("Wins and losses in time, and what changed after them.")
        yield Page(
            site.localized_url(url), title, content, description, lang=site.lang, alternates=site.alternate_urls(url)
        )


def _year_links(ended: Sequence[Entry]) -> Sequence[tuple[str, str]]:
    """Return each year with the URL at which it begins."""
    url_by_year: dict[str, str] = {}
    for index, entry in enumerate(ended):
        year = _end_year(entry)
        url_by_year.setdefault(year, f"{_page_url(index // PER_PAGE + 1)}#year-{year or 'unknown'}")
    return list(url_by_year.items())


def _end_year(entry: Entry) -> str:
    """Return the year in which an entry ended; empty if it is unknown."""
    return str(entry.day.year) if entry.day != date.min else ""


def _page_url(number: int) -> str:
    return "timeline/" if number == 1 else f"timeline/{number}/"

"""What was won and lost, in time, each with the practice that changed after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from afterword.analysis.practice import practice
from afterword.library.projection import Entry
from afterword.pages.page import Page, Site
from afterword.pages.templates import writing
from afterword.pages.translations import told
from afterword.schema.fields import Audience

PER_PAGE = 100
"""Records on one page of the timeline."""


def timeline(site: Site) -> Iterator[Page]:
    """Every entry that says how it ended, newest first, by the year in which it did; a hundred to a page."""
    _, ended = told(site.lang), [entry for entry in site.library.entries if entry.outcome]
    jumps = _jumps(ended)
    pages = [(number, _url(number)) for number in range(1, max(1, -(-len(ended) // PER_PAGE)) + 1)]
    for number, url in pages:
        shown = ended[(number - 1) * PER_PAGE : number * PER_PAGE]
        moments = [(entry, practice(entry)) for entry in shown]
        years = [(year, list(group)) for year, group in groupby(moments, key=lambda moment: _year(moment[0]))]
        content = writing(
            "timeline.html",
            site,
            site.url(url),
            years=years,
            jumps=jumps,
            pages=pages,
            number=number,
            is_ours=site.library.audience is Audience.INTERNAL,
            has_practice=any(changed for _, changed in moments),
        )
        title = _("Timeline") if number == 1 else _("Timeline, page %(number)s") % {"number": number}
        description = _("Wins and losses in time, and what changed after them.")
        yield Page(site.url(url), title, content, description, lang=site.lang, others=site.others(url))


def _jumps(ended: Sequence[Entry]) -> Sequence[tuple[str, str]]:
    """Each year with the address at which it begins."""
    found: dict[str, str] = {}
    for index, entry in enumerate(ended):
        year = _year(entry)
        found.setdefault(year, f"{_url(index // PER_PAGE + 1)}#year-{year or 'unknown'}")
    return list(found.items())


def _year(entry: Entry) -> str:
    """The year in which an entry ended; empty where nobody said."""
    return str(entry.day.year) if entry.day != date.min else ""


def _url(number: int) -> str:
    return "timeline/" if number == 1 else f"timeline/{number}/"

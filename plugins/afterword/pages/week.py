"""Page for a weekly meeting: a screen for each of the latest records, then guardrails, owed and linked records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterword.analysis.kpis import list_kpis
from afterword.analysis.outcomes import tally_outcomes
from afterword.analysis.week import Recall, WeeklySummary, build_recall, summarize_week
from afterword.library.projection import Entry
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site
from afterword.pages.translations import gettext_for


@dataclass(frozen=True, slots=True)
class Screen:
    """Screen of the meeting: that of an entry with its recall, or a list of the weekly summary by its key."""

    number: int
    entry: Entry | None = None
    recall: Recall | None = None
    list_key: str = ""
    title: str = ""


def summarize_site_week(site: Site) -> WeeklySummary:
    """Summarize the week of a site's library."""
    return summarize_week(site.library, site.mentions.mention_counts, site.today)


def build_meeting_page(site: Site) -> Page:
    """Build the page to present from: an agenda, then one screen after another."""
    _, week = gettext_for(site.lang), summarize_site_week(site)
    return build_localized_page(
        site,
        "meeting.html",
        "meeting/",
        _("Weekly meeting"),
        _("The latest postmortems, one a screen, to go through together."),
        week=week,
        screens=_list_screens(site, week),
        count=tally_outcomes(site.library.entries).count,
    )


def _list_screens(site: Site, week: WeeklySummary) -> Sequence[Screen]:
    """Return the screens after the agenda, which is the first."""
    _, vocabulary = gettext_for(site.lang), site.library.vocabulary
    recalls = [(entry, build_recall(entry, list_kpis(entry, vocabulary))) for entry in week.latest]
    lists = [
        (key, title)
        for key, title, rows in (
            ("guardrails", _("Newest guardrails"), week.guardrails),
            ("owed", _("Due"), week.owed),
            ("linked", _("Most spoken of"), week.linked),
        )
        if rows
    ]
    entry_screens = [Screen(number, entry, recall) for number, (entry, recall) in enumerate(recalls, start=2)]
    list_screens = [
        Screen(number, list_key=key, title=title)
        for number, (key, title) in enumerate(lists, start=len(entry_screens) + 2)
    ]
    return [*entry_screens, *list_screens]

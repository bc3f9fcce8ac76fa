"""Weekly summary for the home page and for a meeting: new records, owed postmortems, most linked records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from afterword.analysis.causes import list_accounts
from afterword.analysis.deadlines import OwedPostmortem, list_owed
from afterword.analysis.kpis import Kpi, find_most_missed, list_kpis
from afterword.library.projection import Entry
from afterword.pages.page import Page, Site
from afterword.pages.templates import deferred_render
from afterword.pages.translations import gettext_for
from afterword.schema.audience import Audience

MAX_LATEST, MAX_ROWS = 6, 5


@dataclass(frozen=True, slots=True)
class Recall:
    """Summary of an entry to recall it by: the KPI that missed most, else the first; the first cause; the lesson."""

    worst_kpi: Kpi | None
    cause: Mapping[str, Any] | None
    lesson: str


def build_recall(entry: Entry, entry_kpis: Sequence[Kpi]) -> Recall:
    """Build the recall of an entry from its KPIs: a win says what to do again, others what to do differently."""
    learnings, rivals = entry.data.get("learnings", {}), list_accounts(entry)
    first, second = ("again", "differently") if entry.is_win else ("differently", "again")
    return Recall(
        find_most_missed(entry_kpis) or (entry_kpis[0] if entry_kpis else None),
        rivals[0].causes[0] if rivals else None,
        learnings.get(first) or learnings.get(second) or "",
    )


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """Summary of a library on a day. `linked` are the entries with most incoming links, with their number."""

    latest: Sequence[Entry]
    owed: Sequence[OwedPostmortem]
    linked: Sequence[tuple[Entry, int]]
    guardrails: Sequence[tuple[Entry, Mapping[str, Any]]]


def summarize_week(site: Site) -> WeeklySummary:
    """Summarize the week; owed postmortems are for the internal audience only."""
    entries, speakers = site.library.entries, site.mentions.mention_counts
    mention_counts = ((entry, speakers.get(entry.slug, 0)) for entry in entries)
    linked = sorted((pair for pair in mention_counts if pair[1]), key=lambda pair: -pair[1])
    guardrails = ((entry, rule) for entry in entries for rule in entry.data.get("guardrails", ()))
    is_ours = site.library.audience is Audience.INTERNAL
    return WeeklySummary(
        entries[:MAX_LATEST],
        list_owed(site.library, site.today)[:MAX_ROWS] if is_ours else (),
        linked[:MAX_ROWS],
        list(islice(guardrails, MAX_ROWS)),
    )


def build_meeting_page(site: Site) -> Page:
    """Build the page to present from: a screen for each of the latest entries, then new, owed and linked records."""
    _, summary = gettext_for(site.lang), summarize_week(site)
    cards = [(entry, build_recall(entry, list_kpis(entry, site.library.vocabulary))) for entry in summary.latest]
    count = len(site.library.entries)
    content = deferred_render(
        "meeting.html", site, site.localized_url("meeting/"), week=summary, cards=cards, count=count
    )
    description = _("The latest postmortems, one a screen, to go through together.")
    return Page(
        site.localized_url("meeting/"),
        _("Weekly meeting"),
        content,
        description,
        lang=site.lang,
        alternates=site.alternate_urls("meeting/"),
    )

"""What to know this week: what is new, what is owed, what others build on; as a home page, and to present from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from afterword.analysis.causes import accounts
from afterword.analysis.deadlines import Owed, owed
from afterword.analysis.kpis import Kpi, kpis, most_missed
from afterword.library.projection import Entry
from afterword.pages.page import Page, Site
from afterword.pages.templates import writing
from afterword.pages.translations import told
from afterword.schema.fields import Audience

LATEST, SOME = 6, 5


@dataclass(frozen=True, slots=True)
class Recall:
    """An entry as it is recalled: the KPI that missed most, else the first; the first cause; what to do next time."""

    worst: Kpi | None
    cause: Mapping[str, Any] | None
    lesson: str


def recall(entry: Entry, found: Sequence[Kpi]) -> Recall:
    """What is recalled of an entry with these KPIs. A win says what to do again, anything else what to do otherwise."""
    learnings, rivals = entry.data.get("learnings", {}), accounts(entry)
    first, second = ("again", "differently") if entry.is_win else ("differently", "again")
    return Recall(
        most_missed(found) or (found[0] if found else None),
        rivals[0].causes[0] if rivals else None,
        learnings.get(first) or learnings.get(second) or "",
    )


@dataclass(frozen=True, slots=True)
class Week:
    """What a library has to say on a day. `linked` are the entries that most others speak of, with how many do."""

    latest: Sequence[Entry]
    owed: Sequence[Owed]
    linked: Sequence[tuple[Entry, int]]
    guardrails: Sequence[tuple[Entry, Mapping[str, Any]]]


def week(site: Site) -> Week:
    """What to know this week; what is owed is for the team."""
    entries, speakers = site.library.entries, site.mentions.speakers
    spoken = ((entry, speakers.get(entry.slug, 0)) for entry in entries)
    linked = sorted((pair for pair in spoken if pair[1]), key=lambda pair: -pair[1])
    guardrails = ((entry, rule) for entry in entries for rule in entry.data.get("guardrails", ()))
    is_ours = site.library.audience is Audience.INTERNAL
    return Week(
        entries[:LATEST],
        owed(site.library, site.today)[:SOME] if is_ours else (),
        linked[:SOME],
        list(islice(guardrails, SOME)),
    )


def meeting(site: Site) -> Page:
    """A page to present from: a screen for each of the latest entries, then what is new, owed, and built upon."""
    _, said = told(site.lang), week(site)
    cards = [(entry, recall(entry, kpis(entry, site.library.vocabulary))) for entry in said.latest]
    count = len(site.library.entries)
    content = writing("meeting.html", site, site.url("meeting/"), week=said, cards=cards, count=count)
    description = _("The latest postmortems, one a screen, to go through together.")
    return Page(
        site.url("meeting/"), _("Weekly meeting"), content, description, lang=site.lang, others=site.others("meeting/")
    )

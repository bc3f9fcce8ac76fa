"""The library as pages: plain values that any site engine can take."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.pages import (
    briefs,
    causes,
    compare,
    due,
    indexes,
    keepers,
    kpis,
    ledgers,
    practice,
    record,
    reference,
    series,
    teams,
    timeline,
    week,
)
from afterword.pages import (
    redirects as moved,
)
from afterword.pages.page import Page, Site
from afterword.schema.fields import Audience

_ANALYSIS = ("compare", "causes", "kpis", "assumptions", "guardrails", "playbook", "practice", "due")
TEAM_ONLY = tuple(f"{name}/index.md" for name in (*_ANALYSIS, "briefs", "keepers"))
"""The files of pages that no other audience has; a navigation that was written for the team may name them."""


def every(site: Site) -> Iterator[Page]:
    """Every page of a site: indexes in each of its languages, records and briefs in their own, and translations."""
    for lang in site.languages:
        yield from _indexes(site.edition(lang))
    for entry in site.library.entries:
        yield record.page(site, entry)
        for lang in site.languages:
            if lang in entry.translations and lang != entry.language:
                yield record.page(site, entry, lang)
    yield from briefs.each(site)
    yield from moved.pages(site)


def _indexes(site: Site) -> Iterator[Page]:
    yield indexes.home(site)
    yield week.meeting(site)
    yield from indexes.library(site)
    yield indexes.names(site)
    yield from indexes.tags(site)
    yield from indexes.markets(site)
    yield from timeline.timeline(site)
    yield from series.series(site)
    yield from teams.teams(site)
    if site.library.audience is Audience.INTERNAL:
        yield from _for_the_team(site)
    yield reference.fields(site)
    yield reference.rules(site)


def _for_the_team(site: Site) -> Iterator[Page]:
    yield from causes.causes(site)
    yield from compare.compare(site)
    yield from kpis.attained(site)
    yield from ledgers.assumptions(site)
    yield from ledgers.guardrails(site)
    yield from ledgers.plays(site)
    yield from practice.held(site)
    yield from due.due(site)
    yield from briefs.briefs(site)
    yield from keepers.keepers(site)

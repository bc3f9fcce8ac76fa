"""Pages of a library as plain values that any site engine can take."""

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
    redirects,
    reference,
    series,
    teams,
    timeline,
    week,
)
from afterword.pages.page import Page, Site
from afterword.schema.audience import Audience

_ANALYSIS_PAGES = ("compare", "causes", "kpis", "assumptions", "guardrails", "playbook", "practice", "due")
INTERNAL_PAGES = tuple(f"{name}/index.md" for name in (*_ANALYSIS_PAGES, "briefs", "keepers"))
"""Files of the pages that only the internal audience has; a navigation written for the team may name them."""


def build_pages(site: Site) -> Iterator[Page]:
    """Yield every page of a site.

    Index pages come in each language of the site, records and briefs in their own language, records also in
    their translations.
    """
    for lang in site.languages:
        yield from _build_index_pages(site.in_language(lang))
    for entry in site.library.entries:
        yield record.build_record_page(site, entry)
        for lang in site.languages:
            if lang in entry.translations and lang != entry.language:
                yield record.build_record_page(site, entry, lang)
    yield from briefs.build_brief_pages(site)
    yield from redirects.build_redirect_pages(site)


def _build_index_pages(site: Site) -> Iterator[Page]:
    yield indexes.build_home_page(site)
    yield week.build_meeting_page(site)
    yield from indexes.build_library_pages(site)
    yield indexes.build_names_page(site)
    yield from indexes.build_tag_pages(site)
    yield from indexes.build_market_pages(site)
    yield from timeline.build_timeline_pages(site)
    yield from series.series(site)
    yield from teams.build_team_pages(site)
    if site.library.audience is Audience.INTERNAL:
        yield from _build_internal_pages(site)
    yield reference.build_fields_page(site)
    yield reference.build_rules_page(site)


def _build_internal_pages(site: Site) -> Iterator[Page]:
    yield from causes.build_causes_page(site)
    yield from compare.compare(site)
    yield from kpis.build_kpi_page(site)
    yield from ledgers.build_assumption_pages(site)
    yield from ledgers.build_guardrail_pages(site)
    yield from ledgers.build_playbook_page(site)
    yield from practice.build_practice_page(site)
    yield from due.build_due_page(site)
    yield from briefs.build_brief_index(site)
    yield from keepers.build_keeper_pages(site)

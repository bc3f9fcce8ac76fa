"""Page of practice: recurring causes, things to stop and start, and how postmortems are held."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis import hindsight, trends
from afterword.pages.charts import TrendPoint, draw_trend
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.page_data import defer_data
from afterword.pages.templates import deferred_render, term_title
from afterword.pages.translations import gettext_for

MAX_ROWS = 50
"""Maximum number of rows in a list; the page's data has them all."""


def build_practice_page(site: Site) -> Iterator[Page]:
    """Build the page of practice, with its data."""
    _, library, url = gettext_for(site.lang), site.library, "practice/"
    recurring, actions, quarters = (
        trends.find_recurring_variables(library),
        trends.count_actions(library, site.today),
        trends.summarize_quarters(library),
    )
    collected = {
        "stop": hindsight.collect_stops(library),
        "start": hindsight.collect_starts(library),
    }
    misjudged = {field: hindsight.list_misjudged(library, field) for field in ("underestimated", "overestimated")}
    learnings = hindsight.list_tested_learnings(library)
    blocks = (
        (_("Causes that keep coming back"), "recurring", recurring),
        (_("Stop and start"), "stop", any(collected.values())),
        (_("Misjudged"), "misjudged", any(misjudged.values())),
        (_("Learnings borne out"), "learnings", learnings),
        (_("Actions"), "actions", sum(actions.values())),
        (_("How postmortems are held"), "held", quarters),
    )
    write = deferred_render(
        "held.html",
        site,
        site.localized_url(url),
        tuple(TocEntry(title, f"practice-{key}") for title, key, content in blocks if content),
        recurring=recurring,
        collected=collected,
        misjudged=misjudged,
        learnings=learnings,
        actions=actions,
        quarters=quarters,
        fresh=trends.count_reviews(library, site.today),
        trend=draw_trend(
            [TrendPoint(quarter.key, quarter.lag) for quarter in quarters if quarter.lag is not None],
            _("Days from the end to the meeting, by quarter"),
            _("days"),
            site.lang,
        ),
        shown=MAX_ROWS,
        variable=lambda key: term_title(library.vocabulary, "variables", key, site.lang),
    )
    page_data = defer_data(
        site,
        lambda: {
            "recurring": recurring,
            **collected,
            **{field: [{"entry": entry, **row} for entry, row in rows] for field, rows in misjudged.items()},
            "learnings": learnings,
            "actions": actions,
            "quarters": quarters,
            "review": dict(zip(("dated", "past", "undated"), trends.count_reviews(library, site.today), strict=True)),
        },
    )
    description = _("What keeps coming back, what to stop and start, and how postmortems are held.")
    yield Page(
        site.localized_url(url),
        _("Practice"),
        write,
        description,
        lang=site.lang,
        alternates=site.alternate_urls(url),
        data=page_data,
    )

"""How this team learns: what keeps coming back, what it would do otherwise, and how its postmortems are held."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis import hindsight, trends
from afterword.pages.charts import Point, trend
from afterword.pages.page import Contents, Page, Site
from afterword.pages.page_data import data
from afterword.pages.templates import term, writing
from afterword.pages.translations import told

SHOWN = 50
"""Rows of a list; all of them are in the data."""


def held(site: Site) -> Iterator[Page]:
    """The page of practice, with its data."""
    _, library, url = told(site.lang), site.library, "practice/"
    recurring, actions, quarters = trends.recurring(library), trends.done(library, site.today), trends.quarters(library)
    collected = {
        "stop": hindsight.stops(library),
        "start": hindsight.starts(library),
    }
    misjudged = {field: hindsight.misjudged(library, field) for field in ("underestimated", "overestimated")}
    learnings = hindsight.learnings(library)
    blocks = (
        (_("Causes that keep coming back"), "recurring", recurring),
        (_("Stop and start"), "stop", any(collected.values())),
        (_("Misjudged"), "misjudged", any(misjudged.values())),
        (_("Learnings borne out"), "learnings", learnings),
        (_("Actions"), "actions", sum(actions.values())),
        (_("How postmortems are held"), "held", quarters),
    )
    write = writing(
        "held.html",
        site,
        site.url(url),
        tuple(Contents(title, f"practice-{key}") for title, key, found in blocks if found),
        recurring=recurring,
        collected=collected,
        misjudged=misjudged,
        learnings=learnings,
        actions=actions,
        quarters=quarters,
        fresh=trends.fresh(library, site.today),
        trend=trend(
            [Point(one.key, one.lag) for one in quarters if one.lag is not None],
            _("Days from the end to the meeting, by quarter"),
            _("days"),
            site.lang,
        ),
        shown=SHOWN,
        variable=lambda key: term(library.vocabulary, "variables", key, site.lang),
    )
    said = data(
        site,
        lambda: {
            "recurring": recurring,
            **collected,
            **{field: [{"entry": entry, **row} for entry, row in rows] for field, rows in misjudged.items()},
            "learnings": learnings,
            "actions": actions,
            "quarters": quarters,
            "review": dict(zip(("dated", "past", "undated"), trends.fresh(library, site.today), strict=True)),
        },
    )
    description = _("What keeps coming back, what to stop and start, and how postmortems are held.")
    yield Page(site.url(url), _("Practice"), write, description, lang=site.lang, others=site.others(url), data=said)

"""Page of practice: recurring causes, things to stop and start, and how postmortems are held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis import hindsight, trends
from afterword.analysis.hindsight import CollectedAdvice, Learning
from afterword.analysis.trends import QuarterSummary, RecurringVariable, ReviewCounts
from afterword.library.projection import Entry
from afterword.pages.charts import TrendPoint, draw_trend
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.page_data import defer_data
from afterword.pages.templates import term_title
from afterword.pages.translations import gettext_for

MAX_ROWS = 50
"""Maximum number of rows in a list; the page's data has them all."""


@dataclass(frozen=True, slots=True)
class _PracticeFigures:
    """Figures of the page; `advice` has what to stop and what to start."""

    recurring: Sequence[RecurringVariable]
    advice: Mapping[str, Sequence[CollectedAdvice]]
    misjudged: Mapping[str, Sequence[tuple[Entry, Mapping[str, Any]]]]
    learnings: Sequence[Learning]
    action_counts: Mapping[str, int]
    quarters: Sequence[QuarterSummary]
    reviews: ReviewCounts

    @property
    def has_actions(self) -> bool:
        """True if any record has an action."""
        return any(self.action_counts.values())


def build_practice_page(site: Site) -> Page:
    """Build the page of practice, with its data."""
    _, figures = gettext_for(site.lang), _collect_figures(site)
    return build_localized_page(
        site,
        "practice.html",
        "practice/",
        _("Practice"),
        _("What keeps coming back, what to stop and start, and how postmortems are held."),
        toc=_build_toc(figures, site.lang),
        data=defer_data(site, lambda: _list_data(figures)),
        practice_figures=figures,
        trend=draw_trend(
            [TrendPoint(quarter.key, quarter.lag) for quarter in figures.quarters if quarter.lag is not None],
            _("Days from the end to the meeting, by quarter"),
            _("days"),
            site.lang,
        ),
        max_rows=MAX_ROWS,
        variable_title=lambda key: term_title(site.library.vocabulary, "variables", key, site.lang),
    )


def _collect_figures(site: Site) -> _PracticeFigures:
    library = site.library
    return _PracticeFigures(
        trends.find_recurring_variables(library),
        {"stop": hindsight.collect_stops(library), "start": hindsight.collect_starts(library)},
        {field: hindsight.list_misjudged(library, field) for field in ("underestimated", "overestimated")},
        hindsight.list_tested_learnings(library),
        trends.count_actions(library, site.today),
        trends.summarize_quarters(library),
        trends.count_reviews(library, site.today),
    )


def _build_toc(figures: _PracticeFigures, lang: str) -> tuple[TocEntry, ...]:
    """Return the table of contents: the blocks of the page that are not empty."""
    _ = gettext_for(lang)
    blocks = (
        (_("Causes that keep coming back"), "recurring", figures.recurring),
        (_("Stop and start"), "stop", any(figures.advice.values())),
        (_("Misjudged"), "misjudged", any(figures.misjudged.values())),
        (_("Learnings borne out"), "learnings", figures.learnings),
        (_("Actions"), "actions", figures.has_actions),
        (_("How postmortems are held"), "held", figures.quarters),
    )
    return tuple(TocEntry(title, f"practice-{key}") for title, key, content in blocks if content)


def _list_data(figures: _PracticeFigures) -> Mapping[str, object]:
    """Return the figures for the page's data."""
    return {
        "recurring": figures.recurring,
        **figures.advice,
        **{field: [{"entry": entry, **row} for entry, row in rows] for field, rows in figures.misjudged.items()},
        "learnings": figures.learnings,
        "actions": figures.action_counts,
        "quarters": figures.quarters,
        "review": figures.reviews._asdict(),
    }

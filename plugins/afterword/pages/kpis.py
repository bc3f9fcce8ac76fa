"""Page of KPIs: plans met by market, goal, content type and quarter, with confidence intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from afterword.analysis import attainment
from afterword.analysis.attainment import AttainmentGroup
from afterword.analysis.questions import count_answers
from afterword.analysis.rates import SampledRate, SumCheck, check_sums, list_sampled_rates
from afterword.analysis.result_times import TimeToResult, measure_times_to_result
from afterword.library.projection import Projection
from afterword.pages.charts import TrendPoint, draw_trend
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.page_data import defer_data
from afterword.pages.templates import country_name, term_title
from afterword.pages.translations import gettext_for

MAX_ROWS = 50
"""Maximum number of rows in a table; the page's data has them all."""


@dataclass(frozen=True, slots=True)
class _KpiFigures:
    """Figures of the page."""

    count: int
    groups_by_dimension: Mapping[str, Sequence[AttainmentGroup]]
    answer_counts: Mapping[str, Mapping[str, int]]
    rates: Sequence[SampledRate]
    sums: SumCheck
    times: Sequence[TimeToResult]


def build_kpi_page(site: Site) -> Page:
    """Build the page of KPIs, with its data."""
    _, vocabulary = gettext_for(site.lang), site.library.vocabulary
    figures = _collect_figures(site.library)
    return build_localized_page(
        site,
        "kpis.html",
        "kpis/",
        _("KPIs"),
        _("How far plans were met, with counts beside every rate."),
        toc=_build_toc(figures, site.lang),
        data=defer_data(site, lambda: _list_data(figures)),
        kpi_figures=figures,
        groups=[(key, groups) for key, groups in figures.groups_by_dimension.items() if groups],
        group_title=_group_title_function(site),
        trend=_draw_attainment_trend(figures.groups_by_dimension["quarter"], site.lang),
        max_rows=MAX_ROWS,
        metric_title=lambda key: term_title(vocabulary, "metrics", key, site.lang),
    )


def _collect_figures(library: Projection) -> _KpiFigures:
    measured_entries = attainment.measure_entries(library)
    return _KpiFigures(
        attainment.count_kpis(measured_entries),
        {
            "market": attainment.group_by_market(measured_entries),
            "goal": attainment.group_by_goal(measured_entries),
            "content": attainment.group_by_content_type(measured_entries),
            "quarter": attainment.group_by_quarter(measured_entries),
        },
        count_answers(library),
        list_sampled_rates(library),
        check_sums(library),
        measure_times_to_result(library),
    )


def _build_toc(figures: _KpiFigures, lang: str) -> tuple[TocEntry, ...]:
    """Return the table of contents: the blocks of the page that are not empty."""
    _ = gettext_for(lang)
    blocks = (
        (_("Plans met"), "met", figures.count),
        (_("Three questions"), "questions", figures.answer_counts),
        (_("Rates and chance"), "rates", figures.rates),
        (_("Sums that do not add up"), "sums", figures.sums.mismatches),
        (_("Time to result"), "speed", figures.times),
    )
    return tuple(TocEntry(title, f"kpis-{key}") for title, key, content in blocks if content)


def _list_data(figures: _KpiFigures) -> Mapping[str, object]:
    """Return the figures for the page's data."""
    return {
        "attainment": figures.groups_by_dimension,
        "questions": figures.answer_counts,
        "rates": figures.rates,
        "recomputed": [{"entry": entry, "kpi": kpi, "agrees": kpi.agrees} for entry, kpi in figures.sums.recomputed],
        "days_to_result": figures.times,
    }


def _group_title_function(site: Site) -> Callable[[str, str], str]:
    """Return a function that translates the key of a group: market and content type; other keys stay unchanged."""

    def group_title(dimension: str, key: str) -> str:
        if dimension == "market":
            return country_name(key, site.lang)
        return term_title(site.library.vocabulary, "content_types", key, site.lang) if dimension == "content" else key

    return group_title


def _draw_attainment_trend(quarters: Sequence[AttainmentGroup], lang: str) -> str:
    """Draw the share of plans met by quarter."""
    points = [
        TrendPoint(group.key, group.hit_percent, *group.chance_percent) for group in quarters if group.judged_count
    ]
    _ = gettext_for(lang)
    title = _("Share of plans met by quarter, with where chance alone could have put it")
    return draw_trend(points, title, "%", lang)

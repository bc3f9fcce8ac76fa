"""Page of KPIs: plans met by market, goal, content type and quarter, with confidence intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from afterword.analysis import attainment
from afterword.analysis.attainment import AttainmentGroup
from afterword.analysis.kpis import Kpi, is_number, list_kpis
from afterword.analysis.questions import answer_questions
from afterword.analysis.rates import rate_interval, recompute_kpis, wilson_interval
from afterword.library.projection import Entry, Projection
from afterword.pages.charts import TrendPoint, draw_trend
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.page_data import defer_data
from afterword.pages.templates import country_name, deferred_render, term_title
from afterword.pages.translations import gettext_for

MAX_ROWS = 50
"""Maximum number of rows in a table; the page's data has them all."""


@dataclass(frozen=True, slots=True)
class SampledRate:
    """Rate in per cent, measured on a sample, with its 95 % confidence interval."""

    entry: Entry
    kpi: Kpi
    sample: int
    low: float
    high: float

    @property
    def is_open(self) -> bool:
        """True if the interval contains the plan, so that chance alone could decide whether it was met."""
        return is_number(self.kpi.planned) and self.low <= self.kpi.planned <= self.high


@dataclass(frozen=True, slots=True)
class TimeToResult:
    """Median number of days from the start until a metric was measured, with the records that say so."""

    metric: str
    days: float
    entries: Sequence[Entry]


def build_kpi_page(site: Site) -> Iterator[Page]:
    """Build the page of KPIs, with its data."""
    _, library, url = gettext_for(site.lang), site.library, "kpis/"
    measured = attainment.measure_entries(library)
    groups_by_dimension = {
        "market": attainment.group_by_market(measured),
        "goal": attainment.group_by_goal(measured),
        "content": attainment.group_by_content_type(measured),
        "quarter": attainment.group_by_quarter(measured),
    }
    rates, speeds, answer_counts = list(_collect_rates(library)), _measure_speeds(library), _count_answers(library)
    recomputed_kpis = [
        (entry, content) for entry in library.entries for content in recompute_kpis(entry, library.vocabulary)
    ]
    mismatches = [(entry, content) for entry, content in recomputed_kpis if not content.agrees]
    blocks = (
        (_("Plans met"), "met", measured),
        (_("Three questions"), "questions", answer_counts),
        (_("Rates and chance"), "rates", rates),
        (_("Sums that do not add up"), "sums", mismatches),
        (_("Time to result"), "speed", speeds),
    )
    contents = tuple(TocEntry(title, f"kpis-{key}") for title, key, content in blocks if content)
    write = deferred_render(
        "kpis.html",
        site,
        site.localized_url(url),
        contents,
        groups=[(key, content) for key, content in groups_by_dimension.items() if content],
        title=_group_title_function(site),
        chance=_chance_interval,
        trend=_draw_attainment_trend(groups_by_dimension["quarter"], site.lang),
        answer_counts=answer_counts,
        rates=rates,
        sums=mismatches,
        agreeing=len(recomputed_kpis) - len(mismatches),
        speeds=speeds,
        shown=MAX_ROWS,
        count=sum(len(measurement.hits) for measurement in measured),
        metric=lambda key: term_title(library.vocabulary, "metrics", key, site.lang),
    )
    page_data = defer_data(
        site,
        lambda: {
            "attainment": groups_by_dimension,
            "questions": answer_counts,
            "rates": rates,
            "recomputed": [
                {"entry": entry, "kpi": content, "agrees": content.agrees} for entry, content in recomputed_kpis
            ],
            "days_to_result": speeds,
        },
    )
    description = _("How far plans were met, with counts beside every rate.")
    yield Page(
        site.localized_url(url),
        _("KPIs"),
        write,
        description,
        lang=site.lang,
        alternates=site.alternate_urls(url),
        data=page_data,
    )


def _group_title_function(site: Site) -> Callable[[str, str], str]:
    """Return a function that translates the key of a group: market, goal and content type; others stay unchanged."""

    def group_title(group: str, key: str) -> str:
        if group == "market":
            return country_name(key, site.lang)
        if group == "goal":
            return site.label("goal", key)
        return term_title(site.library.vocabulary, "content_types", key, site.lang) if group == "content" else key

    return group_title


def _chance_interval(group: AttainmentGroup) -> tuple[float, float]:
    """Return the 95 % confidence interval of the share of plans met, in per cent (Wilson)."""
    low, high = wilson_interval(group.hit, group.judged_count)
    return 100 * low, 100 * high


def _draw_attainment_trend(quarters: Sequence[AttainmentGroup], lang: str) -> str:
    """Draw the share of plans met by quarter."""
    points = [
        TrendPoint(group.key, 100 * group.hit / group.judged_count, *_chance_interval(group))
        for group in quarters
        if group.judged_count
    ]
    _ = gettext_for(lang)
    title = _("Share of plans met by quarter, with where chance alone could have put it")
    return draw_trend(points, title, "%", lang)


def _collect_rates(library: Projection) -> Iterator[SampledRate]:
    for entry in library.entries:
        for row, kpi in zip(entry.kpis, list_kpis(entry, library.vocabulary), strict=True):
            if bounds := rate_interval(row, kpi.unit):
                yield SampledRate(entry, kpi, row["sample"], *bounds)


def _measure_speeds(library: Projection) -> Sequence[TimeToResult]:
    """Return the time to result by metric, the metric with most records first."""
    days_by_metric: dict[str, list[float]] = defaultdict(list)
    entries_by_metric: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in library.entries:
        for row in entry.kpis:
            if "metric" in row and is_number(row.get("days_to_result")):
                days_by_metric[row["metric"]].append(row["days_to_result"])
                entries_by_metric[row["metric"]][entry.path] = entry
    speeds = [
        TimeToResult(metric, median(metric_days), tuple(entries_by_metric[metric].values()))
        for metric, metric_days in days_by_metric.items()
    ]
    return sorted(speeds, key=lambda speed: (-len(speed.entries), speed.metric))


def _count_answers(library: Projection) -> Mapping[str, Mapping[str, int]]:
    """Count the answers to each of the three questions."""
    counts_by_question: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in library.entries:
        for answer in answer_questions(entry, library):
            counts_by_question[answer.question][answer.answer] += 1
    return {question: dict(sorted(counts.items())) for question, counts in counts_by_question.items()}

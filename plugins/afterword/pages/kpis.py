"""How far plans were met: by market, goal, content type and quarter, with what chance and rounding leave open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from afterword.analysis import attainment
from afterword.analysis.attainment import Group
from afterword.analysis.kpis import Kpi, is_number, kpis
from afterword.analysis.questions import answers
from afterword.analysis.rates import interval, recomputed, wilson
from afterword.library.projection import Entry, Projection
from afterword.pages.charts import Point, trend
from afterword.pages.page import Contents, Page, Site
from afterword.pages.page_data import data
from afterword.pages.templates import country, term, writing
from afterword.pages.translations import told

SHOWN = 50
"""Rows of a table; all of them are in the data."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in per cent that was measured on a sample, with its 95 % interval, and whether the plan lies inside it."""

    entry: Entry
    kpi: Kpi
    sample: int
    low: float
    high: float

    @property
    def is_open(self) -> bool:
        """Whether chance alone could have put the rate on the other side of its plan."""
        return is_number(self.kpi.planned) and self.low <= self.kpi.planned <= self.high


@dataclass(frozen=True, slots=True)
class Speed:
    """The days from the start until a metric was seen: the median of so many records."""

    metric: str
    days: float
    entries: Sequence[Entry]


def attained(site: Site) -> Iterator[Page]:
    """The page of KPIs, with its data."""
    _, library, url = told(site.lang), site.library, "kpis/"
    measured = attainment.measured(library)
    by = {
        "market": attainment.by_market(measured),
        "goal": attainment.by_goal(measured),
        "content": attainment.by_content(measured),
        "quarter": attainment.by_quarter(measured),
    }
    rates, speeds, asked = list(_rates(library)), _speeds(library), _asked(library)
    sums = [(entry, found) for entry in library.entries for found in recomputed(entry, library.vocabulary)]
    wrong = [(entry, found) for entry, found in sums if not found.agrees]
    blocks = (
        (_("Plans met"), "met", measured),
        (_("Three questions"), "questions", asked),
        (_("Rates and chance"), "rates", rates),
        (_("Sums that do not add up"), "sums", wrong),
        (_("Time to result"), "speed", speeds),
    )
    contents = tuple(Contents(title, f"kpis-{key}") for title, key, found in blocks if found)
    write = writing(
        "kpis.html",
        site,
        site.url(url),
        contents,
        groups=[(key, found) for key, found in by.items() if found],
        title=_titles(site),
        chance=_chance,
        trend=_trend(by["quarter"], site.lang),
        asked=asked,
        rates=rates,
        sums=wrong,
        agreeing=len(sums) - len(wrong),
        speeds=speeds,
        shown=SHOWN,
        count=sum(len(one.hits) for one in measured),
        metric=lambda key: term(library.vocabulary, "metrics", key, site.lang),
    )
    said = data(
        site,
        lambda: {
            "attainment": by,
            "questions": asked,
            "rates": rates,
            "recomputed": [{"entry": entry, "kpi": found, "agrees": found.agrees} for entry, found in sums],
            "days_to_result": speeds,
        },
    )
    description = _("How far plans were met, with counts beside every rate.")
    yield Page(site.url(url), _("KPIs"), write, description, lang=site.lang, others=site.others(url), data=said)


def _titles(site: Site) -> Callable[[str, str], str]:
    """Says the key of a group as readers know it: a market, a content type; other keys as they are."""

    def title(group: str, key: str) -> str:
        if group == "market":
            return country(key, site.lang)
        return term(site.library.vocabulary, "content_types", key, site.lang) if group == "content" else key

    return title


def _chance(group: Group) -> tuple[float, float]:
    """Where the share of plans met could lie by chance alone, in per cent."""
    low, high = wilson(group.hit, group.judged)
    return 100 * low, 100 * high


def _trend(quarters: Sequence[Group], lang: str) -> str:
    """The share of plans met, quarter by quarter."""
    found = [Point(group.key, 100 * group.hit / group.judged, *_chance(group)) for group in quarters if group.judged]
    _ = told(lang)
    title = _("Share of plans met by quarter, with where chance alone could have put it")
    return trend(found, title, "%", lang)


def _rates(library: Projection) -> Iterator[Rate]:
    for entry in library.entries:
        for row, kpi in zip(entry.kpis, kpis(entry, library.vocabulary), strict=True):
            if found := interval(row, kpi.unit):
                yield Rate(entry, kpi, row["sample"], *found)


def _speeds(library: Projection) -> Sequence[Speed]:
    """The time to result by metric, the metric with most records first."""
    days: dict[str, list[float]] = defaultdict(list)
    entries: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in library.entries:
        for row in entry.kpis:
            if "metric" in row and is_number(row.get("days_to_result")):
                days[row["metric"]].append(row["days_to_result"])
                entries[row["metric"]][entry.path] = entry
    found = [Speed(metric, median(known), tuple(entries[metric].values())) for metric, known in days.items()]
    return sorted(found, key=lambda speed: (-len(speed.entries), speed.metric))


def _asked(library: Projection) -> Mapping[str, Mapping[str, int]]:
    """How often each of the three questions was answered in which way."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in library.entries:
        for one in answers(entry, library):
            found[one.question][one.answer] += 1
    return {question: dict(sorted(counts.items())) for question, counts in found.items()}

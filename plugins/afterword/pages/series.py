"""Page of each series: its runs from first to last, with what each rerun changed and how it came out."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.attainment import measure_plan_bar
from afterword.analysis.pairs import compare_entries
from afterword.analysis.series import Series, list_series, tabulate_runs
from afterword.pages.compare import pair_url, say_verdict
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site
from afterword.pages.recorded_values import ValueFormatter
from afterword.pages.translations import gettext_for
from afterword.schema.audience import Audience


def build_series_pages(site: Site) -> Iterator[Page]:
    """Yield the list of all series, and the page of each."""
    _, library_series = gettext_for(site.lang), list_series(site.library)
    yield build_localized_page(
        site,
        "series_index.html",
        "series/",
        _("Series"),
        _("Campaigns and deals that were run more than once."),
        library_series=library_series,
    )
    formatter = ValueFormatter(site.library.vocabulary, site.library.schema, site.interface_language())
    for series in library_series:
        yield _build_series_page(site, series, formatter)


def _build_series_page(site: Site, series: Series, formatter: ValueFormatter) -> Page:
    is_internal = site.library.audience is Audience.INTERNAL
    return build_localized_page(
        site,
        "series.html",
        f"series/{series.slug}/",
        series.title,
        series=series,
        plan_bar=measure_plan_bar,
        pair_url=pair_url,
        table=tabulate_runs([run.entry for run in series.runs], site.library.vocabulary) if is_internal else None,
        formatter=formatter,
        verdict_sentences=lambda a, b: say_verdict(compare_entries(a, b, site.library), site, formatter),
        is_internal=is_internal,
    )

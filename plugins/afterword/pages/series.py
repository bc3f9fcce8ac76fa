"""A page for each series: its runs from first to last, with what each rerun changed and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.comparison import side_by_side
from afterword.analysis.series import all_series
from afterword.fields import Audience
from afterword.pages.compare import pair_url, shown
from afterword.pages.page import Page, Site
from afterword.pages.record import bar
from afterword.pages.templates import term, writing
from afterword.pages.words import told


def series(site: Site) -> Iterator[Page]:
    """The list of all series, and each of them."""
    _, found = told(site.lang), all_series(site.library)
    content = writing("series_index.html", site, site.url("series/"), found=found)
    description = _("Campaigns and deals that were run more than once.")
    yield Page(site.url("series/"), _("Series"), content, description, lang=site.lang, others=site.others("series/"))
    for one in found:
        url = f"series/{one.slug}/"
        content = writing(
            "series.html",
            site,
            site.url(url),
            series=one,
            bar=bar,
            pair=pair_url,
            table=side_by_side([run.entry for run in one.runs], site.library.vocabulary),
            value=lambda key, value: shown(key, value, site.lang),
            variable=lambda key: term(site.library.vocabulary, "variables", key, site.lang),
            is_ours=site.library.audience is Audience.INTERNAL,
        )
        yield Page(site.url(url), one.title, content, lang=site.lang, others=site.others(url))

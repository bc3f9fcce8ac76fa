"""A page for each series: its runs from first to last, with what each rerun changed and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.pairs import compare_entries
from afterword.analysis.series import list_series, tabulate_runs
from afterword.analysis.verdicts import verdict_sentences
from afterword.pages.compare import pair_url
from afterword.pages.page import Page, Site
from afterword.pages.record import bar_shares
from afterword.pages.recorded_values import RecordedWords
from afterword.pages.templates import deferred_render
from afterword.pages.translations import gettext_for
from afterword.schema.audience import Audience


def series(site: Site) -> Iterator[Page]:
    """The list of all series, and each of them."""
    _, found = gettext_for(site.lang), list_series(site.library)
    content = deferred_render("series_index.html", site, site.localized_url("series/"), found=found)
    description = _("Campaigns and deals that were run more than once.")
    yield Page(
        site.localized_url("series/"),
        _("Series"),
        content,
        description,
        lang=site.lang,
        alternates=site.alternate_urls("series/"),
    )
    recorded = RecordedWords(site.library.vocabulary, site.library.schema, site.interface_language())
    is_ours = site.library.audience is Audience.INTERNAL
    for one in found:
        url = f"series/{one.slug}/"
        content = deferred_render(
            "series.html",
            site,
            site.localized_url(url),
            series=one,
            bar=bar_shares,
            pair=pair_url,
            table=tabulate_runs([run.entry for run in one.runs], site.library.vocabulary) if is_ours else None,
            recorded=recorded,
            verdict=lambda a, b: [
                site.interface_language().say(text)
                for text in verdict_sentences(compare_entries(a, b, site.library), recorded.title)
            ],
            is_ours=is_ours,
        )
        yield Page(site.localized_url(url), one.title, content, lang=site.lang, alternates=site.alternate_urls(url))

"""Data that the browser needs to search in a language: interface texts, and the facets with their titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from afterword.analysis.outcomes import tally_outcomes
from afterword.pages import facets
from afterword.pages.facets import Facet
from afterword.pages.page import Site
from afterword.pages.page_data import encode_json
from afterword.pages.translations import gettext_for

FORMAT = 1


def encode_search_data(site: Site, columns: Sequence[Facet], columns_digest: str, per_page: int) -> bytes:
    """Encode the JSON beside the library's list; `columns_digest` identifies the columns of the same build.

    `per_page` is the number of records on a page of the plain list.
    """
    rows = [
        {
            "key": facet.key,
            "title": facets.facet_title(site, facet),
            "count": len(facet.sorted_values),
            "labels": facets.value_labels(site, facet),
        }
        for facet in columns
    ]
    content = {
        "version": FORMAT,
        "mark": columns_digest,
        "count": tally_outcomes(site.library.entries).count,
        "perPage": per_page,
        "facets": rows,
        "words": _search_words(site.lang),
        "marks": facets.outcome_signs(),
    }
    return encode_json(content)


def _search_words(lang: str) -> Mapping[str, str]:
    """Return the texts of the search interface; braces mark the place of a value."""
    _ = gettext_for(lang)
    return {
        "search": _("Search"),
        "searching": _("Searching…"),
        "found": _("Found: {count}"),
        "nothing": _("Nothing is found by these words. Fewer of them, or others, may do."),
        "nothingLeft": _("Nothing has all of these filters."),
        "signs": _("Type a word or a name: signs alone cannot be looked for."),
        "long": _("Only the beginning of this long text was looked for."),
        "corrected": _("Nothing is spelt “{query}”. This is found for “{meant}”."),
        "all": _("All results, with filters"),
        "pages": _("Other pages"),
        "narrow": _("Narrow it down"),
        "filters": _("Filters"),
        "clear": _("Clear all"),
        "remove": _("Remove the filter {label}"),
        "gone": _("These filters are no longer there and were left out: {filters}."),
        "sort": _("Sort by"),
        "relevance": _("Best match"),
        "newest": _("Newest first"),
        "oldest": _("Oldest first"),
        "over": _("Plan exceeded most"),
        "under": _("Plan missed most"),
        "more": _("Show more"),
        "values": _("All {count}"),
        "plain": _("The whole library"),
        "noFilters": _("The filters could not be loaded. The whole library is below."),
        "noSearch": _("Search is not there. The filters and the whole library are."),
        "results": _("Results"),
    }

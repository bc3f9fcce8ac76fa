"""What the browser has to know to search in a language: its words, and the facets by their titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from afterword.pages import facets
from afterword.pages.facets import Facet
from afterword.pages.page import Site
from afterword.pages.page_data import compact
from afterword.pages.translations import told

FORMAT = 1


def data(site: Site, found: Sequence[Facet], mark: str, per_page: int) -> bytes:
    """The JSON beside the library's list; `mark` is that of the columns, `per_page` how many stand on a plain list."""
    rows = [
        {
            "key": facet.key,
            "title": facets.title(site, facet),
            "count": len(facet.values),
            "labels": facets.labels(site, facet),
        }
        for facet in found
    ]
    said = {
        "version": FORMAT,
        "mark": mark,
        "count": len(site.library.entries),
        "perPage": per_page,
        "facets": rows,
        "words": _words(site.lang),
        "marks": facets.marks(),
    }
    return compact(said)


def _words(lang: str) -> Mapping[str, str]:
    """What a search says; braces hold the place of a value."""
    _ = told(lang)
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

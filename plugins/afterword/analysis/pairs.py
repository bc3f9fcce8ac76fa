"""Pairs of records that belong together, and their comparison."""

from __future__ import annotations

from collections.abc import Sequence

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import Comparison, compare_records
from afterword.library.library import RUN_RELATIONS
from afterword.library.projection import Entry, Projection
from afterword.text.names import name_key


def list_related_pairs(library: Projection) -> Sequence[tuple[Entry, Entry]]:
    """Return the pairs of entries that a relation names as rerun or contrast, each with the older entry first.

    The pair with the newest entry comes first.
    """
    pairs_by_paths: dict[tuple[str, str], tuple[Entry, Entry]] = {}
    for entry in library.entries:
        for row in entry.relations:
            other, _ = library.resolve_link(row.get("name", "")) if row.get("type") in RUN_RELATIONS else (None, "")
            if other and other is not entry:
                older, newer = order_by_time(entry, other)
                pairs_by_paths.setdefault((older.path, newer.path), (older, newer))
    return sorted(pairs_by_paths.values(), key=lambda pair: (-pair[1].day.toordinal(), pair[1].slug, pair[0].slug))


def order_by_time(a: Entry, b: Entry) -> tuple[Entry, Entry]:
    """Return two entries ordered by the day they ended."""
    return (a, b) if (a.day, a.slug) <= (b.day, b.slug) else (b, a)


def compare_entries(a: Entry, b: Entry, library: Projection) -> Comparison:
    """Compare two entries of a library."""
    slugs = {name_key(name): entry.slug for entry in (b, a) for name in entry.names}
    vocabulary = library.vocabulary
    return compare_records(make_comparable(a, slugs, vocabulary), make_comparable(b, slugs, vocabulary), vocabulary)

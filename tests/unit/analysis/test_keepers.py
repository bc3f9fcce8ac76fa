"""Keepers are counted with their records and with the briefs that applied these."""

from __future__ import annotations

from afterword.analysis.keepers import summarize_keepers
from analysed import entry, projection


def test_a_brief_counts_once_for_each_keeper() -> None:
    """A brief that applied two records of a keeper counts once; the most applied keeper comes first."""
    applying_briefs = {
        entry("The Frozen Funnel").slug: {"briefs/a.md", "briefs/b.md"},
        entry("The Open Door").slug: {"briefs/a.md"},
        entry("The Loud Launch").slug: {"briefs/a.md"},
    }
    keepers = summarize_keepers(projection().entries, applying_briefs)
    assert [(keeper.name, keeper.record_count, keeper.brief_count) for keeper in keepers] == [
        ("Priya Nair", 3, 2),
        ("Tomas Berg", 3, 1),
        ("Aigerim Sadykova", 6, 0),
        ("Айгерим Садыкова", 2, 0),
    ]

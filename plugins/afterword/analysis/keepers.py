"""Keepers, with their records and the number of briefs that applied these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from afterword.library.projection import Entry
from afterword.text.names import slugify


@dataclass(frozen=True, slots=True)
class KeeperSummary:
    """Keeper with the records that they ran; `brief_count` is the number of briefs that applied any of these."""

    key: str
    name: str
    entries: Sequence[Entry]
    brief_count: int

    @property
    def record_count(self) -> int:
        """Number of records."""
        return len(self.entries)


def summarize_keepers(
    entries: Sequence[Entry], applying_briefs: Mapping[str, Collection[str]]
) -> Sequence[KeeperSummary]:
    """Return the keepers of entries, the most applied first; public cases have no keeper.

    Keepers whose names have the same slug are one. `applying_briefs` has the files of the briefs that applied an
    entry, by the entry's slug.
    """
    entries_by_keeper: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.keeper and not entry.is_public:
            entries_by_keeper[slugify(entry.keeper) or "-"].append(entry)
    keepers = [
        KeeperSummary(
            key,
            keeper_entries[0].keeper,
            keeper_entries,
            len({path for entry in keeper_entries for path in applying_briefs.get(entry.slug, ())}),
        )
        for key, keeper_entries in entries_by_keeper.items()
    ]
    return sorted(keepers, key=lambda keeper: (-keeper.brief_count, keeper.name.casefold()))

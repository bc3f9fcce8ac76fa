"""Advice, misjudgements and tested learnings, collected from all records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.practice import summarize_practice
from afterword.library.projection import Entry, Projection
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class CollectedAdvice:
    """One piece of advice and every entry that gives it, the newest first."""

    text: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Learning:
    """A learning of an entry, under its key in `learnings`, with the entries that support or contradict it."""

    entry: Entry
    key: str
    text: str
    supported_by: Sequence[Entry]
    contradicted_by: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class CounterfactualGroup:
    """Counterfactuals of one type, each with its entry."""

    type: str
    rows: Sequence[tuple[Entry, str]]

    @property
    def count(self) -> int:
        """Number of counterfactuals."""
        return len(self.rows)


def group_counterfactuals(entries: Iterable[Entry]) -> Sequence[CounterfactualGroup]:
    """Group the counterfactuals of entries by type, the most frequent type first."""
    rows_by_type: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for entry in entries:
        for row in entry.data.get("counterfactuals", ()):
            rows_by_type[row.get("type", "")].append((entry, row.get("if_only", "")))
    groups = [CounterfactualGroup(kind, rows) for kind, rows in rows_by_type.items()]
    return sorted(groups, key=lambda group: (-group.count, group.type))


def collect_stops(library: Projection) -> Sequence[CollectedAdvice]:
    """Collect what to stop doing, the most frequent advice first."""
    return _collect_advice((entry, summarize_practice(entry).stop) for entry in library.entries)


def collect_starts(library: Projection) -> Sequence[CollectedAdvice]:
    """Collect what to start doing, the most frequent advice first."""
    return _collect_advice((entry, summarize_practice(entry).start) for entry in library.entries)


def list_misjudged(library: Projection, field: str) -> Sequence[tuple[Entry, Mapping[str, Any]]]:
    """List what was `underestimated` or `overestimated`, each row with its entry, the newest first."""
    return [(entry, row) for entry in library.entries for row in entry.data.get(field, ())]


def list_tested_learnings(library: Projection) -> Sequence[Learning]:
    """List the learnings that other entries support or contradict, those with the most relations first."""
    supporting, contradicting = _related_entries(library, "supports"), _related_entries(library, "contradicts")
    learnings = [
        Learning(entry, key, text, supporting.get(entry.path, ()), contradicting.get(entry.path, ()))
        for entry in library.entries
        if entry.path in supporting or entry.path in contradicting
        for key, text in entry.data.get("learnings", {}).items()
        if key in ("again", "differently", "insight")
    ]
    return sorted(learnings, key=lambda learning: -len(learning.supported_by) - len(learning.contradicted_by))


def _collect_advice(rows: Any) -> Sequence[CollectedAdvice]:
    entries_by_key: dict[str, dict[str, Entry]] = defaultdict(dict)
    text_by_key: dict[str, str] = {}
    for entry, texts in rows:
        for text in texts:
            entries_by_key[name_key(text)][entry.path] = entry
            text_by_key.setdefault(name_key(text), text)
    advice = [CollectedAdvice(text_by_key[key], tuple(entries.values())) for key, entries in entries_by_key.items()]
    return sorted(advice, key=lambda item: -len(item.entries))


def _related_entries(library: Projection, kind: str) -> Mapping[str, Sequence[Entry]]:
    """Return the entries that have a relation of a kind to each entry, by the entry's path."""
    entries_by_path: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        for row in entry.relations:
            other, _ = library.resolve_link(row.get("name", "")) if row.get("type") == kind else (None, "")
            if other and other is not entry:
                entries_by_path[other.path].append(entry)
    return dict(entries_by_path)

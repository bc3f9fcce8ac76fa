"""What people would stop, start and judge otherwise, collected from every record; and what speaks for a learning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.practice import practice
from afterword.library.projection import Entry, Projection
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in so many words, and every entry that says it, the newest first."""

    text: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Learning:
    """A learning of an entry, under its key in `learnings`, with the entries that bear it out or speak against it."""

    entry: Entry
    key: str
    text: str
    supported_by: Sequence[Entry]
    contradicted_by: Sequence[Entry]


def stops(library: Projection) -> Sequence[Said]:
    """What to stop doing, what most entries say first."""
    return _collected((entry, practice(entry).stop) for entry in library.entries)


def starts(library: Projection) -> Sequence[Said]:
    """What to start doing, what most entries say first."""
    return _collected((entry, practice(entry).start) for entry in library.entries)


def misjudged(library: Projection, field: str) -> Sequence[tuple[Entry, Mapping[str, Any]]]:
    """What was `underestimated` or `overestimated`: each row with its entry, the newest first."""
    return [(entry, row) for entry in library.entries for row in entry.data.get(field, ())]


def learnings(library: Projection) -> Sequence[Learning]:
    """Every learning on which later entries have a word, the most spoken of first.

    Support and contradiction are relations of those entries to the one that learned.
    """
    for_it, against = _relations(library, "supports"), _relations(library, "contradicts")
    found = [
        Learning(entry, key, text, for_it.get(entry.path, ()), against.get(entry.path, ()))
        for entry in library.entries
        if entry.path in for_it or entry.path in against
        for key, text in entry.data.get("learnings", {}).items()
        if key in ("again", "differently", "insight")
    ]
    return sorted(found, key=lambda one: -len(one.supported_by) - len(one.contradicted_by))


def _collected(rows: Any) -> Sequence[Said]:
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    words: dict[str, str] = {}
    for entry, texts in rows:
        for text in texts:
            found[name_key(text)][entry.path] = entry
            words.setdefault(name_key(text), text)
    said = [Said(words[key], tuple(entries.values())) for key, entries in found.items()]
    return sorted(said, key=lambda one: -len(one.entries))


def _relations(library: Projection, kind: str) -> Mapping[str, Sequence[Entry]]:
    """By the file of each entry, the entries with a relation of a kind to it."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        for row in entry.relations:
            other, _ = library.resolve(row.get("name", "")) if row.get("type") == kind else (None, "")
            if other and other is not entry:
                found[other.path].append(entry)
    return dict(found)

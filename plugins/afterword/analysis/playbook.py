"""What worked for which goal, and what did not: creator profiles, content types and audiences, for and against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from afterword.library.projection import Entry, Projection
from afterword.text.names import name_key

Pairs = Callable[[Entry], Iterable[tuple[str, str]]]
"""What of an entry belongs together: a goal or product, and what was used for it."""


@dataclass(frozen=True, slots=True)
class Play:
    """What was used for one goal or product: the entries that hit, those that missed, and those in between.

    `recommended_by` are the entries that say in so many words that it works.
    """

    purpose: str
    used: str
    worked: Sequence[Entry]
    failed: Sequence[Entry]
    mixed: Sequence[Entry]
    recommended_by: Sequence[Entry]

    @property
    def times(self) -> int:
        """In how many entries it was used."""
        return len(self.worked) + len(self.failed) + len(self.mixed)


def by_content(library: Projection) -> Sequence[Play]:
    """Content types by goal."""
    return _plays(
        library, "goal", "content_type", lambda entry: entry.data.get("execution", {}).get("content_types", ())
    )


def by_creator(library: Projection) -> Sequence[Play]:
    """Creator profiles by goal: the size of the creators that took part, and what entries recommend."""
    return _plays(
        library,
        "goal",
        "creator_profile",
        lambda entry: [row["tier"] for row in entry.data.get("execution", {}).get("creators", ()) if "tier" in row],
    )


def by_audience(library: Projection, purpose: str = "goal") -> Sequence[Play]:
    """Audiences by goal, or by product."""
    return _plays(library, purpose, "audience", _audiences)


def _audiences(entry: Entry) -> Iterable[str]:
    said = entry.data.get("audience", {})
    return [said.get("reached") or said["target"]] if said.get("reached") or said.get("target") else []


def _plays(library: Projection, purpose: str, field: str, used: Callable[[Entry], Iterable[str]]) -> Sequence[Play]:
    """Plays by purpose and what was used, those used most often first; wins and losses count alike."""
    entries: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    told: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    words: dict[str, str] = {}
    for entry in library.entries:
        for one in used(entry) if entry.outcome and entry.data.get(purpose) else ():
            entries[_key(entry.data[purpose], one, words)][entry.path] = entry
        for row in entry.data.get("recommends", ()):
            if field in row and (for_what := row.get(purpose) or entry.data.get(purpose)):
                told[_key(for_what, row[field], words)][entry.path] = entry
    found = [_play(key, list(entries[key].values()), list(told[key].values()), words) for key in {**entries, **told}]
    return sorted(found, key=lambda play: (play.purpose, -play.times, -len(play.recommended_by), play.used))


def _key(purpose: str, used: str, words: dict[str, str]) -> tuple[str, str]:
    """The pair by which spellings of the same meet; how each was first written is kept."""
    keys = name_key(purpose), name_key(used)
    for key, word in zip(keys, (purpose, used), strict=True):
        words.setdefault(key, word)
    return keys


def _play(key: tuple[str, str], entries: Sequence[Entry], told: Sequence[Entry], words: dict[str, str]) -> Play:
    lost = ("lost", "missed", "stopped")
    return Play(
        words[key[0]],
        words[key[1]],
        [entry for entry in entries if entry.is_win],
        [entry for entry in entries if entry.outcome in lost],
        [entry for entry in entries if not entry.is_win and entry.outcome not in lost],
        told,
    )

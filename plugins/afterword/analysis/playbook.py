"""Playbook: which creator profiles, content types and audiences worked for which goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from afterword.library.projection import Entry, Projection
from afterword.text.names import name_key

PurposePairs = Callable[[Entry], Iterable[tuple[str, str]]]
"""Extracts from an entry the pairs of a goal or product and what was used for it."""


@dataclass(frozen=True, slots=True)
class Play:
    """One thing used for a goal or product, with the entries that succeeded, failed or came out mixed.

    `recommended_by` are the entries that recommend it explicitly.
    """

    purpose: str
    used: str
    worked: Sequence[Entry]
    failed: Sequence[Entry]
    mixed: Sequence[Entry]
    recommended_by: Sequence[Entry]

    @property
    def use_count(self) -> int:
        """The number of entries that used it."""
        return len(self.worked) + len(self.failed) + len(self.mixed)


def plays_by_content_type(library: Projection) -> Sequence[Play]:
    """Return content types by goal."""
    return _collect_plays(
        library, "goal", "content_type", lambda entry: entry.data.get("execution", {}).get("content_types", ())
    )


def plays_by_creator_profile(library: Projection) -> Sequence[Play]:
    """Return creator profiles by goal: the tiers of the creators used, and what entries recommend."""
    return _collect_plays(
        library,
        "goal",
        "creator_profile",
        lambda entry: [row["tier"] for row in entry.data.get("execution", {}).get("creators", ()) if "tier" in row],
    )


def plays_by_audience(library: Projection, purpose: str = "goal") -> Sequence[Play]:
    """Return audiences by goal, or by product."""
    return _collect_plays(library, purpose, "audience", _audience_of)


def _audience_of(entry: Entry) -> Iterable[str]:
    audience = entry.data.get("audience", {})
    return [audience.get("reached") or audience["target"]] if audience.get("reached") or audience.get("target") else []


def _collect_plays(
    library: Projection, purpose: str, field: str, values_used: Callable[[Entry], Iterable[str]]
) -> Sequence[Play]:
    """Collect plays by purpose, the most used first; wins and losses count alike."""
    entries: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    recommenders: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    spelling_by_key: dict[str, str] = {}
    for entry in library.entries:
        for value in values_used(entry) if entry.outcome and entry.data.get(purpose) else ():
            entries[_play_key(entry.data[purpose], value, spelling_by_key)][entry.path] = entry
        for row in entry.data.get("recommends", ()):
            if field in row and (row_purpose := row.get(purpose) or entry.data.get(purpose)):
                recommenders[_play_key(row_purpose, row[field], spelling_by_key)][entry.path] = entry
    plays = [
        _build_play(key, list(entries[key].values()), list(recommenders[key].values()), spelling_by_key)
        for key in {**entries, **recommenders}
    ]
    return sorted(plays, key=lambda play: (play.purpose, -play.use_count, -len(play.recommended_by), play.used))


def _play_key(purpose: str, used: str, spelling_by_key: dict[str, str]) -> tuple[str, str]:
    """Return the normalized pair of purpose and use, and remember how each was first spelled."""
    keys = name_key(purpose), name_key(used)
    for key, spelling in zip(keys, (purpose, used), strict=True):
        spelling_by_key.setdefault(key, spelling)
    return keys


def _build_play(
    key: tuple[str, str], entries: Sequence[Entry], recommenders: Sequence[Entry], spelling_by_key: dict[str, str]
) -> Play:
    failed_outcomes = ("lost", "missed", "stopped")
    return Play(
        spelling_by_key[key[0]],
        spelling_by_key[key[1]],
        [entry for entry in entries if entry.is_win],
        [entry for entry in entries if entry.outcome in failed_outcomes],
        [entry for entry in entries if not entry.is_win and entry.outcome not in failed_outcomes],
        recommenders,
    )

"""What each team took part in, which guardrails are its own, and what it still has to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.practice import Action, State, actions, guardrails
from afterword.library.projection import Entry, Projection

Ruled = tuple[Entry, Mapping[str, Any]]
"""A guardrail with the entry that it comes from."""


@dataclass(frozen=True, slots=True)
class Team:
    """One team as the library knows it; guardrails and open actions with the entry that they come from.

    Actions come in order of the day they are due, those without one last.
    """

    key: str
    entries: Sequence[Entry]
    guardrails: Sequence[Ruled]
    open_actions: Sequence[tuple[Entry, Action]]


def teams(library: Projection) -> Sequence[Team]:
    """Every team that an entry names, in order of their keys; the entries of each newest first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        for key in dict.fromkeys(entry.data.get("teams", ())):
            found[key].append(entry)
    rules: dict[str, list[Ruled]] = defaultdict(list)
    for entry in library.entries:
        for rule in guardrails(entry):
            for key in _bound(entry, rule):
                rules[key].append((entry, rule))
    return [Team(key, found[key], rules[key], _open(key, found[key])) for key in sorted(found)]


def _open(key: str, entries: Iterable[Entry]) -> Sequence[tuple[Entry, Action]]:
    """What of the entries of a team it still has to do."""
    left = [
        (entry, action)
        for entry in entries
        for action in actions(entry)
        if action.state is State.OPEN and _teams_of(entry, action.owner) <= {key}
    ]
    return sorted(left, key=lambda row: (not row[1].due, row[1].due))


def _bound(entry: Entry, rule: Mapping[str, Any]) -> Iterable[str]:
    """The teams that a rule binds: those it names, whoever wrote it; if it names none, those of its own record."""
    named = rule.get("when", {}).get("team", ())
    return dict.fromkeys([named] if isinstance(named, str) else named or entry.data.get("teams", ()))


def _teams_of(entry: Entry, owner: str) -> set[str]:
    """The teams for which somebody took part in a record."""
    return {row["team"] for row in entry.data.get("participants", ()) if row.get("name") == owner and "team" in row}

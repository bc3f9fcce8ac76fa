"""What each team took part in, which guardrails are its own, and what it still has to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.practice import Action, State, actions, guardrails
from afterword.library import Entry, Projection


@dataclass(frozen=True, slots=True)
class Team:
    """One team as the library knows it; guardrails and open actions with the entry that they come from.

    Actions come in order of the day they are due, those without one last.
    """

    key: str
    entries: Sequence[Entry]
    guardrails: Sequence[tuple[Entry, Mapping[str, Any]]]
    open_actions: Sequence[tuple[Entry, Action]]


def teams(library: Projection) -> Sequence[Team]:
    """Every team that an entry names, in order of their keys; the entries of each newest first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        for key in dict.fromkeys(entry.data.get("teams", ())):
            found[key].append(entry)
    return [_team(key, found[key], library) for key in sorted(found)]


def _team(key: str, entries: Sequence[Entry], library: Projection) -> Team:
    rules = [(entry, rule) for entry in library.entries for rule in guardrails(entry)]
    left = [
        (entry, action)
        for entry in entries
        for action in actions(entry)
        if action.state is State.OPEN and _teams_of(entry, action.owner) <= {key}
    ]
    left.sort(key=lambda row: (not row[1].due, row[1].due))
    return Team(key, entries, [(entry, rule) for entry, rule in rules if _is_bound(key, entry, rule)], left)


def _is_bound(key: str, entry: Entry, rule: Mapping[str, Any]) -> bool:
    """A rule binds the teams it names, whoever wrote it; one that names none binds those of its own record."""
    named = rule.get("when", {}).get("team", ())
    return key in ([named] if isinstance(named, str) else named or entry.data.get("teams", ()))


def _teams_of(entry: Entry, owner: str) -> set[str]:
    """The teams for which somebody took part in a record."""
    return {row["team"] for row in entry.data.get("participants", ()) if row.get("name") == owner and "team" in row}

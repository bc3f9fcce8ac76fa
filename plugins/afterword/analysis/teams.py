"""What each team took part in, its guardrails, and its open actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.practice import Action, ActionState, list_actions, readable_guardrails
from afterword.library.projection import Entry, Projection

SourcedGuardrail = tuple[Entry, Mapping[str, Any]]
"""A guardrail with the entry it comes from."""


@dataclass(frozen=True, slots=True)
class Team:
    """One team of the library, with its guardrails and open actions and the entries they come from.

    Actions are in order of their due day, those without one last.
    """

    key: str
    entries: Sequence[Entry]
    guardrails: Sequence[SourcedGuardrail]
    open_actions: Sequence[tuple[Entry, Action]]

    @property
    def record_count(self) -> int:
        """The number of entries."""
        return len(self.entries)

    @property
    def guardrail_count(self) -> int:
        """The number of guardrails."""
        return len(self.guardrails)

    @property
    def open_action_count(self) -> int:
        """The number of open actions."""
        return len(self.open_actions)


def list_teams(library: Projection) -> Sequence[Team]:
    """List every team that an entry names, by key; the entries of each team are the newest first."""
    entries_by_team: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        for key in dict.fromkeys(entry.data.get("teams", ())):
            entries_by_team[key].append(entry)
    guardrails_by_team: dict[str, list[SourcedGuardrail]] = defaultdict(list)
    for entry in library.entries:
        for rule in readable_guardrails(entry):
            for key in _bound_teams(entry, rule):
                guardrails_by_team[key].append((entry, rule))
    return [
        Team(key, entries_by_team[key], guardrails_by_team[key], _open_actions(key, entries_by_team[key]))
        for key in sorted(entries_by_team)
    ]


def _open_actions(key: str, entries: Iterable[Entry]) -> Sequence[tuple[Entry, Action]]:
    """Return the open actions in a team's entries that no other team owns."""
    open_actions = [
        (entry, action)
        for entry in entries
        for action in list_actions(entry)
        if action.state is ActionState.OPEN and _participant_teams(entry, action.owner) <= {key}
    ]
    return sorted(open_actions, key=lambda row: (not row[1].due, row[1].due))


def _bound_teams(entry: Entry, rule: Mapping[str, Any]) -> Iterable[str]:
    """Return the teams that a guardrail binds: those it names, or else those of its own record."""
    named_teams = rule.get("when", {}).get("team", ())
    return dict.fromkeys([named_teams] if isinstance(named_teams, str) else named_teams or entry.data.get("teams", ()))


def _participant_teams(entry: Entry, owner: str) -> set[str]:
    """Return the teams for which a person took part in a record."""
    return {row["team"] for row in entry.data.get("participants", ()) if row.get("name") == owner and "team" in row}

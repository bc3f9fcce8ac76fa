"""Teams of the hand-calculated library with their entries, guardrails and actions."""

from __future__ import annotations

from afterword.analysis.teams import list_teams
from analysed import names, projection

# Entries, guardrails that bind the team, actions that it still has to do.
TEAMS = {
    "brand": (["Пустая парта"], ["GR-LINK"], []),
    "legal": (["The Frozen Funnel"], [], ["Train two people"]),
    "marketing": (
        ["The Second Lunchbox", "Пустая парта", "The Lunchbox Parade", "The Empty Lunchbox"],
        ["GR-LINK", "GR-PARENTS", "GR-PHONES", "GR-ASK"],
        [],
    ),
    "operations": (["The Moved Warehouse"], ["GR-RACKS"], ["Sell the old racks"]),
    "presales": (["The Endless Pilot"], [], []),
    "product": (["The Loud Launch", "The Twin Story"], [], []),
    "sales": (
        ["The Twin Story", "The Quiet Renewal", "The Frozen Funnel", "Тихий отказ", "The Open Door"],
        ["GR-RACKS", "GR-ANSWER"],
        ["Train two people", "Name a second contact"],
    ),
}


def test_teams_have_their_entries_rules_and_actions() -> None:
    """A rule that names teams binds those, any other those of its record; an owner's action is the owner's team's."""
    found = {
        team.key: (
            names(team.entries),
            [rule["id"] for _, rule in team.guardrails],
            [action.action for _, action in team.open_actions],
        )
        for team in list_teams(projection())
    }
    assert found == TEAMS
    assert list(found) == sorted(found)

"""Changes in practice after a record: what to stop and start, guardrails, and the state of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from afterword.library.projection import Entry
from afterword.records.record import Rows
from afterword.text.dates import parse_period


class ActionState(StrEnum):
    """The progress of an action; verified means that somebody else confirmed that it works."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a record; `day` is when it reached its state, empty if unknown."""

    action: str
    state: ActionState = ActionState.OPEN
    day: str = ""
    owner: str = ""
    due: str = ""

    def is_overdue(self, today: date) -> bool:
        """Check whether the action is still open after its due day."""
        due_period = parse_period(self.due)
        return self.state is ActionState.OPEN and due_period is not None and due_period.last < today


@dataclass(frozen=True, slots=True)
class Practice:
    """The changes in practice of one record; true if there are any."""

    stop: Sequence[str] = ()
    start: Sequence[str] = ()
    guardrails: Rows = ()
    actions: Sequence[Action] = ()

    def __bool__(self) -> bool:
        return bool(self.stop or self.start or self.guardrails or self.actions)


def summarize_practice(entry: Entry) -> Practice:
    """Return the changes in practice of an entry, from its fields and from lists under matching headings."""
    return Practice(tuple(entry.stop_doing), tuple(entry.start_doing), readable_guardrails(entry), list_actions(entry))


def readable_guardrails(entry: Entry) -> Rows:
    """Return the guardrails of a record whose text the audience may read."""
    return tuple(rule for rule in entry.data.get("guardrails", ()) if "text" in rule)


def list_actions(entry: Entry) -> Sequence[Action]:
    """Return the actions of a record, in its order, whose text the audience may read."""
    return tuple(build_action(row) for row in entry.data.get("actions", ()) if "action" in row)


def build_action(row: Mapping[str, Any]) -> Action:
    """Build an action with its state from a row of `actions`."""
    verified, done = row.get("verified"), row.get("done")
    state = ActionState.VERIFIED if verified else ActionState.DONE if done else ActionState.OPEN
    state_day = verified or done
    return Action(
        row["action"], state, state_day if isinstance(state_day, str) else "", row.get("owner", ""), row.get("due", "")
    )

"""What changed in practice after a record: what to stop and start, its guardrails, and how far its actions came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from afterword.library.projection import Entry
from afterword.records.record import Rows
from afterword.text.dates import period


class State(StrEnum):
    """How far an action came. Verified is more than done: somebody else saw that it works."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a record; `day` is when it came to its state, empty where that is not said."""

    action: str
    state: State = State.OPEN
    day: str = ""
    owner: str = ""
    due: str = ""

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open after the day by which it was to be done."""
        due = period(self.due)
        return self.state is State.OPEN and due is not None and due.last < today


@dataclass(frozen=True, slots=True)
class Practice:
    """What one record changed; true when there is anything."""

    stop: Sequence[str] = ()
    start: Sequence[str] = ()
    guardrails: Rows = ()
    actions: Sequence[Action] = ()

    def __bool__(self) -> bool:
        return bool(self.stop or self.start or self.guardrails or self.actions)


def practice(entry: Entry) -> Practice:
    """What the fields say, then what is listed under headings that stand for them."""
    return Practice(tuple(entry.stop_doing), tuple(entry.start_doing), guardrails(entry), actions(entry))


def guardrails(entry: Entry) -> Rows:
    """The guardrails of a record, as far as their words are for this audience."""
    return tuple(rule for rule in entry.data.get("guardrails", ()) if "text" in rule)


def actions(entry: Entry) -> Sequence[Action]:
    """The actions of a record in its order, as far as this audience may know what is to be done."""
    return tuple(action(row) for row in entry.data.get("actions", ()) if "action" in row)


def action(row: Mapping[str, Any]) -> Action:
    """A row of `actions` with how far it came."""
    verified, done = row.get("verified"), row.get("done")
    state = State.VERIFIED if verified else State.DONE if done else State.OPEN
    said = verified or done
    return Action(row["action"], state, said if isinstance(said, str) else "", row.get("owner", ""), row.get("due", ""))

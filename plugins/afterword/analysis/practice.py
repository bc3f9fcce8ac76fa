"""What changed in practice after a record: what to stop and start, its guardrails, and how far its actions came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from afterword.body import Body, Item
from afterword.dates import period
from afterword.library import Entry
from afterword.names import name_key
from afterword.record import Rows
from afterword.vocabulary import Vocabulary


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


def practice(entry: Entry, vocabulary: Vocabulary) -> Practice:
    """What the fields say, then what is listed under headings that stand for them; nothing twice."""
    return Practice(
        _texts(entry, "stop_doing", vocabulary),
        _texts(entry, "start_doing", vocabulary),
        guardrails(entry),
        actions(entry, vocabulary),
    )


def guardrails(entry: Entry) -> Rows:
    """The guardrails of a record, as far as their words are for this audience."""
    return tuple(rule for rule in entry.data.get("guardrails", ()) if "text" in rule)


def actions(entry: Entry, vocabulary: Vocabulary) -> Sequence[Action]:
    """The actions of a record in its order; one that its body lists is done when its box is ticked."""
    rows = (action(row) for row in entry.data.get("actions", ()) if "action" in row)
    listed = (
        Action(item.text, State.DONE if _is_ticked(body, item) else State.OPEN)
        for body, item in _listed(entry, "actions", vocabulary)
    )
    return _once((one.action, one) for one in (*rows, *listed))


def _texts(entry: Entry, field: str, vocabulary: Vocabulary) -> Sequence[str]:
    listed = (item.text for _, item in _listed(entry, field, vocabulary))
    return _once((text, text) for text in (*entry.data.get(field, ()), *listed))


def _listed(entry: Entry, field: str, vocabulary: Vocabulary) -> Iterator[tuple[Body, Item]]:
    """The list items of the body that stand for a field."""
    if entry.body is not None:
        for key, role in vocabulary.roles.items():
            if role.field == field:
                yield from ((entry.body, item) for item in entry.body.items.get(key, ()))


def action(row: Mapping[str, Any]) -> Action:
    """A row of `actions` with how far it came."""
    verified, done = row.get("verified"), row.get("done")
    state = State.VERIFIED if verified else State.DONE if done else State.OPEN
    said = verified or done
    return Action(row["action"], state, said if isinstance(said, str) else "", row.get("owner", ""), row.get("due", ""))


def _is_ticked(body: Body, item: Item) -> bool:
    """Whether the item begins with a ticked box; its text does not tell, as the box is no part of it."""
    written = body.text.encode()[slice(*item.place)].decode().lstrip("-+*0123456789.) \t")
    return written[:3].lower() == "[x]" and not item.text.lower().startswith("[x]")


def _once(named: Iterable[tuple[str, Any]]) -> Sequence[Any]:
    """The first value of each name."""
    found: dict[str, Any] = {}
    for name, value in named:
        found.setdefault(name_key(name), value)
    return tuple(found.values())

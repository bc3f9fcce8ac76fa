"""Rule: an analysis has an executor, a partner from another market, and an analyst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from afterword.library.library import Library
from afterword.problems import FieldPart, Finding, Message, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "one-voice",
    "An analysis lacks an executor, a partner from another market or an analyst",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    configurable=True,
)

_REQUIRED_ROLES: Mapping[str, Message] = {
    "executor": say("an executor"),
    "partner": say("a partner from another market"),
    "analyst": say("an analyst"),
}


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding if a role is missing.

    This covers campaigns and launches in review or published; a public case has no participants.
    """
    if record.kind not in ("campaign", "launch") or record.status not in ("review", "published") or record.is_public:
        return
    roles = {_effective_role(row, record) for row in record.data.get("participants", ())}
    missing_roles = [who for role, who in _REQUIRED_ROLES.items() if role not in roles]
    if missing_roles:
        who = reduce(lambda first, second: say("{first}, {second}", first=first, second=second), missing_roles)
        message = say("Missing among the `participants`: {who}.", who=who)
        hint = say(
            "Ask them, and name them with `role` and, for the partner, `market`: "
            "`- {{name: Aigerim Sadykova, role: partner, market: KZ}}`"
        )
        yield Finding(RULE, message, hint, ("participants",), FieldPart.KEY)


def _effective_role(row: Mapping[str, Any], record: Record) -> str:
    """Return the role of a participant; empty for a partner without a market, or of the record's own market."""
    role = str(row.get("role", ""))
    is_elsewhere = row.get("market") not in (None, *record.markets)
    return role if role != "partner" or is_elsewhere else ""

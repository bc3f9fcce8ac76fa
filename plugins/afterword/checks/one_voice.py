"""A campaign is looked back at by one who ran it, one from another market, and one who knows the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from afterword.library.library import Library
from afterword.problems import Finding, Part, Rule, Severity, Text, say
from afterword.records.record import Record

RULE = Rule("one-voice", "An analysis lacks an executor, a partner from another market or an analyst", Severity.WARNING)

_WANTED: Mapping[str, Text] = {
    "executor": say("an executor"),
    "partner": say("a partner from another market"),
    "analyst": say("an analyst"),
}


def check(record: Record, library: Library) -> Iterator[Finding]:
    """In campaigns and launches in review or published; a public case has no participants."""
    if record.kind not in ("campaign", "launch") or record.status not in ("review", "published") or record.is_public:
        return
    heard = {_voice(row, record) for row in record.data.get("participants", ())}
    missing = [who for role, who in _WANTED.items() if role not in heard]
    if missing:
        who = reduce(lambda first, second: say("{first}, {second}", first=first, second=second), missing)
        message = say("Missing among the `participants`: {who}.", who=who)
        hint = say(
            "Ask them, and name them with `role` and, for the partner, `market`: "
            "`- {{name: Aigerim Sadykova, role: partner, market: KZ}}`"
        )
        yield Finding(RULE, message, hint, ("participants",), Part.KEY)


def _voice(row: Mapping[str, Any], record: Record) -> str:
    """What a participant is heard as; a partner of the record's own market, or of none, counts for nothing."""
    role = str(row.get("role", ""))
    is_elsewhere = row.get("market") not in (None, *record.markets)
    return role if role != "partner" or is_elsewhere else ""

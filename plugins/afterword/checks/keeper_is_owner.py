"""Whoever keeps a postmortem did not own what it looks back at."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Path, Rule, Severity, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule("keeper-is-owner", "The keeper is also the owner", Severity.WARNING)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Of a record, and of a brief, which says under `postmortem` who will keep its record."""
    planned = record.data.get("postmortem", {}).get("keeper", "")
    keeper, place = (planned, ("postmortem", "keeper")) if planned else (record.keeper, ("keeper",))
    if keeper and name_key(keeper) == name_key(record.owner):
        message = say("`{name}` is both `keeper` and `owner`.", name=keeper)
        hint = say("Let somebody keep it who did not own the deal or campaign, and has nothing to defend.")
        path: Path = place
        yield Finding(RULE, message, hint, path)

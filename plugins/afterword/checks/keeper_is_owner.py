"""Rule: the keeper of a postmortem is not the owner of its subject."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import DataPath, Finding, Rule, Severity, Subject, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule(
    "keeper-is-owner",
    "The keeper is also the owner",
    Severity.WARNING,
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding if the keeper is the owner; in a brief, the keeper under `postmortem` counts."""
    planned_keeper = record.data.get("postmortem", {}).get("keeper", "")
    keeper, keeper_path = (planned_keeper, ("postmortem", "keeper")) if planned_keeper else (record.keeper, ("keeper",))
    if keeper and name_key(keeper) == name_key(record.owner):
        message = say("`{name}` is both `keeper` and `owner`.", name=keeper)
        hint = say("Let somebody keep it who did not own the deal or campaign, and has nothing to defend.")
        path: DataPath = keeper_path
        yield Finding(RULE, message, hint, path)

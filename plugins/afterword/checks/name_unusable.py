"""Rule: a name has a letter or digit that can be part of an address."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "name-unusable",
    "A name holds nothing that can stand in an address",
    subjects=(Subject.RECORD,),
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding if the name has no letter or digit in any script."""
    if record.name and not record.slug:
        message = say("`{name}` has no letter or digit that could stand in an address.", name=record.name)
        yield Finding(RULE, message, say("Give it a name that people can say."), ("name",))

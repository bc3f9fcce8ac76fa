"""A relation names a record that is there."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.link_dangling import hint
from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record

RULE = Rule("relation-unknown", "A relation names a record that does not exist")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """By name or alias; a record is not related to itself either."""
    for index, relation in enumerate(record.relations):
        name = relation.get("name", "")
        found = library.resolve(name)[0]
        if name and (not found or found[0] is record):
            message = say("No record is called `{name}`.", name=name)
            if found:
                message = say("`{name}` is this record itself.", name=name)
            yield Finding(RULE, message, hint(name, library), ("relations", index, "name"))

"""Rule: a relation names an existing record."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.link_dangling import unknown_record_hint
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "relation-unknown",
    "A relation names a record that does not exist",
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each relation whose name or alias is unknown, or is the record itself."""
    for index, relation in enumerate(record.relations):
        name = relation.get("name", "")
        targets = library.resolve_link(name)[0]
        if name and (not targets or targets[0] is record):
            message = say("No record is called `{name}`.", name=name)
            if targets:
                message = say("`{name}` is this record itself.", name=name)
            yield Finding(RULE, message, unknown_record_hint(name, library), ("relations", index, "name"))

"""Rule: a rerun states what was kept and what was changed."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "rerun-says-nothing",
    "A rerun says neither what was kept nor what was changed",
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    for index, relation in enumerate(record.relations):
        if relation.get("type") == "rerun-of" and not relation.get("kept") and not relation.get("changed"):
            message = say("This rerun of `{name}` does not say what changed.", name=relation.get("name", ""))
            hint = say(
                "Add `kept: […]` and `changed: […]` with words of `variables`, or the two teach nothing together."
            )
            yield Finding(RULE, message, hint, ("relations", index, "type"))

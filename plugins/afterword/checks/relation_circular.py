"""Rule: relations that order records in time have no cycle."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule(
    "relation-circular",
    "Relations run in a circle",
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)

_ORDERED_RELATIONS = ("supersedes", "rerun-of", "follows")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding at the relation that leads into a cycle, in every record of the cycle."""
    for index, relation in enumerate(record.relations):
        kind = relation.get("type")
        if kind in _ORDERED_RELATIONS and (cycle := _find_cycle(record, relation.get("name", ""), kind, library)):
            names = " → ".join(f"`{other.name}`" for other in (record, *cycle))
            message = say("These records go round in a circle ({kind}): {names}.", kind=kind, names=names)
            yield Finding(RULE, message, say("Delete the relation that is the wrong way round."), ("relations", index))


def _find_cycle(record: Record, name: str, kind: str, library: Library) -> list[Record]:
    """Return the records from the named one back to the record itself; empty if there is no cycle."""
    paths = [[other] for other in library.by_name.get(name_key(name), ())[:1]]
    visited_paths: set[str] = set()
    while paths:
        path = paths.pop()
        if path[-1] is record:
            return path if len(path) > 1 else []
        if path[-1].path not in visited_paths:
            visited_paths.add(path[-1].path)
            related_names = (row.get("name", "") for row in path[-1].relations if row.get("type") == kind)
            paths += [
                [*path, *library.by_name.get(name_key(name), ())[:1]]
                for name in related_names
                if library.by_name.get(name_key(name))
            ]
    return []

"""Nothing comes after itself: relations that order records in time run in one direction."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule("relation-circular", "Relations run in a circle")

_ORDERED = ("supersedes", "rerun-of", "follows")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Told in every record of the circle, at the relation that leads on."""
    for index, relation in enumerate(record.relations):
        kind = relation.get("type")
        if kind in _ORDERED and (way := _way_back(record, relation.get("name", ""), kind, library)):
            names = " → ".join(f"`{other.name}`" for other in (record, *way))
            message = say("These records go round in a circle ({kind}): {names}.", kind=kind, names=names)
            yield Finding(RULE, message, say("Delete the relation that is the wrong way round."), ("relations", index))


def _way_back(record: Record, name: str, kind: str, library: Library) -> list[Record]:
    """The records from the named one back to the record itself; empty where there is no such way."""
    ways = [[other] for other in library.by_name.get(name_key(name), ())[:1]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] is record:
            return way if len(way) > 1 else []
        if way[-1].path not in seen:
            seen.add(way[-1].path)
            named = (row.get("name", "") for row in way[-1].relations if row.get("type") == kind)
            ways += [
                [*way, *library.by_name.get(name_key(name), ())[:1]]
                for name in named
                if library.by_name.get(name_key(name))
            ]
    return []

"""A name or alias is the only one of its kind."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Path, Rule, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule("name-taken", "Two records share a name or an alias")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Reported in every file but the first that has the name, so that one of them is the one to keep."""
    places: list[tuple[Path, str]] = [(("name",), record.name)] if record.name else []
    places += [(("aliases", index), alias) for index, alias in enumerate(record.aliases)]
    for path, name in places:
        first = library.by_name[name_key(name)][0]
        if first is not record:
            message = say("`{name}` already names {file}.", name=name, file=first.path)
            yield Finding(RULE, message, say("Choose another: a name has to bring back one story only."), path)

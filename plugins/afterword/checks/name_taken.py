"""Rule: names and aliases are unique."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import DataPath, Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule(
    "name-taken",
    "Two records share a name or an alias",
    subjects=(Subject.RECORD,),
    needs_library=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each duplicate name, in every file except the first that has it."""
    names: list[tuple[DataPath, str]] = [(("name",), record.name)] if record.name else []
    names += [(("aliases", index), alias) for index, alias in enumerate(record.aliases)]
    for path, name in names:
        first_record = library.by_name[name_key(name)][0]
        if first_record is not record:
            message = say("`{name}` already names {file}.", name=name, file=first_record.path)
            yield Finding(RULE, message, say("Choose another: a name has to bring back one story only."), path)

"""Rule: addresses are unique."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import DataPath, Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.names import name_key, slugify

RULE = Rule(
    "slug-taken",
    "Two records would have the same address",
    subjects=(Subject.RECORD,),
    needs_library=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each name whose address belongs to another record; `name-taken` covers equal names."""
    paths: list[DataPath] = [("name",), *(("aliases", index) for index in range(len(record.aliases)))]
    for path, name in zip(paths, (record.name, *record.aliases), strict=True):
        address = slugify(name)
        for other in library.by_slug.get(address, ()) if address else ():
            if other is record:
                break
            if name_key(name) not in map(name_key, other.names):
                message = say(
                    "`{name}` would have the same address as a name of {file}: /names/{slug}/.",
                    name=name,
                    file=other.path,
                    slug=address,
                )
                yield Finding(RULE, message, say("Choose a name that differs in more than signs and accents."), path)
                break

"""What a record says it has from a source, it has from a source it lists."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Path, Rule, say
from afterword.records.record import Record

RULE = Rule("source-unknown", "A source is named that the record does not list")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """A `source` of a fact, cause or voice that looks like an id; free text is let be in a record without sources."""
    known = {str(source["id"]) for source in record.sources if "id" in source}
    if not known:
        return
    for part in ("kpis", "facts", "assumptions", "causes", "voices", "guardrails"):
        for index, row in enumerate(record.data.get(part, ())):
            cited = row.get("source", [])
            for position, source in enumerate(cited if isinstance(cited, list) else [cited]):
                if str(source) not in known:
                    message = say("`{source}` is none of the `sources` listed.", source=source)
                    ids = ", ".join(sorted(known))
                    hint = say("List it under `sources` with this id. Listed are: {known}.", known=ids)
                    place: Path = (part, index, "source")
                    yield Finding(RULE, message, hint, (*place, position) if isinstance(cited, list) else place)

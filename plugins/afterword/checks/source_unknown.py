"""Rule: the sources that a record cites are listed in the record."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import DataPath, Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "source-unknown",
    "A source is named that the record does not list",
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each cited source that the record does not list.

    Records that list no sources are skipped, because their sources are free text.
    """
    source_ids = {str(source["id"]) for source in record.sources if "id" in source}
    if not source_ids:
        return
    for field in ("kpis", "facts", "assumptions", "causes", "voices", "guardrails"):
        for index, row in enumerate(record.data.get(field, ())):
            cited = row.get("source", [])
            for position, source in enumerate(cited if isinstance(cited, list) else [cited]):
                if str(source) not in source_ids:
                    message = say("`{source}` is none of the `sources` listed.", source=source)
                    ids = ", ".join(sorted(source_ids))
                    hint = say("List it under `sources` with this id. Listed are: {known}.", known=ids)
                    path: DataPath = (field, index, "source")
                    yield Finding(RULE, message, hint, (*path, position) if isinstance(cited, list) else path)

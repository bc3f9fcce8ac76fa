"""All records together, indexed, and what surrounds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from afterword.library.projection import Projection, entry_of, is_shown
from afterword.records.former_versions import Past
from afterword.records.record import Record
from afterword.records.references import briefs_by_key, index, named_brief
from afterword.schema.fields import Audience
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.names import name_key, skeleton, slug

RUNS = ("rerun-of", "contrasts-with")
"""Relations between two runs that can be compared."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is around the records.

    `attachments` are the other files that lie beside them, `briefs` the plans, `past` is what the files said before,
    `printed_files` the texts of settings that a site prints and, empty, files that it copies,
    and `today` the day (UTC) by which it is judged what is late.
    """

    attachments: frozenset[str] = frozenset()
    briefs: Sequence[Record] = ()
    past: Past = field(default_factory=Past)
    printed_files: Mapping[str, str] = field(default_factory=dict)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())


class Library:
    """Every record that could be read, in order of its file, and what surrounds them."""

    def __init__(
        self,
        records: Iterable[Record],
        schema: Schema,
        vocabulary: Vocabulary,
        surroundings: Surroundings | None = None,
    ) -> None:
        around = surroundings or Surroundings()
        self.records: Sequence[Record] = sorted(records, key=lambda record: record.path)
        self.briefs: Sequence[Record] = sorted(around.briefs, key=lambda brief: brief.path)
        self.schema, self.vocabulary = schema, vocabulary
        self.attachments, self.past, self.today = around.attachments, around.past, around.today
        self.printed_files = around.printed_files
        self.by_name: Mapping[str, Sequence[Record]] = index(
            self.records, lambda r: dict.fromkeys(map(name_key, r.names))
        )
        self.by_slug: Mapping[str, Sequence[Record]] = index(self.records, lambda record: set(map(slug, record.names)))
        self.by_path: Mapping[str, Record] = {record.path: record for record in self.records}

    @cached_property
    def by_skeleton(self) -> Mapping[str, Sequence[Record]]:
        """Records by how their names look, whatever script they are written in."""
        return index(self.records, lambda record: set(map(skeleton, record.names)))

    @cached_property
    def runs(self) -> Mapping[str, Sequence[Record]]:
        """For the file of each record the other runs of it: what it reran or contrasts with, and what says so of it."""
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in self.records:
            for row in record.relations:
                others = self.by_name.get(name_key(row.get("name", "")), ())
                if row.get("type") in RUNS and len(others) == 1 and others[0] is not record:
                    found[record.path][others[0].path] = others[0]
                    found[others[0].path][record.path] = record
        return {path: tuple(others.values()) for path, others in found.items()}

    def resolve(self, target: str) -> tuple[Sequence[Record], str]:
        """The records that a link's target names, and the heading it asks for: `Name`, `Name#Heading`."""
        if found := self.by_name.get(name_key(target)):
            return found, ""
        name, _, heading = target.partition("#")
        return self.by_name.get(name_key(name), ()), heading.strip()

    def brief(self, record: Record) -> Record | None:
        """The brief that a record names as the one it started from, if it is here: by its path, title or `[[title]]`.

        None for a brief of another library, and for a title that several have.
        """
        return named_brief(self._briefs, record)

    @cached_property
    def _briefs(self) -> Mapping[str, Sequence[Record]]:
        return briefs_by_key(self.briefs)

    @cached_property
    def by_brief(self) -> Mapping[str, Sequence[Record]]:
        """The records that started from each brief, by the brief's path."""
        return index(self.records, lambda record: [brief.path] if (brief := self.brief(record)) else [])

    def project(self, audience: Audience) -> Projection:
        """What an audience may see: others than the team see published records only, field by field."""
        bodies = audience.sees(self.schema.body_audience)
        entries = [
            entry_of(record, audience, with_body=bodies)
            for record in self.records
            if record.sound and is_shown(record, audience)
        ]
        briefs = [
            entry_of(brief, audience, with_body=True)
            for brief in self.briefs
            if brief.sound and audience is Audience.INTERNAL
        ]
        return Projection(audience, entries, self.schema, self.vocabulary, briefs)

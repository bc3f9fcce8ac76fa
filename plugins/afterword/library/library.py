"""Library: all records together, indexed, with their context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from afterword.library.projection import Projection, is_visible, project_record
from afterword.records.former_versions import VersionHistory
from afterword.records.grouping import group_by_keys
from afterword.records.record import Record
from afterword.records.references import find_named_brief, index_briefs
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.names import name_key, name_skeleton, slugify

RUN_RELATIONS = ("rerun-of", "contrasts-with")
"""Types of relations between two runs that can be compared."""


@dataclass(frozen=True, slots=True)
class LibraryContext:
    """Context of the records of a library.

    `attachments` are the other files beside them, `briefs` the plans, `history` the former versions of files,
    and `today` is the day (UTC) that decides what is overdue.
    """

    attachments: frozenset[str] = frozenset()
    briefs: Sequence[Record] = ()
    history: VersionHistory = field(default_factory=VersionHistory)
    printed_files: Mapping[str, str] = field(default_factory=dict)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())


class Library:
    """Every record that could be read, in order of files, with its context."""

    def __init__(
        self,
        records: Iterable[Record],
        schema: Schema,
        vocabulary: Vocabulary,
        context: LibraryContext | None = None,
    ) -> None:
        library_context = context or LibraryContext()
        self.records: Sequence[Record] = sorted(records, key=lambda record: record.path)
        self.briefs: Sequence[Record] = sorted(library_context.briefs, key=lambda brief: brief.path)
        self.schema, self.vocabulary = schema, vocabulary
        self.attachments, self.history, self.today = (
            library_context.attachments,
            library_context.history,
            library_context.today,
        )
        self.printed_files = library_context.printed_files
        self.by_name: Mapping[str, Sequence[Record]] = group_by_keys(
            self.records, lambda r: dict.fromkeys(map(name_key, r.names))
        )
        self.by_slug: Mapping[str, Sequence[Record]] = group_by_keys(
            self.records, lambda record: set(map(slugify, record.names))
        )
        self.by_path: Mapping[str, Record] = {record.path: record for record in self.records}

    @cached_property
    def by_skeleton(self) -> Mapping[str, Sequence[Record]]:
        """Records by the visual appearance of their names, whatever the script."""
        return group_by_keys(self.records, lambda record: set(map(name_skeleton, record.names)))

    @cached_property
    def runs(self) -> Mapping[str, Sequence[Record]]:
        """Other runs of each record, by its file: records that it reran or contrasts with, in either direction."""
        runs_by_path: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in self.records:
            for row in record.relations:
                others = self.by_name.get(name_key(row.get("name", "")), ())
                if row.get("type") in RUN_RELATIONS and len(others) == 1 and others[0] is not record:
                    runs_by_path[record.path][others[0].path] = others[0]
                    runs_by_path[others[0].path][record.path] = record
        return {path: tuple(others.values()) for path, others in runs_by_path.items()}

    def resolve_link(self, target: str) -> tuple[Sequence[Record], str]:
        """Return the records that a link's target names, and the heading: `Name`, `Name#Heading`."""
        if records := self.by_name.get(name_key(target)):
            return records, ""
        name, _, heading = target.partition("#")
        return self.by_name.get(name_key(name), ()), heading.strip()

    def find_brief(self, record: Record) -> Record | None:
        """Return the brief that a record names as its start, by path, title or `[[title]]`.

        None for a brief of another library, and for an ambiguous title.
        """
        return find_named_brief(self._briefs_by_key, record)

    @cached_property
    def _briefs_by_key(self) -> Mapping[str, Sequence[Record]]:
        return index_briefs(self.briefs)

    @cached_property
    def by_brief(self) -> Mapping[str, Sequence[Record]]:
        """Records that started from each brief, by the brief's path."""
        return group_by_keys(self.records, lambda record: [brief.path] if (brief := self.find_brief(record)) else [])

    def project(self, audience: Audience) -> Projection:
        """Project the library for an audience.

        Audiences other than the team get published records only, and only the fields marked for them.
        """
        with_body = audience.can_see(self.schema.body_audience)
        entries = [
            project_record(record, audience, with_body=with_body)
            for record in self.records
            if record.fits_schema and is_visible(record, audience)
        ]
        briefs = [
            project_record(brief, audience, with_body=True)
            for brief in self.briefs
            if brief.fits_schema and audience is Audience.INTERNAL
        ]
        return Projection(audience, entries, self.schema, self.vocabulary, briefs)

"""Derived data of a library that all languages of its site share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from afterword.gate.concepts import ConceptGroups
from afterword.gate.index_rows import IndexRow, build_rows
from afterword.gate.neighbours import Neighbours
from afterword.gate.queries import brief_facet_names
from afterword.gate.ranking import Ranking
from afterword.gate.record_uses import RecordUse, list_record_uses
from afterword.library.backlinks import BacklinkIndex
from afterword.library.projection import Entry, Projection
from afterword.library.published_index import PublishedIndex
from afterword.pages.judged_briefs import BriefSet, JudgedBrief, judge_briefs
from afterword.records.grouping import group_by_keys
from afterword.schema.fields import Field


@dataclass(frozen=True)
class LibraryCache:
    """Derived data that is expensive to compute, shared by all languages of a site and computed on first use.

    `synonym_groups` are words with the same meaning; `today` is the day by which the gate judges the briefs of
    `brief_set`, which only the internal audience has.
    """

    library: Projection
    synonym_groups: ConceptGroups
    brief_set: BriefSet | None = None
    today: date = date.max

    @cached_property
    def mentions(self) -> BacklinkIndex:
        """Links and relations between entries, by the entry that they point to."""
        return BacklinkIndex(self.library)

    @property
    def index_rows(self) -> Sequence[IndexRow]:
        """Index row of each entry, in the order of the entries; cached only if the gate needs it again."""
        return self._cached_index_rows if self.brief_set and self.brief_set.briefs else build_rows(self.library)

    @cached_property
    def _cached_index_rows(self) -> Sequence[IndexRow]:
        return build_rows(self.library)

    @cached_property
    def published_index(self) -> PublishedIndex:
        """Published index of the entries."""
        return PublishedIndex({"records": self.index_rows, "concepts": self.synonym_groups}, self.library.schema)

    @cached_property
    def gate_ranking(self) -> Ranking:
        """Ranking that finds the entries relevant to a query."""
        return Ranking(self.published_index)

    @cached_property
    def entries_by_slug(self) -> Mapping[str, Entry]:
        """Entries by the last part of their URLs."""
        return {entry.slug: entry for entry in self.library.entries}

    @cached_property
    def facet_fields(self) -> Mapping[str, Field]:
        """Fields that are facets, by the last part of each path."""
        return {field.path[-1]: field for field in self.library.schema.fields if field.facet}

    @cached_property
    def judged_briefs(self) -> Mapping[str, JudgedBrief]:
        """Briefs with their gate verdicts, by file."""
        if not (self.brief_set and self.brief_set.briefs):
            return {}
        return judge_briefs(self.brief_set, self.library, self.published_index, self.gate_ranking, self.today)

    @cached_property
    def brief_uses(self) -> Sequence[RecordUse]:
        """Answers that briefs gave to the entries."""
        return (
            list(list_record_uses((brief.verdict for brief in self.judged_briefs.values()), self.published_index))
            if self.judged_briefs
            else ()
        )

    @cached_property
    def uses_by_slug(self) -> Mapping[str, Sequence[RecordUse]]:
        """Answers by the slug of the entry."""
        return group_by_keys(self.brief_uses, lambda use: [use.slug])

    @cached_property
    def uses_by_brief(self) -> Mapping[str, Sequence[RecordUse]]:
        """Answers by the file of the brief."""
        return group_by_keys(self.brief_uses, lambda use: [use.path])

    @cached_property
    def starting_briefs(self) -> Mapping[str, JudgedBrief]:
        """Brief that each entry started from, by the entry's slug."""
        return {entry.slug: brief for brief in self.judged_briefs.values() for entry in brief.postmortems}

    @cached_property
    def neighbour_index(self) -> Neighbours | None:
        """Index that finds the entries similar to an entry; None for audiences without briefs."""
        return Neighbours(self.library, brief_facet_names(self.brief_set.schema)) if self.brief_set else None

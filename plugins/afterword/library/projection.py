"""Projection of a library for one audience: the only form that pages, search and exports accept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from afterword.body import Body, ByteRange, Link
from afterword.records.body_fields import drop_body_lists, value_at
from afterword.records.grouping import group_by_keys
from afterword.records.record import Record, RecordFields
from afterword.records.references import find_named_brief, index_briefs, resolve_relative
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import parse_period
from afterword.text.names import name_key


class TranslationState(StrEnum):
    """State of a translation against its original."""

    CURRENT = "current"
    MACHINE = "machine"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Translation:
    """Translation of an entry: its name, summary, state, path and body.

    `collected_ranges` are the parts of the body that are shown as fields.
    """

    name: str
    summary: str
    state: TranslationState
    path: str
    body: Body | None
    collected_ranges: Sequence[ByteRange] = ()


def _project_translation(record: Record, original: Record, audience: Audience, *, with_body: bool) -> Translation:
    """Return what an audience may see of a translation."""
    data = record.schema.narrow_to_audience(record.data if with_body else record.front_matter, audience)
    state = TranslationState.MACHINE if data.get("machine") else TranslationState.CURRENT
    # The digest covers the whole original, so outside the team it would reveal invisible changes.
    if audience is Audience.INTERNAL and data.get("made_from") != original.document.source.digest:
        state = TranslationState.STALE
    body = record.body if with_body else None
    summary = data.get("summary", "") if audience.can_see(original.schema.audience_of(("summary",))) else ""
    return Translation(record.name, summary, state, record.path, body, _ranges_in_data(record, data))


@dataclass(frozen=True, slots=True)
class Entry(RecordFields):
    """Record as one audience sees it: its visible fields, and its body if it is visible.

    `data` includes what the body lists, `front_matter` does not; `collected_ranges` are the parts of the
    body that are shown as fields.
    """

    path: str
    body: Body | None
    front_matter: Mapping[str, Any]
    collected_ranges: Sequence[ByteRange] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict)

    @property
    def without_body_lists(self) -> Entry:
        """Entry without the lists that were collected from its body, for pages that show the body too."""
        return replace(self, data=drop_body_lists(self.data, self.front_matter))

    @property
    def names(self) -> tuple[str, ...]:
        """Name, aliases, and the names of the translations."""
        return (self.name, *self.aliases, *(other.name for other in self.translations.values()))

    @property
    def language(self) -> str:
        """Language that it is written in, without a region; English by default."""
        return self.lang.split("-")[0] or "en"

    @property
    def day(self) -> date:
        """Day it ended, as far as known, for sorting."""
        period = parse_period(self.ends) or parse_period(self.starts)
        return period.last if period else date.min


def project_record(record: Record, audience: Audience, *, with_body: bool) -> Entry:
    """Return what an audience may see of a record or brief, and of its translations."""
    front_matter = record.schema.narrow_to_audience(record.front_matter, audience)
    has_body_values = with_body and record.data is not record.front_matter
    data = record.schema.narrow_to_audience(record.data, audience) if has_body_values else front_matter
    translations = {
        lang: _project_translation(other, record, audience, with_body=with_body)
        for lang, other in record.translations.items()
        if other.fits_schema
    }
    body = record.body if with_body else None
    return Entry(data, record.path, body, front_matter, _ranges_in_data(record, data), translations)


def _ranges_in_data(record: Record, data: Mapping[str, Any]) -> Sequence[ByteRange]:
    """Return the ranges of a record's body whose text is in its data."""
    return [
        place for path, place in record.collected_ranges.items() if isinstance(path[-1], str) and value_at(data, path)
    ]


class Projection:
    """The library as one audience sees it, newest entries first.

    `briefs`, sorted by file, are visible to the team only.
    """

    def __init__(
        self,
        audience: Audience,
        entries: Iterable[Entry],
        schema: Schema,
        vocabulary: Vocabulary,
        briefs: Iterable[Entry] = (),
    ) -> None:
        self.briefs: Sequence[Entry] = tuple(briefs)
        self.audience, self.schema, self.vocabulary = audience, schema, vocabulary
        self.entries: Sequence[Entry] = sorted(entries, key=lambda entry: (-entry.day.toordinal(), entry.slug))
        self.by_tag: Mapping[str, Sequence[Entry]] = group_by_keys(self.entries, lambda entry: entry.tags)
        self.by_market: Mapping[str, Sequence[Entry]] = group_by_keys(self.entries, lambda entry: entry.markets)
        self.by_series: Mapping[str, Sequence[Entry]] = group_by_keys(
            self.entries, lambda e: [e.series] if e.series else []
        )
        self._by_name = group_by_keys(self.entries, lambda entry: dict.fromkeys(map(name_key, entry.names)))
        self._by_path = {entry.path: entry for entry in self.entries}

    @cached_property
    def by_brief(self) -> Mapping[str, Sequence[Entry]]:
        """Entries that started from each brief, by the brief's path."""
        briefs_by_key = index_briefs(self.briefs)
        return group_by_keys(
            self.entries, lambda entry: [brief.path] if (brief := find_named_brief(briefs_by_key, entry)) else []
        )

    def resolve_link(self, target: str) -> tuple[Entry | None, str]:
        """Return the entry that a link's target names, and the heading it asks for."""
        if entries := self._by_name.get(name_key(target)):
            return entries[0], ""
        name, _, heading = target.partition("#")
        entries = self._by_name.get(name_key(name), ())
        return (entries[0] if entries else None), heading.strip()

    def find_linked_entry(self, link: Link, path: str) -> Entry | None:
        """Return the entry whose file a relative link leads to from another file."""
        return self._by_path.get(resolve_relative(path, link.target))


def is_visible(record: Record, audience: Audience) -> bool:
    """Return whether an audience sees a record at all: outside the team only if it is published and visible."""
    if audience is Audience.INTERNAL:
        return True
    return record.status == "published" and audience.can_see(Audience(record.visibility))

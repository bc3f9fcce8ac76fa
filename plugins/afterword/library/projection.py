"""The part of a library that an audience may see: the only form that pages, search and exports accept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from afterword.body import Body, ByteRange, Link
from afterword.records.body_fields import value_at, without_body_lists
from afterword.records.record import Record, RecordFields
from afterword.records.references import find_named_brief, group_by_keys, index_briefs, resolve_relative
from afterword.schema.fields import Audience
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import parse_period
from afterword.text.names import name_key


class State(StrEnum):
    """How far a translation can be trusted to say what its original says now."""

    CURRENT = "current"
    MACHINE = "machine"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Translation:
    """An entry in another language: what it is called there, its summary, its story, and its state.

    `taken` are the parts of the body that were taken for fields.
    """

    name: str
    summary: str
    state: State
    path: str
    body: Body | None
    taken: Sequence[ByteRange] = ()


def _translation(record: Record, original: Record, audience: Audience, *, with_body: bool) -> Translation:
    data = record.schema.narrow_to_audience(record.data if with_body else record.front_matter, audience)
    state = State.MACHINE if data.get("machine") else State.CURRENT
    # The mark is that of the whole original: outside the team it would tell of changes that nobody sees there.
    if audience is Audience.INTERNAL and data.get("made_from") != original.document.source.digest:
        state = State.STALE
    body = record.body if with_body else None
    summary = data.get("summary", "") if audience.can_see(original.schema.audience_of(("summary",))) else ""
    return Translation(record.name, summary, state, record.path, body, _taken(record, data))


@dataclass(frozen=True, slots=True)
class Entry(RecordFields):
    """A record as an audience sees it: its fields narrowed, its body left out where that is not for them.

    `data` has what the body lists too, `written` only what its fields say; `taken` are the parts of the body that were
    taken for fields of one text.
    """

    path: str
    body: Body | None
    written: Mapping[str, Any]
    taken: Sequence[ByteRange] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict)

    @property
    def apart(self) -> Entry:
        """What is told of it apart from its body, which keeps its lists and loses what was taken."""
        return replace(self, data=without_body_lists(self.data, self.written))

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, all aliases, and what translations call it."""
        return (self.name, *self.aliases, *(other.name for other in self.translations.values()))

    @property
    def language(self) -> str:
        """The language it is written in, without a region; English unless it says another."""
        return self.lang.split("-")[0] or "en"

    @property
    def day(self) -> date:
        """The day it ended, as far as known, for putting entries in order."""
        known = parse_period(self.ends) or parse_period(self.starts)
        return known.last if known else date.min


def entry_of(record: Record, audience: Audience, *, with_body: bool) -> Entry:
    """What an audience may see of a record or brief, and of its translations."""
    written = record.schema.narrow_to_audience(record.front_matter, audience)
    is_more = with_body and record.data is not record.front_matter
    data = record.schema.narrow_to_audience(record.data, audience) if is_more else written
    translations = {
        lang: _translation(other, record, audience, with_body=with_body)
        for lang, other in record.translations.items()
        if other.fits_schema
    }
    body = record.body if with_body else None
    return Entry(data, record.path, body, written, _taken(record, data), translations)


def _taken(record: Record, data: Mapping[str, Any]) -> Sequence[ByteRange]:
    """The parts of a record's body that stand in its data as one text."""
    return [
        place for path, place in record.collected_ranges.items() if isinstance(path[-1], str) and value_at(data, path)
    ]


class Projection:
    """The library as one audience sees it. Newest first.

    `briefs` are the plans, which are for the team only, in order of their files.
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
        """The entries that started from each brief, by the brief's path."""
        known = index_briefs(self.briefs)
        return group_by_keys(
            self.entries, lambda entry: [brief.path] if (brief := find_named_brief(known, entry)) else []
        )

    def resolve(self, target: str) -> tuple[Entry | None, str]:
        """The entry that a link's target names, and the heading it asks for."""
        if found := self._by_name.get(name_key(target)):
            return found[0], ""
        name, _, heading = target.partition("#")
        found = self._by_name.get(name_key(name), ())
        return (found[0] if found else None), heading.strip()

    def at(self, link: Link, path: str) -> Entry | None:
        """The entry whose file a relative link leads to from another file."""
        return self._by_path.get(resolve_relative(path, link.target))


def is_shown(record: Record, audience: Audience) -> bool:
    """Return whether an audience sees anything of a record: outside the team only if it is published and says so."""
    if audience is Audience.INTERNAL:
        return True
    return record.status == "published" and audience.can_see(Audience(record.visibility))

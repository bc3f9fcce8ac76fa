"""All records together, indexed; and the part of them that an audience may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from afterword.body import Body, Link, Range
from afterword.collected import apart, held
from afterword.dates import period
from afterword.fields import Audience
from afterword.names import name_key, skeleton, slug
from afterword.past import Past
from afterword.record import Record, Values
from afterword.schema import Schema
from afterword.vocabulary import Vocabulary

RUNS = ("rerun-of", "contrasts-with")
"""Relations between two runs that can be compared."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is around the records.

    `attachments` are the other files that lie beside them, `briefs` the plans, `past` is what the files said before,
    and `today` the day (UTC) by which it is judged what is late.
    """

    attachments: frozenset[str] = frozenset()
    briefs: Sequence[Record] = ()
    past: Past = field(default_factory=Past)
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
        self.by_name: Mapping[str, Sequence[Record]] = _index(
            self.records, lambda r: dict.fromkeys(map(name_key, r.names))
        )
        self.by_slug: Mapping[str, Sequence[Record]] = _index(self.records, lambda record: set(map(slug, record.names)))
        self.by_path: Mapping[str, Record] = {record.path: record for record in self.records}

    @cached_property
    def by_skeleton(self) -> Mapping[str, Sequence[Record]]:
        """Records by how their names look, whatever script they are written in."""
        return _index(self.records, lambda record: set(map(skeleton, record.names)))

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
        named = (self._briefs.get(key, ()) for key in brief_keys(record.brief, record.path))
        found = next(filter(None, named), ())
        return found[0] if len(found) == 1 else None

    @cached_property
    def _briefs(self) -> Mapping[str, Sequence[Record]]:
        return _index(self.briefs, lambda brief: {brief.path, name_key(brief.data.get("title", ""))})

    @cached_property
    def by_brief(self) -> Mapping[str, Sequence[Record]]:
        """The records that started from each brief, by the brief's path."""
        return _index(self.records, lambda record: [brief.path] if (brief := self.brief(record)) else [])

    def project(self, audience: Audience) -> Projection:
        """What an audience may see: others than the team see published records only, field by field."""
        bodies = audience.sees(self.schema.body_audience)
        entries = [
            _entry(record, audience, with_body=bodies)
            for record in self.records
            if record.sound and _shown(record, audience)
        ]
        briefs = [
            _entry(brief, audience, with_body=True)
            for brief in self.briefs
            if brief.sound and audience is Audience.INTERNAL
        ]
        return Projection(audience, entries, self.schema, self.vocabulary, briefs)


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
    taken: Sequence[Range] = ()


def _translation(record: Record, original: Record, *, with_body: bool) -> Translation:
    data = record.data if with_body else record.written
    state = State.MACHINE if data.get("machine") else State.CURRENT
    if data.get("made_from") != original.document.source.digest:
        state = State.STALE
    body = record.body if with_body else None
    return Translation(record.name, data.get("summary", ""), state, record.path, body, _taken(record, data))


@dataclass(frozen=True, slots=True)
class Entry(Values):
    """A record as an audience sees it: its fields narrowed, its body left out where that is not for them.

    `data` has what the body lists too, `written` only what its fields say; `taken` are the parts of the body that were
    taken for fields of one text.
    """

    path: str
    body: Body | None
    written: Mapping[str, Any]
    taken: Sequence[Range] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict)

    @property
    def apart(self) -> Entry:
        """What is told of it apart from its body, which keeps its lists and loses what was taken."""
        return replace(self, data=apart(self.data, self.written))

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
        known = period(self.ends) or period(self.starts)
        return known.last if known else date.min


def _entry(record: Record, audience: Audience, *, with_body: bool) -> Entry:
    written = record.schema.narrowed(record.written, audience)
    is_more = with_body and record.data is not record.written
    data = record.schema.narrowed(record.data, audience) if is_more else written
    translations = {
        lang: _translation(other, record, with_body=with_body)
        for lang, other in record.translations.items()
        if other.sound
    }
    body = record.body if with_body else None
    return Entry(data, record.path, body, written, _taken(record, data), translations)


def _taken(record: Record, data: Mapping[str, Any]) -> Sequence[Range]:
    """The parts of a record's body that stand in its data as one text."""
    return [place for path, place in record.collected.items() if isinstance(path[-1], str) and held(data, path)]


class Projection:
    """The library as one audience sees it; the only form that pages, search and exports accept. Newest first.

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
        self.by_tag: Mapping[str, Sequence[Entry]] = _index(self.entries, lambda entry: entry.tags)
        self.by_market: Mapping[str, Sequence[Entry]] = _index(self.entries, lambda entry: entry.markets)
        self.by_series: Mapping[str, Sequence[Entry]] = _index(self.entries, lambda e: [e.series] if e.series else [])
        self._by_name = _index(self.entries, lambda entry: dict.fromkeys(map(name_key, entry.names)))
        self._by_path = {entry.path: entry for entry in self.entries}

    def resolve(self, target: str) -> tuple[Entry | None, str]:
        """The entry that a link's target names, and the heading it asks for."""
        if found := self._by_name.get(name_key(target)):
            return found[0], ""
        name, _, heading = target.partition("#")
        found = self._by_name.get(name_key(name), ())
        return (found[0] if found else None), heading.strip()

    def at(self, link: Link, path: str) -> Entry | None:
        """The entry whose file a relative link leads to from another file."""
        return self._by_path.get(relative(path, link.target))


PUBLISHED = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".pdf", ".csv", ".xlsx", ".docx", ".pptx", ".ods", ".odt",
    ".odp",
)  # fmt: skip
"""Kinds of files that can be published beside a record: none that a browser would run."""


def relative(path: str, target: str) -> str:
    """The file that a relative address leads to from a file, both relative to the root; empty outside the root."""
    steps: list[str] = path.split("/")[:-1]
    for step in unquote(target).split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].split("/"):
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def brief_keys(said: str, path: str) -> Sequence[str]:
    """What the brief may be known by that a record in the file `path` names: its file, or the key of its title."""
    said = said.strip()
    title = name_key(said.removeprefix("[[").removesuffix("]]").partition("|")[0])
    return [key for key in (relative("", said), relative(path, said), title) if key]


def attachment(path: str, link: Link) -> tuple[str, str] | None:
    """The file that a link in a file leads to, and its name on the site; None for links to anything else."""
    file = relative(path, link.target)
    if link.wiki or link.is_outside or not file.lower().endswith(PUBLISHED):
        return None
    return file, "-".join(file.split("/")[1:])


def _shown(record: Record, audience: Audience) -> bool:
    if audience is Audience.INTERNAL:
        return True
    narrowed = record.data.get("visibility")
    return record.status == "published" and (narrowed is None or audience.sees(Audience(narrowed)))


def _index(values: Iterable[Any], keys: Any) -> Mapping[str, Sequence[Any]]:
    index: dict[str, list[Any]] = defaultdict(list)
    for value in values:
        for key in keys(value):
            index[key].append(value)
    return dict(index)

"""Who speaks of a record: links in other records' text, and relations seen from their other end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from afterword.body.link_context import contexts
from afterword.library.projection import Entry, Projection


@dataclass(frozen=True, slots=True)
class Backlink:
    """One sentence of another entry that links here."""

    source: Entry
    sentence: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of another entry that names this one; `type` is as written there."""

    type: str
    source: Entry


class Mentions:
    """Every mention in what an audience sees, by the address of the entry it is about, in order of the entries."""

    def __init__(self, library: Projection) -> None:
        self._backlinks: dict[str, list[Backlink]] = defaultdict(list)
        self._relations: dict[str, list[Relation]] = defaultdict(list)
        for entry in library.entries:
            self._read_body(entry, library)
            for row in entry.relations:
                target, _ = library.resolve(row.get("name", ""))
                if target and target is not entry:
                    self._relations[target.slug].append(Relation(row.get("type", ""), entry))

    def backlinks(self, entry: Entry) -> Sequence[Backlink]:
        """The sentences that link to an entry."""
        return self._backlinks.get(entry.slug, ())

    def relations(self, entry: Entry) -> Sequence[Relation]:
        """The relations that others have to an entry."""
        return self._relations.get(entry.slug, ())

    def superseded_by(self, entry: Entry) -> Entry | None:
        """The entry that took the place of this one."""
        return next((found.source for found in self.relations(entry) if found.type == "supersedes"), None)

    @cached_property
    def speakers(self) -> Mapping[str, int]:
        """How many others link to each entry or have a relation to it, by its address."""
        found: dict[str, set[str]] = defaultdict(set)
        for slug, said in self._backlinks.items():
            found[slug].update(one.source.path for one in said)
        for slug, related in self._relations.items():
            found[slug].update(one.source.path for one in related)
        return {slug: len(sources) for slug, sources in found.items()}

    def counts(self) -> Mapping[str, int]:
        """How many sentences link to each entry that has any, by its address."""
        return {slug: len(found) for slug, found in self._backlinks.items()}

    def _read_body(self, entry: Entry, library: Projection) -> None:
        links = [link for link in entry.body.links if link.wiki] if entry.body else []
        if entry.body is None or not links:
            return
        said = contexts(entry.body)
        for link in links:
            target, _ = library.resolve(link.target)
            if target and target is not entry:
                backlink = Backlink(entry, said.get(link.place, link.text))
                if backlink not in self._backlinks[target.slug]:
                    self._backlinks[target.slug].append(backlink)

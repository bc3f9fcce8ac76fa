"""Backlinks: links in the text of other records, and relations seen from their other end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from afterword.body.link_context import find_link_sentences
from afterword.library.projection import Entry, Projection


@dataclass(frozen=True, slots=True)
class Backlink:
    """Sentence of another entry that links to this one."""

    source: Entry
    sentence: str


@dataclass(frozen=True, slots=True)
class IncomingRelation:
    """Relation of another entry to this one; `type` is as written there."""

    type: str
    source: Entry


class BacklinkIndex:
    """Index of backlinks and relations among the entries of an audience, by the slug of their target."""

    def __init__(self, library: Projection) -> None:
        self._backlinks: dict[str, list[Backlink]] = defaultdict(list)
        self._relations: dict[str, list[IncomingRelation]] = defaultdict(list)
        for entry in library.entries:
            self._index_body(entry, library)
            for row in entry.relations:
                target, _ = library.resolve_link(row.get("name", ""))
                if target and target is not entry:
                    self._relations[target.slug].append(IncomingRelation(row.get("type", ""), entry))

    def backlinks(self, entry: Entry) -> Sequence[Backlink]:
        """Return the sentences that link to an entry."""
        return self._backlinks.get(entry.slug, ())

    def relations(self, entry: Entry) -> Sequence[IncomingRelation]:
        """Return the relations of other entries to an entry."""
        return self._relations.get(entry.slug, ())

    def superseded_by(self, entry: Entry) -> Entry | None:
        """Return the entry that supersedes this one; None without one."""
        return next((relation.source for relation in self.relations(entry) if relation.type == "supersedes"), None)

    @cached_property
    def mention_counts(self) -> Mapping[str, int]:
        """Number of other entries that link or relate to each entry, by its slug."""
        paths_by_slug: dict[str, set[str]] = defaultdict(set)
        for slug, backlinks in self._backlinks.items():
            paths_by_slug[slug].update(mention.source.path for mention in backlinks)
        for slug, related in self._relations.items():
            paths_by_slug[slug].update(mention.source.path for mention in related)
        return {slug: len(sources) for slug, sources in paths_by_slug.items()}

    def backlink_counts(self) -> Mapping[str, int]:
        """Count the sentences that link to each entry, by its slug; entries without any are left out."""
        return {slug: len(backlinks) for slug, backlinks in self._backlinks.items()}

    def _index_body(self, entry: Entry, library: Projection) -> None:
        """Index the links in the body of an entry."""
        links = [link for link in entry.body.links if link.is_wiki] if entry.body else []
        if entry.body is None or not links:
            return
        sentences = find_link_sentences(entry.body)
        for link in links:
            target, _ = library.resolve_link(link.target)
            if target and target is not entry:
                backlink = Backlink(entry, sentences.get(link.place, link.text))
                if backlink not in self._backlinks[target.slug]:
                    self._backlinks[target.slug].append(backlink)

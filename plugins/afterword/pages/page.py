"""Pages, and the site and cached data that every page is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from afterword.analysis.amendments import Amendment
from afterword.gate.concepts import ConceptGroups
from afterword.gate.index_rows import IndexRow, build_rows
from afterword.gate.neighbours import Neighbours
from afterword.gate.queries import brief_facet_names
from afterword.gate.ranking import Ranking
from afterword.gate.record_uses import RecordUse, list_uses
from afterword.library.backlinks import BacklinkIndex
from afterword.library.projection import Entry, Projection
from afterword.library.published_index import PublishedIndex
from afterword.pages.judged_briefs import BriefSet, JudgedBrief, judge_briefs
from afterword.records.grouping import group_by_keys
from afterword.schema.fields import Field
from afterword.text.dates import parse_period
from afterword.text.languages import ENGLISH, Language

DATA_FILE = "data.json"
"""Name of the file with a page's data, published beside the page."""


@dataclass(frozen=True, slots=True)
class TocEntry:
    """Entry of a page's table of contents."""

    title: str
    id: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class PageContent:
    """Content of a page: its HTML, finished and safe, and its table of contents."""

    html: str
    toc: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Page of a site. `url` is relative to the site's root and ends in a slash; the home page's is empty.

    `write` renders the content anew on each call, so that a site is never held in memory whole. All text except the
    HTML is plain and must be escaped on output. `template` is the file of the template that renders it. `lang` is
    the language of the labels, `alternates` are the URLs of the same page in other languages. `attachments` are the
    files published with the page: URLs, and paths from the library's root. `data` encodes the same content as JSON,
    published as `data.json` beside the page; `extra_files` are further files of the page, by their URLs. `source`
    is the file that the page was written in, if there is one; `section` is the first part of its URL; `redirect` is
    the URL of the page that replaced it, relative to this one.
    """

    url: str
    title: str
    write: Callable[[], PageContent]
    description: str = ""
    template: str = ""
    source: str | None = None
    redirect: str = ""
    lang: str = "en"
    alternates: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, str] = field(default_factory=dict)
    data: Callable[[], bytes] | None = None
    extra_files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def section(self) -> str:
        """First part of the URL."""
        return self.url.split("/")[0]

    @property
    def html(self) -> str:
        """HTML of the page, rendered anew."""
        return self.write().html


@dataclass(frozen=True, slots=True)
class FormerName:
    """Name that a record had until some day; `path` is its file now, None if the record was deleted.

    `is_alias` says that the name was only an alias.
    """

    name: str
    path: str | None
    until: date
    is_alias: bool = False


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
        return PublishedIndex({"records": self.index_rows, "concepts": self.synonym_groups})

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
            list(list_uses((brief.verdict for brief in self.judged_briefs.values()), self.published_index))
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


@dataclass(frozen=True)
class Site:
    """Everything that pages are made from: the library as one audience sees it, the day of the build, the edit URL.

    `lang` is the language of the pages being made, one of `languages`; the first of them has the site's root.
    `interface_languages` hold the words of the schema in each language that a team has translated it into.
    `edit_url` contains `{path}` in the place of a file's path; it is empty if files cannot be edited online.
    `former_names` are names that records had before, the latest first. `amendments` are the changes in published
    records, by file; without the whole git history (`is_whole` is false) the earliest may be missing.
    `synonym_groups` are words with the same meaning; `shared_cache` is the cache of another language of the same
    site, if there is one. `brief_set` are the team's briefs, for the internal audience only.
    """

    library: Projection
    today: date
    edit_url: str = ""
    former_names: Sequence[FormerName] = ()
    languages: Sequence[str] = ("en",)
    lang: str = "en"
    interface_languages: Mapping[str, Language] = field(default_factory=dict)
    amendments: Mapping[str, Sequence[Amendment]] = field(default_factory=dict)
    is_whole: bool = True
    synonym_groups: ConceptGroups = field(default_factory=dict)
    shared_cache: LibraryCache | None = None
    brief_set: BriefSet | None = None

    def interface_language(self, lang: str = "") -> Language:
        """Return a language of the interface; English if that language is unknown."""
        return self.interface_languages.get(lang or self.lang, ENGLISH)

    @cached_property
    def library_cache(self) -> LibraryCache:
        """Derived data, the same in every language."""
        return self.shared_cache or LibraryCache(self.library, self.synonym_groups, self.brief_set, self.today)

    @property
    def mentions(self) -> BacklinkIndex:
        """Links and relations between entries."""
        return self.library_cache.mentions

    def in_language(self, lang: str) -> Site:
        """Return the same site in another of its languages, with the same cache."""
        return replace(self, lang=lang, shared_cache=self.library_cache)

    def localized_url(self, address: str, lang: str = "") -> str:
        """Return the URL of an index page in a language: `library/` is `ru/library/` in Russian."""
        lang = lang or self.lang
        return address if lang == self.languages[0] else f"{lang}/{address}"

    def alternate_urls(self, address: str) -> Mapping[str, str]:
        """Return the URLs of an index page in the other languages."""
        return {lang: self.localized_url(address, lang) for lang in self.languages if lang != self.lang}

    def record_url(self, entry: Entry, lang: str = "") -> str:
        """Return the URL of an entry for a reader of a language: its translation if there is one, else the original."""
        lang = lang or self.lang
        prefix = f"{lang}/" if lang in entry.translations and lang in self.languages else ""
        return f"{prefix}names/{entry.slug}/"

    def localize_entry(self, entry: Entry) -> tuple[str, str, str]:
        """Return name, summary and language of an entry for a reader of this site's language."""
        if translation := entry.translations.get(self.lang):
            return translation.name, translation.summary, self.lang
        return entry.name, entry.summary, entry.language

    def is_stale(self, entry: Entry) -> bool:
        """Return whether the review date of an entry has passed."""
        due = parse_period(entry.review_by)
        return due is not None and due.last < self.today

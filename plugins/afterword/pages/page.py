"""What a page is, and what every page is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from afterword.analysis.amendments import Amendment
from afterword.gate.concepts import Groups
from afterword.gate.index_rows import Row, rows
from afterword.gate.neighbours import Neighbours
from afterword.gate.queries import asked
from afterword.gate.ranking import Ranking
from afterword.gate.record_uses import Use, uses
from afterword.library.backlinks import Mentions
from afterword.library.projection import Entry, Projection
from afterword.library.published_index import Register
from afterword.pages.judged_briefs import Plan, Plans, judged
from afterword.records.references import index
from afterword.schema.fields import Field
from afterword.text.dates import period
from afterword.text.languages import ENGLISH, Language

DATA = "data.json"
"""What a page's data is called, beside it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """One line of a page's table of contents."""

    title: str
    id: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Written:
    """What a page says: its HTML, finished and safe, and its table of contents."""

    html: str
    contents: tuple[Contents, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `url` is relative to the site's root and ends in a slash; the home page's is empty.

    `write` makes what it says, anew each time, so that a site is never held in memory whole. Every text but its HTML is
    plain, to be escaped where it is put out.
    `lang` is the language of its labels, `others` the addresses of the same page in other languages.
    `files` are the files that are published with it: addresses, and paths from the library's root. `data` makes
    JSON that says the same, published as `data.json` beside it; `beside` are other files that belong to it, by their
    addresses.
    `source` is the file it was written in, where there is one; `section` the first part of its address; `redirect` the
    address of the page that took its place, relative to this one.
    """

    url: str
    title: str
    write: Callable[[], Written]
    description: str = ""
    source: str | None = None
    redirect: str = ""
    lang: str = "en"
    others: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    data: Callable[[], bytes] | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def section(self) -> str:
        """The first part of its address."""
        return self.url.split("/")[0]

    @property
    def html(self) -> str:
        """Its HTML, written anew."""
        return self.write().html


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a record had until some day; `path` is its file now, None when it was deleted.

    `alias` says that it was only one of its other names.
    """

    name: str
    path: str | None
    until: date
    alias: bool = False


@dataclass(frozen=True)
class Findings:
    """What is dear to find out about a library, and the same in every language of its site: each when it is asked for.

    `groups` are words that mean the same; `today` is the day by which the gate judges the `plans`, which are for the
    team only.
    """

    library: Projection
    groups: Groups
    plans: Plans | None = None
    today: date = date.max

    @cached_property
    def mentions(self) -> Mentions:
        """Who speaks of whom."""
        return Mentions(self.library)

    @property
    def listed(self) -> Sequence[Row]:
        """What others need of each entry, in their order; kept for the gate, and else not needed twice."""
        return self._listed if self.plans and self.plans.briefs else rows(self.library)

    @cached_property
    def _listed(self) -> Sequence[Row]:
        return rows(self.library)

    @cached_property
    def register(self) -> Register:
        """The entries as a register lists them."""
        return Register({"records": self.listed, "concepts": self.groups})

    @cached_property
    def ranking(self) -> Ranking:
        """The entries, to ask which of them matter to something."""
        return Ranking(self.register)

    @cached_property
    def by_slug(self) -> Mapping[str, Entry]:
        """The entries by the last part of their addresses."""
        return {entry.slug: entry for entry in self.library.entries}

    @cached_property
    def facets(self) -> Mapping[str, Field]:
        """What the entries can be chosen by, by the last part of each path."""
        return {field.path[-1]: field for field in self.library.schema.fields if field.facet}

    @cached_property
    def briefs(self) -> Mapping[str, Plan]:
        """Every brief by its file, as the gate judges it."""
        if not (self.plans and self.plans.briefs):
            return {}
        return judged(self.plans, self.library, self.register, self.ranking, self.today)

    @cached_property
    def uses(self) -> Sequence[Use]:
        """What briefs made of the entries."""
        return list(uses((plan.verdict for plan in self.briefs.values()), self.register)) if self.briefs else ()

    @cached_property
    def uses_of(self) -> Mapping[str, Sequence[Use]]:
        """The same by the slug of each entry."""
        return index(self.uses, lambda use: [use.slug])

    @cached_property
    def uses_in(self) -> Mapping[str, Sequence[Use]]:
        """The same by the file of each brief."""
        return index(self.uses, lambda use: [use.path])

    @cached_property
    def starts(self) -> Mapping[str, Plan]:
        """The brief that an entry started from, by the entry's slug."""
        return {entry.slug: plan for plan in self.briefs.values() for entry in plan.postmortems}

    @cached_property
    def neighbours(self) -> Neighbours | None:
        """The entries, to ask which are like one of them; None where nobody may ask."""
        return Neighbours(self.library, asked(self.plans.schema)) if self.plans else None


@dataclass(frozen=True)
class Site:
    """What every page is made from: the library as one audience sees it, the day of the build, where to edit a file.

    `lang` is the language of the pages being made, one of `languages`, of which the first stands at the site's root.
    `speech` has the schema's words in each language that a team has put them into.
    `edit_url` holds `{path}` in the place of a file's path; empty where there is nowhere to edit. `former` are names
    that records had before, the latest first. `amendments` are what changed in published records, by their files; the
    first of it may be missing where git's history is not `is_whole`. `groups` are words that mean the same; `known` is
    what has been found out, if anything. `plans` are the team's briefs, on no other site.
    """

    library: Projection
    today: date
    edit_url: str = ""
    former: Sequence[FormerName] = ()
    languages: Sequence[str] = ("en",)
    lang: str = "en"
    speech: Mapping[str, Language] = field(default_factory=dict)
    amendments: Mapping[str, Sequence[Amendment]] = field(default_factory=dict)
    is_whole: bool = True
    groups: Groups = field(default_factory=dict)
    known: Findings | None = None
    plans: Plans | None = None

    def spoken(self, lang: str = "") -> Language:
        """What a language calls the schema's fields and the rules; English where nothing is known of it."""
        return self.speech.get(lang or self.lang, ENGLISH)

    @cached_property
    def findings(self) -> Findings:
        """What is the same in every language."""
        return self.known or Findings(self.library, self.groups, self.plans, self.today)

    @property
    def mentions(self) -> Mentions:
        """Who speaks of whom."""
        return self.findings.mentions

    def edition(self, lang: str) -> Site:
        """The same site in another of its languages."""
        return replace(self, lang=lang, known=self.findings)

    def url(self, address: str, lang: str = "") -> str:
        """The address of an index page in a language: `library/` is `ru/library/` in Russian."""
        lang = lang or self.lang
        return address if lang == self.languages[0] else f"{lang}/{address}"

    def others(self, address: str) -> Mapping[str, str]:
        """The addresses of an index page in the other languages."""
        return {lang: self.url(address, lang) for lang in self.languages if lang != self.lang}

    def record_url(self, entry: Entry, lang: str = "") -> str:
        """Where an entry stands for a reader of a language: its translation if there is one, else the entry itself."""
        lang = lang or self.lang
        prefix = f"{lang}/" if lang in entry.translations and lang in self.languages else ""
        return f"{prefix}names/{entry.slug}/"

    def shown(self, entry: Entry) -> tuple[str, str, str]:
        """Name, summary and language of an entry for a reader of this language."""
        if found := entry.translations.get(self.lang):
            return found.name, found.summary, self.lang
        return entry.name, entry.summary, entry.language

    def is_stale(self, entry: Entry) -> bool:
        """Whether the day by which an entry was to be looked at again has passed."""
        due = period(entry.review_by)
        return due is not None and due.last < self.today

"""Registry of page kinds: building, navigation menus, exports and tests read it.

To add a page, write its module and its template, and add one entry to `PAGE_KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from afterword.pages import (
    briefs,
    causes,
    compare,
    due,
    indexes,
    keepers,
    kpis,
    ledgers,
    practice,
    record,
    redirects,
    reference,
    series,
    teams,
    timeline,
    week,
)
from afterword.pages.page import Page, Site
from afterword.schema.audience import Audience


class Menu(Enum):
    """Menu of the navigation that links to a page."""

    TOP = "top"
    LIBRARY = "library"
    ANALYSIS = "analysis"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class PageKind:
    """Kind of page: an index page with the pages that it leads to.

    `templates` has the URL pattern and template of each page; a name in braces stands for one part of the URL, and
    the first pattern is that of the index page. `build` yields the pages of a site. `audience` is the widest audience
    that has them. `menu` is None if no menu links to the index page. Localized pages are built once for each language
    of a site, others once.
    """

    templates: Sequence[tuple[str, str]]
    build: Callable[[Site], Iterator[Page]]
    menu: Menu | None = None
    audience: Audience = Audience.PUBLIC
    is_localized: bool = True

    @property
    def section(self) -> str:
        """First part of the URL of its pages; empty for the home page."""
        return self.templates[0][0].partition("/")[0]

    @property
    def index_file(self) -> str:
        """Path of the index page's source file, by which a navigation names it."""
        return f"{self.templates[0][0]}index.md"

    def owns(self, page: Page, languages: Sequence[str]) -> bool:
        """Return whether a page of a site in some languages has a URL and the template of this kind."""
        prefix = "".join(f"{lang}/|" for lang in languages)
        return any(
            template == page.template and re.fullmatch(f"(?:{prefix}){_url_expression(pattern)}", page.url)
            for pattern, template in self.templates
        )


def _url_expression(pattern: str) -> str:
    return re.sub(r"\{\w+\}", "[^/]+", pattern)


def _as_iterator(build: Callable[[Site], Page]) -> Callable[[Site], Iterator[Page]]:
    """Return a function that yields the one page that a builder returns."""

    def build_one(site: Site) -> Iterator[Page]:
        yield build(site)

    return build_one


PAGE_KINDS = (
    PageKind([("", "home.html")], _as_iterator(indexes.build_home_page), Menu.TOP),
    PageKind([("meeting/", "meeting.html")], _as_iterator(week.build_meeting_page)),
    PageKind(
        [("library/", "library.html"), ("library/{number}/", "library.html")],
        indexes.build_library_pages,
        Menu.LIBRARY,
    ),
    PageKind([("names/", "names.html")], _as_iterator(indexes.build_names_page), Menu.LIBRARY),
    PageKind([("tags/", "index.html"), ("tags/{tag}/", "group.html")], indexes.build_tag_pages, Menu.LIBRARY),
    PageKind(
        [("markets/", "index.html"), ("markets/{market}/", "group.html")], indexes.build_market_pages, Menu.LIBRARY
    ),
    PageKind(
        [("timeline/", "timeline.html"), ("timeline/{number}/", "timeline.html")],
        timeline.build_timeline_pages,
        Menu.LIBRARY,
    ),
    PageKind(
        [("series/", "series_index.html"), ("series/{series}/", "series.html")],
        series.build_series_pages,
        Menu.LIBRARY,
    ),
    PageKind([("teams/", "teams.html"), ("teams/{team}/", "team.html")], teams.build_team_pages, Menu.LIBRARY),
    PageKind(
        [("keepers/", "keepers.html"), ("keepers/{keeper}/", "keeper.html")],
        keepers.build_keeper_pages,
        Menu.LIBRARY,
        Audience.INTERNAL,
    ),
    PageKind([("causes/", "causes.html")], _as_iterator(causes.build_causes_page), Menu.ANALYSIS, Audience.INTERNAL),
    PageKind(
        [("compare/", "compare.html"), ("compare/{older}/{newer}/", "pair.html")],
        compare.build_comparison_pages,
        Menu.ANALYSIS,
        Audience.INTERNAL,
    ),
    PageKind([("kpis/", "kpis.html")], _as_iterator(kpis.build_kpi_page), Menu.ANALYSIS, Audience.INTERNAL),
    PageKind(
        [("assumptions/", "assumptions.html"), ("assumptions/{number}/", "assumptions.html")],
        ledgers.build_assumption_pages,
        Menu.ANALYSIS,
        Audience.INTERNAL,
    ),
    PageKind(
        [
            ("guardrails/", "guardrails.html"),
            ("guardrails/{number}/", "guardrails.html"),
            ("guardrails/{condition}/{value}/", "guardrails.html"),
        ],
        ledgers.build_guardrail_pages,
        Menu.ANALYSIS,
        Audience.INTERNAL,
    ),
    PageKind(
        [("playbook/", "playbook.html")], _as_iterator(ledgers.build_playbook_page), Menu.ANALYSIS, Audience.INTERNAL
    ),
    PageKind(
        [("practice/", "practice.html")], _as_iterator(practice.build_practice_page), Menu.ANALYSIS, Audience.INTERNAL
    ),
    PageKind([("briefs/", "briefs.html")], _as_iterator(briefs.build_brief_index), Menu.TOP, Audience.INTERNAL),
    PageKind([("due/", "due.html")], _as_iterator(due.build_due_page), Menu.TOP, Audience.INTERNAL),
    PageKind([("fields/", "fields.html")], _as_iterator(reference.build_fields_page), Menu.REFERENCE),
    PageKind([("rules/", "rules.html")], _as_iterator(reference.build_rules_page), Menu.REFERENCE),
    PageKind([("names/{record}/", "record.html")], record.build_record_pages, is_localized=False),
    PageKind(
        [("briefs/{brief}/", "brief.html")],
        briefs.build_brief_pages,
        audience=Audience.INTERNAL,
        is_localized=False,
    ),
    PageKind(
        [("names/{former}/", "moved.html"), ("names/{former}/", "gone.html")],
        redirects.build_redirect_pages,
        is_localized=False,
    ),
)
"""Every kind of page, in the order in which pages are built and menus list them."""

MENU_FILES = tuple(kind.index_file for kind in PAGE_KINDS if kind.menu is not None)
"""Files of the index pages that menus link to; these lead to all other pages."""
INTERNAL_FILES = tuple(kind.index_file for kind in PAGE_KINDS if kind.menu and kind.audience is Audience.INTERNAL)
"""Those of them that only the internal audience has; a navigation written for the team may name them."""
INDEX_URLS = frozenset(kind.templates[0][0] for kind in PAGE_KINDS if kind.is_localized)
"""URLs of the index pages in the first language of a site, also of those in no menu."""


def build_pages(site: Site) -> Iterator[Page]:
    """Yield every page of a site that its audience has: localized pages language by language, then the others."""
    kinds = [kind for kind in PAGE_KINDS if site.library.audience.can_see(kind.audience)]
    for lang in site.languages:
        localized_site = site.in_language(lang)
        for kind in kinds:
            if kind.is_localized:
                yield from kind.build(localized_site)
    for kind in kinds:
        if not kind.is_localized:
            yield from kind.build(site)

"""Ledger pages: assumptions, guardrails, and the playbook of what worked for which goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from afterword.analysis import playbook
from afterword.analysis.assumptions import build_ledger, count_verdicts
from afterword.analysis.guardrails import Guardrail, GuardrailReach, measure_reach
from afterword.pages.judged_briefs import JudgedBrief
from afterword.pages.page import Page, PageContent, Site, TocEntry
from afterword.pages.page_data import defer_data, paginate_items
from afterword.pages.templates import deferred_render, relative_url, term_title, url_segment
from afterword.pages.translations import gettext_for

PER_PAGE = 100
"""Number of assumptions or guardrails on one page."""
MAX_SCOPES = 18
"""Maximum number of scopes listed to filter guardrails by; each scope has its page anyway."""
MAX_ROWS = 50
"""Maximum number of rows in a table of the playbook; the page's data has them all."""


def build_assumption_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of assumptions: wrong ones first, then untested, then confirmed."""
    _, url = gettext_for(site.lang), "assumptions/"
    order = {"wrong": 0, "untested": 1, "confirmed": 2}
    lines = sorted(build_ledger(site.library), key=lambda line: order.get(line.assumption.verdict, 3))
    counts = count_verdicts([line.assumption for line in lines])
    page_data = defer_data(
        site,
        lambda: {
            "verdicts": counts,
            "assumptions": [
                {"of": line.assumption, "alike": [similar.source for similar in line.alike]} for line in lines
            ],
        },
    )
    list_pages = paginate_items(lines, url, PER_PAGE)
    for list_page in list_pages:
        write = deferred_render(
            "assumptions.html",
            site,
            site.localized_url(list_page.url),
            sheet=list_page,
            sheets=list_pages,
            counts=counts,
        )
        description = _("What was held true, and what became of it.")
        yield Page(
            site.localized_url(list_page.url),
            _("Assumptions")
            if list_page.number == 1
            else _("Assumptions, page %(number)s") % {"number": list_page.number},
            write,
            description,
            lang=site.lang,
            alternates=site.alternate_urls(list_page.url),
            data=page_data if list_page.number == 1 else None,
        )


def build_guardrail_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of guardrails, widest reach first, expired ones last; and a page for each scope."""
    _, url, vocabulary = gettext_for(site.lang), "guardrails/", site.library.vocabulary
    guardrail_reaches = sorted(
        measure_reach(site.library), key=lambda reach: (reach.guardrail.is_expired(site.today), -reach.count)
    )
    list_pages = paginate_items(guardrail_reaches, url, PER_PAGE)

    def translate_term(name: str, key: str) -> str:
        return term_title(vocabulary, name, key, site.lang)

    reaches_by_scope = _group_by_scope(guardrail_reaches)
    scope_links = [
        (key, value, _scope_url(key, value), len(scope_reaches))
        for (key, value), scope_reaches in reaches_by_scope.items()
    ]
    for list_page in list_pages:
        write = _render_guardrails(
            site,
            list_page.url,
            sheet=list_page,
            sheets=list_pages,
            term=translate_term,
            places=scope_links[:MAX_SCOPES],
        )
        yield Page(
            site.localized_url(list_page.url),
            _("Guardrails")
            if list_page.number == 1
            else _("Guardrails, page %(number)s") % {"number": list_page.number},
            write,
            _("What must never or always be done again, and where."),
            lang=site.lang,
            alternates=site.alternate_urls(list_page.url),
            data=defer_data(site, lambda: {"guardrails": guardrail_reaches}) if list_page.number == 1 else None,
        )
    for (key, value), scope_reaches in reaches_by_scope.items():
        scope_url = _scope_url(key, value)
        single_page = paginate_items(scope_reaches, scope_url, len(scope_reaches))
        write = _render_guardrails(
            site, scope_url, sheet=single_page[0], sheets=single_page, term=translate_term, place={key: value}
        )
        title = _("Guardrails for %(place)s") % {"place": value}
        yield Page(
            site.localized_url(scope_url), title, write, lang=site.lang, alternates=site.alternate_urls(scope_url)
        )


def _render_guardrails(site: Site, url: str, **values: Any) -> Callable[[], PageContent]:
    """Return a function that renders a page of guardrails, each with the briefs that applied it."""
    page_url, library_cache = site.localized_url(url), site.library_cache

    def list_applying_briefs(rule: Guardrail) -> Sequence[JudgedBrief]:
        uses = (use for use in library_cache.uses_by_slug.get(rule.source.slug, ()) if not use.answer.is_waived)
        return [
            library_cache.judged_briefs[path]
            for path in dict.fromkeys(brief_use.path for brief_use in uses if brief_use.rule == (rule.id or rule.text))
        ]

    return deferred_render(
        "guardrails.html",
        site,
        page_url,
        applied=list_applying_briefs,
        brief=lambda brief: relative_url(page_url, brief.url),
        **values,
    )


def _group_by_scope(reaches: Sequence[GuardrailReach]) -> Mapping[tuple[str, str], Sequence[GuardrailReach]]:
    """Group the guardrails by each scope that they name, the most frequent first; those without scope are in all."""
    reaches_by_scope: dict[tuple[str, str], list[GuardrailReach]] = defaultdict(list)
    scope_by_url: dict[str, tuple[str, str]] = {}  # one scope for each URL
    for reach in reaches:
        for key, scope_values in reach.guardrail.when.items():
            for value in scope_values if isinstance(scope_values, list) else [scope_values]:
                reaches_by_scope[scope_by_url.setdefault(_scope_url(key, value), (key, value))].append(reach)
    everywhere = [reach for reach in reaches if not reach.guardrail.when]
    ordered = sorted(reaches_by_scope.items(), key=lambda row: (-len(row[1]), row[0]))
    return {scope: [*scope_reaches, *everywhere] for scope, scope_reaches in ordered}


def _scope_url(key: str, value: str) -> str:
    return f"guardrails/{url_segment(key)}/{url_segment(value)}/"


def build_playbook_page(site: Site) -> Iterator[Page]:
    """Build the playbook: what worked for which goal, with the records for and against it."""
    _, library, url = gettext_for(site.lang), site.library, "playbook/"
    plays_by_table = {
        "content": playbook.plays_by_content_type(library),
        "creator": playbook.plays_by_creator_profile(library),
        "audience": playbook.plays_by_audience(library),
        "product": playbook.plays_by_audience(library, "product"),
    }
    titles = {
        "content": _("Content types by goal"),
        "creator": _("Creators by goal"),
        "audience": _("Audiences by goal"),
        "product": _("Audiences by product"),
    }
    contents = tuple(TocEntry(titles[key], f"plays-{key}") for key, rows in plays_by_table.items() if rows)
    write = deferred_render(
        "playbook.html",
        site,
        site.localized_url(url),
        contents,
        tables=[(key, titles[key], rows) for key, rows in plays_by_table.items() if rows],
        shown=MAX_ROWS,
        content=lambda key: term_title(library.vocabulary, "content_types", key, site.lang),
    )
    description = _("What worked for which goal, with how many postmortems speak for it and against it.")
    page_data = defer_data(site, lambda: plays_by_table)
    yield Page(
        site.localized_url(url),
        _("Playbook"),
        write,
        description,
        lang=site.lang,
        alternates=site.alternate_urls(url),
        data=page_data,
    )

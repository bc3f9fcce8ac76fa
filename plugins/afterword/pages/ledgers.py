"""Ledger pages: assumptions, guardrails, and the playbook of what worked for which goal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from afterword.analysis import playbook
from afterword.analysis.assumptions import build_ledger, count_verdicts
from afterword.analysis.guardrails import Guardrail, GuardrailScope, group_by_scope, measure_reach
from afterword.pages.judged_briefs import JudgedBrief
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.page_data import defer_data, paginate_items
from afterword.pages.templates import relative_url, term_title
from afterword.pages.translations import gettext_for

PER_PAGE = 100
"""Number of assumptions or guardrails on one page."""
MAX_SCOPES = 18
"""Maximum number of scopes listed to filter guardrails by; each scope has its page anyway."""
MAX_ROWS = 50
"""Maximum number of rows in a table of the playbook; the page's data has them all."""


def build_assumption_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of assumptions: wrong ones first, then untested, then confirmed."""
    _ = gettext_for(site.lang)
    order = {"wrong": 0, "untested": 1, "confirmed": 2}
    rows = sorted(build_ledger(site.library), key=lambda row: order.get(row.assumption.verdict, 3))
    counts = count_verdicts([row.assumption for row in rows])
    page_data = defer_data(
        site,
        lambda: {
            "verdicts": counts,
            "assumptions": [{"of": row.assumption, "alike": [similar.source for similar in row.alike]} for row in rows],
        },
    )
    list_pages = paginate_items(rows, "assumptions/", PER_PAGE)
    for list_page in list_pages:
        number, is_first = list_page.number, list_page.number == 1
        yield build_localized_page(
            site,
            "assumptions.html",
            list_page.url,
            _("Assumptions") if is_first else _("Assumptions, page %(number)s") % {"number": number},
            _("What was held true, and what became of it."),
            data=page_data if is_first else None,
            sheet=list_page,
            sheets=list_pages,
            counts=counts,
        )


def build_guardrail_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of guardrails, widest reach first, expired ones last; and a page for each scope."""
    _ = gettext_for(site.lang)
    reaches = sorted(
        measure_reach(site.library), key=lambda reach: (reach.guardrail.is_expired(site.today), -reach.count)
    )
    scopes = group_by_scope(reaches)
    list_pages = paginate_items(reaches, "guardrails/", PER_PAGE)
    for list_page in list_pages:
        number, is_first = list_page.number, list_page.number == 1
        yield _build_guardrail_page(
            site,
            list_page.url,
            _("Guardrails") if is_first else _("Guardrails, page %(number)s") % {"number": number},
            _("What must never or always be done again, and where."),
            data=defer_data(site, lambda: {"guardrails": reaches}) if is_first else None,
            sheet=list_page,
            sheets=list_pages,
            scope_links=[(scope, _scope_url(scope)) for scope in scopes[:MAX_SCOPES]],
        )
    for scope in scopes:
        single_page = paginate_items(scope.reaches, _scope_url(scope), scope.count)
        yield _build_guardrail_page(
            site,
            _scope_url(scope),
            _("Guardrails for %(place)s") % {"place": scope.value},
            sheet=single_page[0],
            sheets=single_page,
            scope={scope.condition: scope.value},
        )


def _build_guardrail_page(site: Site, url: str, title: str, description: str = "", **values: Any) -> Page:
    """Build a page of guardrails, each with the briefs that applied it."""
    page_url, library_cache, vocabulary = site.localized_url(url), site.library_cache, site.library.vocabulary

    def list_applying_briefs(rule: Guardrail) -> Sequence[JudgedBrief]:
        uses = (use for use in library_cache.uses_by_slug.get(rule.source.slug, ()) if not use.answer.is_waived)
        return [
            library_cache.judged_briefs[path]
            for path in dict.fromkeys(use.path for use in uses if use.rule == (rule.id or rule.text))
        ]

    return build_localized_page(
        site,
        "guardrails.html",
        url,
        title,
        description,
        term=lambda name, key: term_title(vocabulary, name, key, site.lang),
        applying_briefs=list_applying_briefs,
        brief_url=lambda brief: relative_url(page_url, brief.url),
        **{"scope": None, "scope_links": (), **values},
    )


def _scope_url(scope: GuardrailScope) -> str:
    return f"guardrails/{'/'.join(scope.slugs)}/"


def build_playbook_page(site: Site) -> Page:
    """Build the playbook: what worked for which goal, with the records for and against it."""
    _, library = gettext_for(site.lang), site.library
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
    tables = [(key, titles[key], plays) for key, plays in plays_by_table.items() if plays]
    return build_localized_page(
        site,
        "playbook.html",
        "playbook/",
        _("Playbook"),
        _("What worked for which goal, with how many postmortems speak for it and against it."),
        toc=tuple(TocEntry(table_title, f"plays-{key}") for key, table_title, _plays in tables),
        data=defer_data(site, lambda: plays_by_table),
        tables=tables,
        max_rows=MAX_ROWS,
        content_title=lambda key: term_title(library.vocabulary, "content_types", key, site.lang),
    )

"""Page of due work: owed postmortems, overdue actions, and records to review."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.deadlines import list_held_late, list_overdue_actions, list_owed
from afterword.pages.page import Page, Site
from afterword.pages.templates import deferred_render
from afterword.pages.translations import gettext_for


def build_due_page(site: Site) -> Iterator[Page]:
    """Yield the page of due work."""
    _, library = gettext_for(site.lang), site.library
    stale = sorted((entry for entry in library.entries if site.is_stale(entry)), key=lambda entry: entry.review_by)
    content = deferred_render(
        "due.html",
        site,
        site.localized_url("due/"),
        owed=list_owed(library, site.today),
        late=list_held_late(library),
        actions=list_overdue_actions(library, site.today),
        stale=stale,
    )
    description = _("Postmortems that are owed, actions past their day, and what to look at again.")
    yield Page(
        site.localized_url("due/"),
        _("Due"),
        content,
        description,
        lang=site.lang,
        alternates=site.alternate_urls("due/"),
    )

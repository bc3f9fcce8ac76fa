"""Page of due work: owed postmortems, overdue actions, and records to review."""

from __future__ import annotations

from afterword.analysis.deadlines import list_held_late, list_overdue_actions, list_owed
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site
from afterword.pages.translations import gettext_for


def build_due_page(site: Site) -> Page:
    """Build the page of due work."""
    _, library = gettext_for(site.lang), site.library
    return build_localized_page(
        site,
        "due.html",
        "due/",
        _("Due"),
        _("Postmortems that are owed, actions past their day, and what to look at again."),
        owed_postmortems=list_owed(library, site.today),
        late_postmortems=list_held_late(library),
        overdue_actions=list_overdue_actions(library, site.today),
        stale_entries=sorted(
            (entry for entry in library.entries if site.is_stale(entry)), key=lambda entry: entry.review_by
        ),
    )

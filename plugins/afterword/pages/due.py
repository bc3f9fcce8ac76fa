"""What waits for somebody: postmortems that are owed, actions past their day, and records to look at again."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.deadlines import held_late, overdue_actions, owed
from afterword.pages.page import Page, Site
from afterword.pages.templates import writing
from afterword.pages.translations import told


def due(site: Site) -> Iterator[Page]:
    """The page of what is due."""
    _, library = told(site.lang), site.library
    stale = sorted((entry for entry in library.entries if site.is_stale(entry)), key=lambda entry: entry.review_by)
    content = writing(
        "due.html",
        site,
        site.url("due/"),
        owed=owed(library, site.today),
        late=held_late(library),
        actions=overdue_actions(library, site.today),
        stale=stale,
    )
    description = _("Postmortems that are owed, actions past their day, and what to look at again.")
    yield Page(site.url("due/"), _("Due"), content, description, lang=site.lang, others=site.others("due/"))

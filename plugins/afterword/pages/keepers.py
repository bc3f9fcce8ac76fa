"""Pages of the keepers: how other people's briefs used the postmortems that they ran."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.keepers import KeeperSummary, summarize_keepers
from afterword.pages.brief_uses import find_brief_uses
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site
from afterword.pages.templates import relative_url
from afterword.pages.translations import gettext_for


def build_keeper_pages(site: Site) -> Iterator[Page]:
    """Yield the list of all keepers, the most applied first, and a page for each with an answered postmortem.

    In a large library most keepers have no answered postmortem yet, and their pages would only repeat the list.
    """
    _, uses_by_slug = gettext_for(site.lang), site.library_cache.uses_by_slug
    applying_briefs = {
        slug: {use.path for use in uses if not use.answer.is_waived} for slug, uses in uses_by_slug.items()
    }
    keepers = [
        (keeper, f"keepers/{keeper.key}/" if any(entry.slug in uses_by_slug for entry in keeper.entries) else "")
        for keeper in summarize_keepers(site.library.entries, applying_briefs)
    ]
    yield build_localized_page(
        site,
        "keepers.html",
        "keepers/",
        _("Keepers"),
        _("Who runs the postmortems, and what they changed."),
        keepers=keepers,
    )
    for keeper, url in keepers:
        if url:
            yield _build_keeper_page(site, keeper, url)


def _build_keeper_page(site: Site, keeper: KeeperSummary, url: str) -> Page:
    page_url = site.localized_url(url)
    entry_uses = [(entry, find_brief_uses(site, entry)) for entry in keeper.entries]
    return build_localized_page(
        site,
        "keeper.html",
        url,
        keeper.name,
        entry_uses=sorted(entry_uses, key=lambda row: not row[1].applied),
        brief_url=lambda brief: relative_url(page_url, brief.url),
    )

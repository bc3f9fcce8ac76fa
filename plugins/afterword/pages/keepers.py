"""Pages of the keepers: how other people's briefs used the postmortems that they ran."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from afterword.library.projection import Entry
from afterword.pages.brief_uses import BriefUses, find_brief_uses
from afterword.pages.page import Page, Site
from afterword.pages.templates import deferred_render, relative_url, url_segment
from afterword.pages.translations import gettext_for

KeptEntries = Sequence[tuple[Entry, BriefUses]]
"""Records, each with its uses in briefs."""


def build_keeper_pages(site: Site) -> Iterator[Page]:
    """Yield the list of all keepers, the most applied first, and a page for each with an answered postmortem.

    In a large library most keepers have no answered postmortem yet, and their pages would only repeat the list.
    """
    _ = gettext_for(site.lang)
    keeper_entries = [
        (entries[0].keeper, f"keepers/{key}/", [(entry, find_brief_uses(site, entry)) for entry in entries])
        for key, entries in _group_by_keeper(site.library.entries).items()
    ]
    rows = [
        (name, url, kept, len({brief.url for _, uses in kept for brief, _ in uses.applied}))
        for name, url, kept in keeper_entries
    ]
    rows.sort(key=lambda row: (-row[3], row[0].casefold()))
    content = deferred_render(
        "keepers.html", site, site.localized_url("keepers/"), keepers=rows, is_answered=is_answered
    )
    description = _("Who runs the postmortems, and what they changed.")
    yield Page(
        site.localized_url("keepers/"),
        _("Keepers"),
        content,
        description,
        lang=site.lang,
        alternates=site.alternate_urls("keepers/"),
    )
    for name, url, kept in keeper_entries:
        if not is_answered(kept):
            continue
        page_url = site.localized_url(url)
        kept.sort(key=lambda row: not row[1].applied)
        content = deferred_render(
            "keeper.html",
            site,
            page_url,
            name=name,
            kept=kept,
            brief=lambda brief, page_url=page_url: relative_url(page_url, brief.url),
        )
        yield Page(page_url, name, content, lang=site.lang, alternates=site.alternate_urls(url))


def is_answered(kept: KeptEntries) -> bool:
    """Return whether a brief applied or waived one of the records."""
    return any(uses.applied or uses.waived for _, uses in kept)


def _group_by_keeper(entries: Sequence[Entry]) -> Mapping[str, Sequence[Entry]]:
    """Group records by the URL segment of their keeper; public cases are left out, since they have no keeper."""
    entries_by_keeper: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.keeper and not entry.is_public:
            entries_by_keeper[url_segment(entry.keeper)].append(entry)
    return entries_by_keeper

"""A page for each keeper: what the briefs of others did with the postmortems that they ran."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from afterword.library.projection import Entry
from afterword.pages.brief_uses import Used, used_by
from afterword.pages.page import Page, Site
from afterword.pages.templates import address, link, writing
from afterword.pages.translations import told

Kept = Sequence[tuple[Entry, Used]]
"""Records, each with the briefs that answered for it."""


def keepers(site: Site) -> Iterator[Page]:
    """The list of all keepers, the most applied first, and a page for each whose postmortems a brief answered for.

    Most keepers of a large library were answered by nobody yet, and a page would say no more than the list.
    """
    _ = told(site.lang)
    found = [
        (entries[0].keeper, f"keepers/{key}/", [(entry, used_by(site, entry)) for entry in entries])
        for key, entries in _kept(site.library.entries).items()
    ]
    rows = [
        (name, url, kept, len({plan.url for _, used in kept for plan, _ in used.applied})) for name, url, kept in found
    ]
    rows.sort(key=lambda row: (-row[3], row[0].casefold()))
    content = writing("keepers.html", site, site.url("keepers/"), found=rows, is_answered=is_answered)
    description = _("Who runs the postmortems, and what they changed.")
    yield Page(site.url("keepers/"), _("Keepers"), content, description, lang=site.lang, others=site.others("keepers/"))
    for name, url, kept in found:
        if not is_answered(kept):
            continue
        here = site.url(url)
        kept.sort(key=lambda row: not row[1].applied)
        content = writing(
            "keeper.html", site, here, name=name, kept=kept, brief=lambda plan, here=here: link(here, plan.url)
        )
        yield Page(here, name, content, lang=site.lang, others=site.others(url))


def is_answered(kept: Kept) -> bool:
    """Whether a brief applied one of the records, or set it aside."""
    return any(used.applied or used.waived for _, used in kept)


def _kept(entries: Sequence[Entry]) -> Mapping[str, Sequence[Entry]]:
    """The records of each keeper by the last part of the address; cases from public sources were kept by nobody."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.keeper and not entry.is_public:
            found[address(entry.keeper)].append(entry)
    return found

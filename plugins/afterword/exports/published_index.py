"""`library.json`: what others read of a library without its whole records. `library.schema.json` says its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from afterword.gate.concepts import Groups
from afterword.gate.index_rows import Row, line, said
from afterword.library.projection import Entry
from afterword.library.published_index import FORM, VERSION
from afterword.pages.page import Site
from afterword.pages.page_data import compact
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class About:
    """What a library says of itself: the site's title and address, empty if unknown, and a digest of its sources."""

    title: str = ""
    url: str = ""
    made_from: str = ""


def register(site: Site, about: About) -> bytes:
    """The file: records by their slugs, one a line, so that two versions of it compare well."""
    head = {
        "$schema": FORM,
        "version": VERSION,
        "title": line(about.title),
        "url": about.url,
        "audience": str(site.library.audience),
        "as_of": site.today.isoformat(),
        "made_from": about.made_from,
        "concepts": _concepts(site.groups),
    }
    before = former(site)
    entries = sorted(zip(site.library.entries, site.findings.listed, strict=True), key=lambda pair: pair[0].slug)
    rows = b",\n".join(compact(_row(entry, row, site, before.get(entry.path, ()))) for entry, row in entries)
    return b'%b,"records":[\n%b\n]}\n' % (compact(said(head))[:-1], rows)


def former(site: Site) -> Mapping[str, Sequence[str]]:
    """For the file of each entry the names that it had before and that still lead to it, the latest first.

    What was an alias all along is none of them; a name that another one has had since leads there.
    """
    by_path = {entry.path: entry for entry in site.library.entries}
    holders: dict[str, Entry | None] = {name_key(entry.name): entry for entry in site.library.entries}
    for entry in site.library.entries:
        for name in entry.names[1:]:
            holders.setdefault(name_key(name), entry)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for one in site.former:
        key, holder = name_key(one.name), by_path.get(one.path or "")
        if holders.setdefault(key, holder) is holder and holder is not None:
            called = holder.names if one.alias else (holder.name,)
            if key not in map(name_key, called):
                found[holder.path].setdefault(key, one.name)
    return {path: tuple(names.values()) for path, names in found.items()}


def _concepts(groups: Groups) -> Groups:
    return {name: [line(word) for word in words] for name, words in groups.items()}


def _row(entry: Entry, listed: Row, site: Site, before: Sequence[str]) -> Row:
    """What is listed of an entry, where it stands on the site, what it was called, and its headings."""
    here = said({"url": site.record_url(entry, "-"), "former": [line(name) for name in before]})
    headings = {"headings": {one.id: line(one.text) for one in entry.body.headings}} if entry.body else {}
    return listed | here | headings

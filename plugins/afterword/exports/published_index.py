"""`library.json`: the published index of a library, without whole records. `library.schema.json` is its schema."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from afterword.gate.concepts import ConceptGroups
from afterword.gate.index_rows import IndexRow, drop_empty, to_single_line
from afterword.library.projection import Entry
from afterword.library.published_index import INDEX_SCHEMA_FILE, VERSION
from afterword.pages.page import Site
from afterword.pages.page_data import encode_json
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """Metadata of a library: the site's title and URL, empty if unknown, and a digest of its sources."""

    title: str = ""
    url: str = ""
    made_from: str = ""


def build_published_index(site: Site, library_info: LibraryInfo) -> bytes:
    """Encode the file: records by their slugs, one a line, so that two versions compare well."""
    head = {
        "$schema": INDEX_SCHEMA_FILE,
        "version": VERSION,
        "title": to_single_line(library_info.title),
        "url": library_info.url,
        "audience": str(site.library.audience),
        "as_of": site.today.isoformat(),
        "made_from": library_info.made_from,
        "concepts": _clean_concepts(site.synonym_groups),
    }
    names_by_path = collect_former_names(site)
    entries = sorted(
        zip(site.library.entries, site.library_cache.index_rows, strict=True), key=lambda pair: pair[0].slug
    )
    rows = b",\n".join(
        encode_json(_build_index_row(entry, row, site, names_by_path.get(entry.path, ()))) for entry, row in entries
    )
    return b'%b,"records":[\n%b\n]}\n' % (encode_json(drop_empty(head))[:-1], rows)


def collect_former_names(site: Site) -> Mapping[str, Sequence[str]]:
    """Return the former names that still lead to each entry, by the entry's file, the latest first.

    Aliases that the record still has are left out, and so are names that another record has had since.
    """
    by_path = {entry.path: entry for entry in site.library.entries}
    holders: dict[str, Entry | None] = {name_key(entry.name): entry for entry in site.library.entries}
    for entry in site.library.entries:
        for name in entry.names[1:]:
            holders.setdefault(name_key(name), entry)
    names_by_path: dict[str, dict[str, str]] = defaultdict(dict)
    for former_name in site.former_names:
        key, holder = name_key(former_name.name), by_path.get(former_name.path or "")
        if holders.setdefault(key, holder) is holder and holder is not None:
            current_names = holder.names if former_name.is_alias else (holder.name,)
            if key not in map(name_key, current_names):
                names_by_path[holder.path].setdefault(key, former_name.name)
    return {path: tuple(names.values()) for path, names in names_by_path.items()}


def _clean_concepts(groups: ConceptGroups) -> ConceptGroups:
    return {name: [to_single_line(word) for word in words] for name, words in groups.items()}


def _build_index_row(entry: Entry, base_row: IndexRow, site: Site, former_names: Sequence[str]) -> IndexRow:
    """Return the index row of an entry with its URL, former names and headings."""
    address_fields = drop_empty(
        {"url": site.record_url(entry, "-"), "former": [to_single_line(name) for name in former_names]}
    )
    headings = (
        {"headings": {heading.id: to_single_line(heading.text) for heading in entry.body.headings}}
        if entry.body
        else {}
    )
    return base_row | address_fields | headings

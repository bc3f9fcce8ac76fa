"""Facets of search and of the library's list: a column of values for every field that is a facet."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from afterword.analysis.attainment import median_attainment_percent
from afterword.library.projection import Entry
from afterword.pages.page import Site
from afterword.pages.page_data import encode_json
from afterword.pages.templates import country_name, jinja_environment, language_name, term_title
from afterword.pages.translations import gettext_for
from afterword.schema.fields import Field, values_at

FOLDER = "library/facets/"
_RESERVED_KEYS = ("q", "sort", "attainment", "names")
"""Keys that already have a meaning in a URL or file name."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Column of a facet: its key in a URL, and the values of each entry, in the library's order.

    `field` is None for the year, which follows from an entry's dates.
    """

    key: str
    field: Field | None
    cells: Sequence[Sequence[str]]

    @property
    def sorted_values(self) -> Sequence[str]:
        """All values, the most frequent first, so that most encoded cells are short."""
        counts = Counter(value for cell in self.cells for value in cell)
        return sorted(counts, key=lambda value: (-counts[value], value))


def collect_facets(site: Site) -> Sequence[Facet]:
    """Return the facets of the schema that have values in the library, in the schema's order, and the year."""
    entries, used_keys, columns = site.library.entries, set(_RESERVED_KEYS), list[Facet]()
    shared_cells: dict[tuple[str, ...], tuple[str, ...]] = {}  # most cells are equal, so equal cells share one object
    for field in site.library.schema.fields:
        if field.facet:
            key = _find_unused_key(field.path[-1], used_keys)
            used_keys.add(key)
            cells = (tuple(facet_values(entry, field)) for entry in entries)
            columns.append(Facet(key, field, [shared_cells.setdefault(cell, cell) for cell in cells]))
    years = [(str(entry.day.year),) if entry.day > date.min else () for entry in entries]
    columns.append(Facet(_find_unused_key("year", used_keys), None, years))
    return [facet for facet in columns if any(facet.cells)]


def facet_values(entry: Entry, field: Field) -> Iterator[str]:
    """Yield the distinct values of an entry in a field."""
    value_lists = (value if isinstance(value, list) else [value] for value in values_at(entry.data, field.path))
    yield from dict.fromkeys(str(value) for value_list in value_lists for value in value_list)


def build_column_files(site: Site, columns: Sequence[Facet]) -> Mapping[str, bytes]:
    """Build the files of the facet columns by URL: gzipped JSON, as not every server compresses its responses.

    A cell is the position of its value, a list of several, or null. `attainment` holds the median share of plan
    that an entry's KPIs reached, in per cent; `names` holds all names, to suggest corrections for misspelt ones.
    """
    contents: dict[str, Any] = {}
    for facet in columns:
        positions = {value: number for number, value in enumerate(facet.sorted_values)}
        contents[facet.key] = {
            "values": facet.sorted_values,
            "rows": [_encode_cell([positions[value] for value in cell]) for cell in facet.cells],
        }
    library = site.library
    contents["attainment"] = {
        "rows": [median_attainment_percent(entry, library.vocabulary) for entry in library.entries]
    }
    contents["names"] = {"names": sorted({name for entry in site.library.entries for name in entry.names})}
    return {f"{FOLDER}{key}.bin": gzip_json(content) for key, content in contents.items()}


def gzip_json(value: Any) -> bytes:
    """Encode a value as gzipped JSON; the same value gives the same bytes."""
    return gzip.compress(encode_json(value), mtime=0)


def digest_columns(columns: Mapping[str, bytes]) -> str:
    """Return a digest of all columns, so that columns of different builds are never mixed."""
    return hashlib.sha256(b"".join(columns[name] for name in sorted(columns))).hexdigest()[:12]


def value_labels(site: Site, facet: Facet) -> Mapping[str, str]:
    """Return the translated labels of those values whose label differs from the value."""
    all_labels = {value: value_label(site, facet, value) for value in facet.sorted_values}
    return {value: text for value, text in all_labels.items() if text != value}


def value_label(site: Site, facet: Facet, value: str) -> str:
    """Return the label of a facet value in the site's language."""
    field, lang = facet.field, site.lang
    if field is None:
        return value
    if "x-market" in field.marks:
        return country_name(value, lang)
    if field.vocabulary:
        return term_title(site.library.vocabulary, field.vocabulary, value, lang)
    if field.path == ("lang",):
        return language_name(value)
    return str(enumeration_words(lang).get(field.path[-1], {}).get(value, value))


def facet_title(site: Site, facet: Facet) -> str:
    """Return the title of a facet."""
    _ = gettext_for(site.lang)
    return site.interface_language().translate_schema(facet.field.title) if facet.field else _("Year")


def outcome_signs() -> Mapping[str, str]:
    """Return the sign of each outcome."""
    return dict(_template_words("en", "outcome_marks"))


def rows_by_url(site: Site) -> Mapping[str, int]:
    """Return the row of every page of a record by URL; translations have the row of their original."""
    rows = {}
    for row, entry in enumerate(site.library.entries):
        for lang in ("-", *(lang for lang in site.languages if lang != entry.language)):
            rows[site.record_url(entry, lang)] = row
    return rows


def search_synonyms(entry: Entry, site: Site) -> Sequence[str]:
    """Return the titles and synonyms of an entry's terms and markets in every language, to find it by any of them."""
    names: list[str] = []
    for field in site.library.schema.fields:
        if field.facet and (field.vocabulary or "x-market" in field.marks):
            for value in facet_values(entry, field):
                vocabulary_term = site.library.vocabulary.lists.get(field.vocabulary or "", {}).get(value)
                names += [*vocabulary_term.titles.values(), *vocabulary_term.synonyms] if vocabulary_term else []
                names += [country_name(value, lang) for lang in site.languages] if "x-market" in field.marks else []
    return list(dict.fromkeys(names))


def _find_unused_key(key: str, used_keys: Collection[str]) -> str:
    return _find_unused_key(f"{key}_", used_keys) if key in used_keys else key


def _encode_cell(positions: Sequence[int]) -> int | Sequence[int] | None:
    return positions if len(positions) > 1 else positions[0] if positions else None


def enumeration_words(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Return the words of enumerations by the last step of their field's path: those of the templates, and two more."""
    _ = gettext_for(lang)
    return {
        **{
            name: _template_words(lang, f"{name}_words")
            for name in ("kind", "status", "outcome", "goal", "gap", "evidence")
        },
        "origin": {"internal": _("Our own"), "public": _("From public sources")},
        "rigour": {"one-off": _("One-off"), "structured": _("Structured")},
    }


def _template_words(lang: str, name: str) -> Mapping[str, str]:
    """Return the words or signs of values from the templates."""
    return dict(getattr(jinja_environment(lang).get_template("parts.html").module, name))

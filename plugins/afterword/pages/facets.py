"""What search and the library's list are narrowed down by: a column of values for every field that is a facet."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from afterword.analysis.attainment import attainment
from afterword.analysis.kpis import kpis
from afterword.library.projection import Entry
from afterword.pages.page import Site
from afterword.pages.page_data import compact
from afterword.pages.templates import country, environment, language, term
from afterword.pages.translations import told
from afterword.schema.fields import Field, reach

FOLDER = "library/facets/"
_OURS = ("q", "sort", "attainment", "names")
"""What an address or a file already means something by."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One column: what it is called in an address, and the values that each entry has, in the library's order.

    `field` is None for the year, which follows from an entry's dates.
    """

    key: str
    field: Field | None
    cells: Sequence[Sequence[str]]

    @property
    def values(self) -> Sequence[str]:
        """All values, the most frequent first, so that most cells are short."""
        found = Counter(value for cell in self.cells for value in cell)
        return sorted(found, key=lambda value: (-found[value], value))


def facets(site: Site) -> Sequence[Facet]:
    """Every facet of the schema of which the library has a value, in the schema's order, and the year."""
    entries, taken, found = site.library.entries, set(_OURS), list[Facet]()
    known: dict[tuple[str, ...], tuple[str, ...]] = {}  # most cells say what others say, and are kept once
    for field in site.library.schema.fields:
        if field.facet:
            key = _free(field.path[-1], taken)
            taken.add(key)
            cells = (tuple(values(entry, field)) for entry in entries)
            found.append(Facet(key, field, [known.setdefault(cell, cell) for cell in cells]))
    years = [(str(entry.day.year),) if entry.day > date.min else () for entry in entries]
    found.append(Facet(_free("year", taken), None, years))
    return [facet for facet in found if any(facet.cells)]


def values(entry: Entry, field: Field) -> Iterator[str]:
    """What an entry says in a field, each value once."""
    held = (value if isinstance(value, list) else [value] for value in reach(entry.data, field.path))
    yield from dict.fromkeys(str(value) for several in held for value in several)


def files(site: Site, found: Sequence[Facet]) -> Mapping[str, bytes]:
    """The files of a library's columns by address: JSON, packed, as not every server packs what it sends.

    A cell is the position of its value, a list of several, or null. `attainment` has the share of plan that an entry's
    KPIs reached, in per cent; `names` all names there are, which a misspelt one is compared with.
    """
    columns: dict[str, Any] = {}
    for facet in found:
        position = {value: number for number, value in enumerate(facet.values)}
        columns[facet.key] = {
            "values": facet.values,
            "rows": [_cell([position[value] for value in cell]) for cell in facet.cells],
        }
    columns["attainment"] = {"rows": [_attained(site, entry) for entry in site.library.entries]}
    columns["names"] = {"names": sorted({name for entry in site.library.entries for name in entry.names})}
    return {f"{FOLDER}{key}.bin": packed(column) for key, column in columns.items()}


def packed(value: Any) -> bytes:
    """A value as JSON in gzip, the same bytes each time."""
    return gzip.compress(compact(value), mtime=0)


def digest(columns: Mapping[str, bytes]) -> str:
    """A mark of all columns together: they are only read with others of the same build."""
    return hashlib.sha256(b"".join(columns[name] for name in sorted(columns))).hexdigest()[:12]


def labels(site: Site, facet: Facet) -> Mapping[str, str]:
    """How a reader of the site's language knows the values that are written otherwise in a record."""
    found = {value: label(site, facet, value) for value in facet.values}
    return {value: said for value, said in found.items() if said != value}


def label(site: Site, facet: Facet, value: str) -> str:
    """A value of a facet as people say it."""
    field, lang = facet.field, site.lang
    if field is None:
        return value
    if "x-market" in field.marks:
        return country(value, lang)
    if field.vocabulary:
        return term(site.library.vocabulary, field.vocabulary, value, lang)
    if field.path == ("lang",):
        return language(value)
    return str(enumeration_words(lang).get(field.path[-1], {}).get(value, value))


def title(site: Site, facet: Facet) -> str:
    """What a facet is called."""
    _ = told(site.lang)
    return site.spoken().word(facet.field.title) if facet.field else _("Year")


def marks() -> Mapping[str, str]:
    """The sign beside each outcome."""
    return dict(_shown("en", "outcome_marks"))


def addresses(site: Site) -> Mapping[str, int]:
    """The row of every page of a record, by its address: a translation stands in the row of its original."""
    rows = {}
    for row, entry in enumerate(site.library.entries):
        for lang in ("-", *(lang for lang in site.languages if lang != entry.language)):
            rows[site.record_url(entry, lang)] = row
    return rows


def known_as(entry: Entry, site: Site) -> Sequence[str]:
    """What an entry's terms and markets are called in every language: whoever asks in another finds it by them."""
    said: list[str] = []
    for field in site.library.schema.fields:
        if field.facet and (field.vocabulary or "x-market" in field.marks):
            for value in values(entry, field):
                known = site.library.vocabulary.lists.get(field.vocabulary or "", {}).get(value)
                said += [*known.titles.values(), *known.synonyms] if known else []
                said += [country(value, lang) for lang in site.languages] if "x-market" in field.marks else []
    return list(dict.fromkeys(said))


def _free(key: str, taken: Collection[str]) -> str:
    return _free(f"{key}_", taken) if key in taken else key


def _cell(positions: Sequence[int]) -> int | Sequence[int] | None:
    return positions if len(positions) > 1 else positions[0] if positions else None


def _attained(site: Site, entry: Entry) -> int | None:
    shares = [share for kpi in kpis(entry, site.library.vocabulary) if (share := attainment(kpi)) is not None]
    return round(100 * median(shares)) if shares and entry.outcome else None


def enumeration_words(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Return the words of enumerations by the last step of their field's path: those of the templates, and two more."""
    _ = told(lang)
    return {
        **{name: _shown(lang, f"{name}_words") for name in ("kind", "status", "outcome", "goal", "gap", "evidence")},
        "origin": {"internal": _("Our own"), "public": _("From public sources")},
        "rigour": {"one-off": _("One-off"), "structured": _("Structured")},
    }


def _shown(lang: str, name: str) -> Mapping[str, str]:
    """What the templates say a value is called, or marked with."""
    return dict(getattr(environment(lang).get_template("parts.html").module, name))

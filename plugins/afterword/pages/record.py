"""The page of one record: what a tired manager needs first, then everything the record says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.causes import accounts
from afterword.analysis.kpis import Kpi, kpis, most_missed
from afterword.body import Link
from afterword.body.render import OUTSIDE, html
from afterword.body import slug as heading_id
from afterword.fields import EACH, Field
from afterword.library import Entry, Projection
from afterword.pages import Contents, Page, Site
from afterword.pages.templates import link, render, safe, term

_TOLD = frozenset({
    "name", "aliases", "kind", "status", "outcome", "summary", "perspective", "starts", "ends", "markets", "tags", "kpis",
    "causes", "learnings", "execution_feedback", "guardrails", "sources", "lang", "schema_version",
})  # fmt: skip
"""Fields that the page tells in blocks of their own; all others follow as the schema describes them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of the schema with a record's value, ready for a template: `rows` of cells, items, or a text."""

    title: str
    id: str
    text: str = ""
    items: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def page(site: Site, entry: Entry) -> Page:
    """The page of an entry, in English labels whatever language the record is written in."""
    library, url, lang = site.library, f"names/{entry.slug}/", "en"
    found = kpis(entry, library.vocabulary)
    details = list(_details(entry, library, lang))
    ids = {"plan", "causes", "learnings", "feedback", "guardrails", "details", "sources"}
    body = html(entry.body, lambda target: _address(url, entry, library, target)) if entry.body else ""
    content = render(
        "record.html",
        lang,
        url,
        entry=entry,
        kpis=[(kpi, bar(kpi)) for kpi in found],
        worst=most_missed(found) or (found[0] if found else None),
        accounts=accounts(entry),
        learnings=entry.data.get("learnings", {}),
        feedback=entry.data.get("execution_feedback", ()),
        guardrails=entry.data.get("guardrails", ()),
        details=details,
        facets=list(_facets(entry, library)),
        body=safe(body),
        term=lambda name, key: term(library.vocabulary, name, key, lang),
        edit=site.edit_url.format(path=entry.path) if site.edit_url else "",
        path=entry.path,
    )
    headings = entry.body.headings if entry.body else ()
    contents = (
        *_blocks(entry),
        *(Contents(h.text, h.id) for h in headings if h.level <= 2 and h.id not in ids),
        *((Contents("Details", "details"),) if details else ()),
        *((Contents("Sources", "sources"),) if entry.sources else ()),
    )
    return Page(url, entry.name, content, entry.summary, contents, entry.path)


def bar(kpi: Kpi) -> tuple[float, float] | None:
    """Actual and plan as shares of the larger, in per cent; None where a bar would say nothing true."""
    planned, actual = kpi.planned, kpi.actual
    if kpi.variance is None or isinstance(planned, str) or isinstance(actual, str) or planned is None or actual is None:
        return None
    top = max(planned, actual)
    return (100 * actual / top, 100 * planned / top) if top > 0 and min(planned, actual) >= 0 else None


def _blocks(entry: Entry) -> Iterator[Contents]:
    data = entry.data
    if entry.kpis:
        yield Contents("Plan against actual", "plan")
    if entry.causes:
        yield Contents("Causes", "causes")
    if data.get("learnings"):
        yield Contents("Learnings", "learnings")
    if data.get("execution_feedback"):
        yield Contents("Execution feedback", "feedback")
    if data.get("guardrails"):
        yield Contents("Guardrails", "guardrails")


def _address(url: str, entry: Entry, library: Projection, target: Link) -> str | None:
    """Where a link in a body leads: a record by its name or by its file, or nowhere."""
    if target.wiki:
        found, heading = library.resolve(target.target)
        fragment = f"#{heading_id(heading, set())}" if heading else ""
        return link(url, f"names/{found.slug}/{fragment}") if found else None
    if target.target.startswith(("#", *OUTSIDE)):
        return target.target
    other = library.at(target, entry.path)
    return link(url, f"names/{other.slug}/") if other else None


def _facets(entry: Entry, library: Projection) -> Iterator[tuple[str, str]]:
    """The entry's values of every field that the schema calls a facet, for search."""
    for field in library.schema.fields:
        if field.facet:
            for value in _reach(entry.data, field.path):
                values = value if isinstance(value, list) else [value]
                yield from ((field.path[-1], str(item)) for item in values)


def _reach(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if not path:
        yield value
    elif path[0] == EACH:
        for inner in value if isinstance(value, list) else ():
            yield from _reach(inner, path[1:])
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _reach(value[path[0]], path[1:])


def _details(entry: Entry, library: Projection, lang: str) -> Iterator[Shown]:
    """Every field without a block of its own, titled and shaped by the schema alone."""
    for field in library.schema.fields:
        key = field.path[0]
        if len(field.path) == 1 and key not in _TOLD and entry.data.get(key) not in (None, [], {}, ""):
            yield _shown(field, entry.data[key], library, lang)


def _shown(field: Field, value: Any, library: Projection, lang: str) -> Shown:
    title, ident = field.title, f"field-{field.path[0]}"
    if isinstance(value, Mapping):
        rows = [(_title(library, (*field.path, key)), _cell(inner)) for key, inner in value.items()]
        return Shown(title, ident, rows=rows)
    if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        keys = list(dict.fromkeys(key for row in value for key in row))
        columns = [_title(library, (*field.path, EACH, key)) for key in keys]
        return Shown(title, ident, columns=columns, rows=[[_cell(row.get(key, "")) for key in keys] for row in value])
    if isinstance(value, list):
        return Shown(title, ident, items=[_word(field, item, library, lang) for item in value])
    return Shown(title, ident, text=_word(field, value, library, lang))


def _title(library: Projection, path: tuple[str, ...]) -> str:
    found = library.schema.field(path)
    return found.title if found and found.path[-1] != EACH else path[-1].replace("_", " ").capitalize()


def _word(field: Field, value: object, library: Projection, lang: str) -> str:
    return term(library.vocabulary, field.vocabulary, value, lang) if field.vocabulary else _cell(value)


def _cell(value: object) -> str:
    """Any value in one line of text."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_cell(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)

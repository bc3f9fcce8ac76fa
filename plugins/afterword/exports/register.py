"""`library.json`: what others read of a library without its whole records. `library.schema.json` says its form."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.fields import EACH, reach
from afterword.library import Entry, Projection
from afterword.names import name_key
from afterword.pages.page import Site
from afterword.prose import sentences
from afterword.register import FORM, VERSION
from afterword.source import INVISIBLE

Row = dict[str, Any]

_TEXTS = {
    **{key: (key,) for key in ("kind", "status", "outcome", "goal", "product", "series", "starts", "ends", "summary")},
    "account": ("deal", "account"),
    "competitor": ("deal", "competitor"),
}
"""What a row says in one text, and the field that has it."""
_LISTS = ("markets", "tags", "teams")
_LEARNINGS = ("differently", "insight", "again", "wrong_assumption")
_GUARDRAIL = ("id", "rule", "text", "evidence", "expires")


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
    }
    before = former(site)
    entries = sorted(site.library.entries, key=lambda entry: entry.slug)
    rows = ",\n".join(_json(_row(entry, site, before.get(entry.path, ()))) for entry in entries)
    return f'{_json(_said(head))[:-1]},"records":[\n{rows}\n]}}\n'.encode()


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


def line(text: object) -> str:
    """A text on one line, without signs that cannot be seen."""
    return INVISIBLE.sub("", " ".join(str(text).split()))


def _row(entry: Entry, site: Site, before: Sequence[str]) -> Row:
    library, data = site.library, entry.data
    row = {
        "name": line(entry.name),
        "slug": entry.slug,
        "url": site.record_url(entry, "-"),
        "lang": entry.language,
        "aliases": [line(name) for name in entry.aliases],
        "former": [line(name) for name in before],
        "translations": {lang: line(other.name) for lang, other in sorted(entry.translations.items())},
        **{key: line(said) for key, path in _TEXTS.items() for said in reach(data, path) if isinstance(said, str)},
        **{key: _lines(data[key]) for key in _LISTS if key in data},
        "lessons": _lessons(entry),
        "text": line(" ".join(_text(entry))),
        "guardrails": [_guardrail(rule) for rule in data.get("guardrails", ()) if "text" in rule],
        "relations": [*_relations(entry, library)],
    }
    row["facets"] = _facets(data, library, row)
    headings = {"headings": {one.id: line(one.text) for one in entry.body.headings}} if entry.body else {}
    return _said(row) | headings


def _facets(data: Mapping[str, Any], library: Projection, row: Row) -> Row:
    """The values of each field that is a facet and that the row has not said yet, by its path."""
    said = {("lang",), *((key,) for key in _LISTS), *(path for key, path in _TEXTS.items() if key in row)}
    found = {}
    for field in library.schema.fields:
        if field.facet and field.path not in said:
            values = [value for here in reach(data, field.path) for value in _lines(here)]
            if values:
                found[".".join(step for step in field.path if step != EACH)] = [*dict.fromkeys(values)]
    return found


def _lessons(entry: Entry) -> list[str]:
    """The first sentences of two learnings: of a win first what to do again, else first what to do differently."""
    said = entry.data.get("learnings", {})
    order = ("again", "insight", "differently") if entry.is_win else ("differently", "insight", "again")
    return [line(sentences(said[key])[0]) for key in order if said.get(key, "").strip()][:2]


def _text(entry: Entry) -> Iterator[str]:
    """What causes and learnings say, with the claim of a wrong assumption in the place of its id."""
    yield from (row["cause"] for row in entry.causes if "cause" in row)
    claims = {row.get("id"): row["claim"] for row in entry.data.get("assumptions", ()) if "claim" in row}
    said = entry.data.get("learnings", {})
    yield from (claims.get(said[key], said[key]) for key in _LEARNINGS if key in said)


def _guardrail(rule: Mapping[str, Any]) -> Row:
    when = {key: _lines(values) for key, values in rule.get("when", {}).items()}
    return _said({**{key: line(rule[key]) for key in _GUARDRAIL if key in rule}, "when": when})


def _relations(entry: Entry, library: Projection) -> Iterator[Row]:
    """Those to entries that the audience sees too; of others not even the name is said."""
    for relation in entry.relations:
        other, _ = library.resolve(relation.get("name", ""))
        if other and "type" in relation:
            yield {"type": relation["type"], "slug": other.slug}


def _lines(value: object) -> list[str]:
    return [line(one) for one in (value if isinstance(value, list) else [value])]


def _said(row: Row) -> Row:
    """What there is to say: nothing empty."""
    return {key: value for key, value in row.items() if value not in ("", [], {})}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

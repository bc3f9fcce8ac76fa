"""The page of one record: what a tired manager needs first, then everything the record says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from afterword.analysis.causes import accounts
from afterword.analysis.kpis import Kpi, kpis, most_missed
from afterword.body import Link
from afterword.body.render import html
from afterword.fields import EACH, Audience, Field
from afterword.library import Entry, Projection, attachment
from afterword.pages.page import Contents, Page, Site
from afterword.pages.templates import link, number, render, safe, term
from afterword.pages.words import speaks, told

_TOLD = frozenset({
    "name", "aliases", "kind", "status", "outcome", "summary", "perspective", "starts", "ends", "markets", "tags",
    "kpis", "causes", "learnings", "execution_feedback", "guardrails", "relations", "sources", "lang", "schema_version",
})  # fmt: skip
"""Fields that the page tells in blocks of their own; all others follow as the schema describes them."""

_TOLD_INSIDE: Mapping[str, frozenset[str]] = {
    "kpis": frozenset({"name", "unit", "planned", "actual", "baseline", "better", "gap", "why", "note", "source"}),
    "causes": frozenset({
        "cause", "evidence", "weight", "variable", "gap", "held_by", "disputed_by", "source", "method", "account",
        "controlled_for", "would_settle",
    }),
    "guardrails": frozenset({"id", "rule", "text", "evidence", "owner", "expires", "when", "source"}),
    "sources": frozenset({"id", "title", "url", "publisher", "date"}),
    "learnings": frozenset({"again", "differently", "wrong_assumption", "insight", "depth"}),
    "execution_feedback": frozenset({"text", "to", "owner"}),
    "relations": frozenset({"type", "name", "kept", "changed"}),
}  # fmt: skip
"""What the blocks tell of their fields; what else stands there follows with its title from the schema."""

Word = Callable[[str], str]
"""Says a text of the schema in the page's language."""

Pairs = Sequence[tuple[str, str]]
"""Titles of fields with their values, as text."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of the schema with a record's value, ready for a template.

    It is one of: a `text`, `items` of text, the `pairs` of an object, or `rows`, each a main text with pairs below it.
    """

    title: str
    text: str = ""
    items: Sequence[str] = ()
    pairs: Pairs = ()
    rows: Sequence[tuple[str, Pairs]] = ()


def page(site: Site, entry: Entry, translation: str = "") -> Page:
    """The page of an entry in its own language, or of its translation into another; labels are in that language too."""
    spoken = translation or entry.language
    lang = spoken if speaks(spoken) else "en"
    told_in = entry.translations.get(translation)
    library, url = site.library, site.record_url(entry, translation or "-")
    is_ours = library.audience is Audience.INTERNAL  # a file's name can say more than the record may
    found = kpis(entry, library.vocabulary)
    details = list(_details(entry, library, lang, site.spoken(lang).word))
    prose, path = (told_in.body, told_in.path) if told_in else (entry.body, entry.path)
    body = html(prose, lambda target: _address(url, path, site, target), top=3) if prose else ""
    content = render(
        "record.html",
        site,
        url,
        lang,
        entry=entry,
        name=told_in.name if told_in else entry.name,
        summary=told_in.summary if told_in else entry.summary,
        translation=told_in,
        languages={other: link(url, site.record_url(entry, other)) for other in _languages(site, entry)},
        kpis=[(kpi, bar(kpi), row) for kpi, row in zip(found, entry.kpis, strict=True)],
        worst=most_missed(found) or (found[0] if found else None),
        accounts=accounts(entry),
        learnings=_learnings(entry),
        feedback=entry.data.get("execution_feedback", ()),
        guardrails=entry.data.get("guardrails", ()),
        related=[(row, library.resolve(row["name"])[0]) for row in entry.relations],
        mentions=site.mentions,
        is_stale=site.is_stale(entry),
        rest=lambda field, row: _pairs(
            library,
            (field, EACH),
            {k: v for k, v in row.items() if k not in _TOLD_INSIDE[field]},
            lang,
            site.spoken(lang).word,
        ),
        details=details,
        facets=list(_facets(entry, library)),
        body=safe(body),
        term=lambda name, key: term(library.vocabulary, name, key, lang),
        edit=site.edit_url.replace("{path}", quote(path)) if is_ours else "",
        path=path if is_ours else "",
    )
    contents = tuple(
        Contents(title, f"record-{key}") for key, title, there in _blocks(site, entry, body, details, lang) if there
    )
    others = {other: site.record_url(entry, other) for other in _languages(site, entry) if other != spoken}
    title, summary = (told_in.name, told_in.summary) if told_in else (entry.name, entry.summary)
    shown = [beside for target in (prose.links if prose else ()) if (beside := attachment(path, target))]
    files = {f"files/{name}": file for file, name in shown}
    return Page(url, title, content, summary, contents, path, lang=spoken, others=others, files=files)


def _languages(site: Site, entry: Entry) -> list[str]:
    """The languages that an entry can be read in: its own first."""
    translated = (lang for lang in site.languages if lang in entry.translations and lang != entry.language)
    return [entry.language, *translated]


def bar(kpi: Kpi) -> tuple[float, float] | None:
    """Actual and plan as shares of the larger, in per cent; None where a bar would say nothing true."""
    planned, actual = kpi.planned, kpi.actual
    if kpi.variance is None or isinstance(planned, str) or isinstance(actual, str) or planned is None or actual is None:
        return None
    top = max(planned, actual)
    return (100 * actual / top, 100 * planned / top) if top > 0 and min(planned, actual) >= 0 else None


def _learnings(entry: Entry) -> Mapping[str, Any]:
    """The learnings, with the claim of a wrong assumption in the place of its id."""
    said = entry.data.get("learnings", {})
    claims = {row.get("id"): row["claim"] for row in entry.data.get("assumptions", ()) if "claim" in row}
    wrong = said.get("wrong_assumption")
    return {**said, "wrong_assumption": claims[wrong]} if wrong in claims else said


def _blocks(
    site: Site, entry: Entry, body: str, details: Sequence[Shown], lang: str
) -> Iterator[tuple[str, str, object]]:
    """The blocks of the page in order: key, title, and whether the entry has anything to say there."""
    _ = told(lang)
    yield "plan", _("Plan against actual"), entry.kpis
    yield "causes", _("Causes"), entry.causes
    yield "learnings", _("Learnings"), entry.data.get("learnings")
    yield "feedback", _("Execution feedback"), entry.data.get("execution_feedback")
    yield "guardrails", _("Guardrails"), entry.data.get("guardrails")
    yield "related", _("Related"), entry.relations or site.mentions.relations(entry) or site.mentions.backlinks(entry)
    yield "story", _("The story"), body
    yield "details", _("Details"), details
    yield "sources", _("Sources"), entry.sources


def _address(url: str, path: str, site: Site, target: Link) -> str | None:
    """Where a link in the body of a file leads: a record by its name or by its file, or nowhere."""
    if target.wiki:
        found, said = site.library.resolve(target.target)
        heading = found.body.heading(said) if found and found.body and said else None
        fragment = f"#{heading.id}" if heading else ""
        return link(url, f"names/{found.slug}/{fragment}") if found else None
    if target.is_outside:
        return target.target
    if shown := attachment(path, target):
        return link(url, f"files/{shown[1]}")
    other = site.library.at(target, path)
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


def _details(entry: Entry, library: Projection, lang: str, word: Word) -> Iterator[Shown]:
    """Every field without a block of its own, titled and shaped by the schema alone."""
    for field in library.schema.fields:
        key = field.path[0]
        if len(field.path) == 1 and key not in _TOLD and entry.data.get(key) not in (None, [], {}, ""):
            yield from _shown(field, entry.data[key], library, lang, word)


def _shown(field: Field, value: Any, library: Projection, lang: str, word: Word) -> Iterator[Shown]:
    """A field and its value; of an object, what it holds in lists and objects of its own follows apart."""
    if isinstance(value, Mapping):
        plain = {key: inner for key, inner in value.items() if not isinstance(inner, Mapping) and not _has_rows(inner)}
        if plain:
            yield Shown(word(field.title), pairs=_pairs(library, field.path, plain, lang, word))
        for key in (key for key in value if key not in plain):
            if child := library.schema.field((*field.path, key)):
                yield from _shown(child, value[key], library, lang, word)
    elif _has_rows(value):
        path = (*field.path, EACH)
        main = next(iter(field.raw.get("items", {}).get("required", ())), "")
        rows = [
            (
                _cell(row.get(main, ""), lang),
                _pairs(library, path, {k: v for k, v in row.items() if k != main}, lang, word),
            )
            for row in value
        ]
        yield Shown(word(field.title), rows=rows)
    elif isinstance(value, list):
        words = [_word(field, item, library, lang) for item in value]
        prose = field.raw.get("items", {}).get("type") == "string" and not field.vocabulary
        yield (
            Shown(word(field.title), rows=[(word, ()) for word in words])
            if prose
            else Shown(word(field.title), items=words)
        )
    else:
        yield Shown(word(field.title), text=_word(field, value, library, lang))


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, Mapping) for row in value)


def _pairs(library: Projection, path: tuple[str, ...], values: Mapping[str, Any], lang: str, word: Word) -> Pairs:
    return [(_title(library, (*path, key), lang, word), _cell(value, lang)) for key, value in values.items()]


def _title(library: Projection, path: tuple[str, ...], lang: str, say: Word) -> str:
    found = library.schema.field(path)
    if found and found.path[-1] != EACH:
        return say(found.title)
    word = term(library.vocabulary, "variables", path[-1], lang)
    return word[:1].upper() + word[1:]


def _word(field: Field, value: object, library: Projection, lang: str) -> str:
    return term(library.vocabulary, field.vocabulary, value, lang) if field.vocabulary else _cell(value, lang)


def _cell(value: object, lang: str) -> str:
    """Any value in one line of text."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_cell(inner, lang)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_cell(item, lang) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value, lang)

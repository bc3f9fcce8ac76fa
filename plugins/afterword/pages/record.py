"""The page of one record: what a tired manager needs first, then everything the record says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from afterword.analysis.causes import accounts
from afterword.analysis.kpis import Kpi, kpis
from afterword.analysis.questions import answers
from afterword.analysis.rates import interval
from afterword.body import Link
from afterword.body.render import html
from afterword.library.library import RUNS
from afterword.library.projection import Entry
from afterword.pages.brief_uses import used_by, worth_reading
from afterword.pages.compare import pair_url
from afterword.pages.details import details, pairs
from afterword.pages.facets import known_as
from afterword.pages.history import history
from afterword.pages.page import Contents, Page, Site, Written
from afterword.pages.templates import link, render, safe, term
from afterword.pages.translations import speaks, told
from afterword.pages.week import recall
from afterword.records.references import attachment
from afterword.schema.fields import EACH, Audience

_TOLD = frozenset({
    "name", "aliases", "kind", "status", "outcome", "summary", "perspective", "starts", "ends", "markets", "tags",
    "kpis", "causes", "learnings", "execution_feedback", "guardrails", "relations", "sources", "lang", "schema_version",
})  # fmt: skip
"""Fields that the page tells in blocks of their own; all others follow as the schema describes them."""

_TOLD_INSIDE: Mapping[str, frozenset[str]] = {
    "kpis": frozenset({"name", "unit", "planned", "actual", "baseline", "better", "gap", "why", "note", "source"}),
    "causes": frozenset({
        "cause", "evidence", "weight", "variable", "gap", "held_by", "disputed_by", "source", "method", "account",
        "controlled_for", "would_settle", "facts",
    }),
    "guardrails": frozenset({"id", "rule", "text", "evidence", "owner", "expires", "when", "source"}),
    "sources": frozenset({"id", "title", "url", "publisher", "date"}),
    "learnings": frozenset({"again", "differently", "wrong_assumption", "insight", "depth"}),
    "execution_feedback": frozenset({"text", "to", "owner"}),
    "relations": frozenset({"type", "name", "kept", "changed"}),
}  # fmt: skip
"""What the blocks tell of their fields; what else stands there follows with its title from the schema."""


def page(site: Site, entry: Entry, translation: str = "") -> Page:
    """The page of an entry in its own language, or of its translation into another; labels are in that language too."""
    told_in, spoken = entry.translations.get(translation), translation or entry.language
    title, summary, prose, path = (
        (told_in.name, told_in.summary, told_in.body, told_in.path)
        if told_in
        else (entry.name, entry.summary, entry.body, entry.path)
    )
    others = {other: site.record_url(entry, other) for other in _languages(site, entry) if other != spoken}
    shown = [beside for target in (prose.links if prose else ()) if (beside := attachment(path, target))]
    return Page(
        site.record_url(entry, translation or "-"),
        title,
        lambda: _written(site, entry, translation),
        summary,
        path,
        lang=spoken,
        others=others,
        files={f"files/{name}": file for file, name in shown},
    )


def _written(site: Site, entry: Entry, translation: str) -> Written:
    spoken = translation or entry.language
    lang = spoken if speaks(spoken) else "en"
    whole, entry = entry, entry.apart
    told_in = entry.translations.get(translation)
    library, url = site.library, site.record_url(entry, translation or "-")
    is_ours = library.audience is Audience.INTERNAL  # a file's name can say more than the record may
    found = kpis(entry, library.vocabulary)
    more = list(details(entry, library, _TOLD, lang, site.spoken(lang).word))
    story = told_in or entry
    prose, path, taken = story.body, story.path, story.taken
    body = html(prose, lambda target: where(url, path, site, target), 3, taken) if prose else ""
    amended = [] if told_in else history(site, entry, lang)
    used, worth = used_by(site, entry), worth_reading(site, entry, lang)
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
        kpis=[(kpi, bar(kpi), row, interval(row, kpi.unit)) for kpi, row in zip(found, entry.kpis, strict=True)],
        answers=answers(entry, library),
        recall=recall(entry, found),
        accounts=accounts(entry),
        learnings=_learnings(entry),
        feedback=entry.data.get("execution_feedback", ()),
        guardrails=entry.data.get("guardrails", ()),
        related=[(row, library.resolve(row["name"])[0]) for row in entry.relations],
        mentions=site.mentions,
        used=used,
        worth=worth,
        brief=lambda plan: link(url, plan.url),
        pair=pair_url,
        runs=RUNS if is_ours else (),
        is_stale=site.is_stale(entry),
        rest=lambda field, row: pairs(
            library,
            (field, EACH),
            {k: v for k, v in row.items() if k not in _TOLD_INSIDE[field]},
            lang,
            site.spoken(lang).word,
        ),
        details=more,
        known_as=known_as(whole, site),
        history=amended,
        body=safe(body),
        term=lambda name, key: term(library.vocabulary, name, key, lang),
        edit=site.edit_url.replace("{path}", quote(path)) if is_ours else "",
        path=path if is_ours else "",
    )
    there = {"used": used, "worth": worth, "story": body, "details": more}
    blocks = [*_blocks(site, entry, there, lang), ("history", told(lang)("History"), amended)]
    return Written(content, tuple(Contents(title, f"record-{key}") for key, title, there in blocks if there))


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


def _blocks(site: Site, entry: Entry, there: Mapping[str, object], lang: str) -> Iterator[tuple[str, str, object]]:
    """The blocks of the page in order: key, title, and whether there is anything to say."""
    _ = told(lang)
    yield "plan", _("Plan against actual"), entry.kpis
    yield "causes", _("Causes"), entry.causes
    yield "learnings", _("Learnings"), entry.data.get("learnings")
    yield "feedback", _("Execution feedback"), entry.data.get("execution_feedback")
    yield "guardrails", _("Guardrails"), entry.data.get("guardrails")
    yield "used", _("Used by"), there["used"]
    yield "related", _("Related"), entry.relations or site.mentions.relations(entry) or site.mentions.backlinks(entry)
    yield "worth", _("Also worth reading"), there["worth"]
    yield "story", _("The story"), there["story"]
    yield "details", _("Details"), there["details"]
    yield "sources", _("Sources"), entry.sources


def where(url: str, path: str, site: Site, target: Link) -> str | None:
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

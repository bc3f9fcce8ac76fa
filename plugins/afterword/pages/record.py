"""Page of one record: a short summary first, then everything that the record contains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from afterword.analysis.causes import list_accounts
from afterword.analysis.kpis import Kpi, list_kpis
from afterword.analysis.questions import answer_questions
from afterword.analysis.rates import rate_interval
from afterword.body import Link
from afterword.body.render import render_body
from afterword.library.library import RUN_RELATIONS
from afterword.library.projection import Entry
from afterword.pages.brief_uses import find_brief_uses, find_similar_entries
from afterword.pages.compare import pair_url
from afterword.pages.details import describe_fields, label_values
from afterword.pages.facets import search_synonyms
from afterword.pages.history import describe_history
from afterword.pages.page import Page, PageContent, Site, TocEntry
from afterword.pages.templates import mark_safe, relative_url, render_template, term_title
from afterword.pages.translations import gettext_for, has_translations
from afterword.pages.week import build_recall
from afterword.records.references import find_attachment
from afterword.schema.audience import Audience
from afterword.schema.fields import EACH

_BLOCK_FIELDS = frozenset({
    "name", "aliases", "kind", "status", "outcome", "summary", "perspective", "starts", "ends", "markets", "tags",
    "kpis", "causes", "learnings", "execution_feedback", "guardrails", "relations", "sources", "lang", "schema_version",
})  # fmt: skip
"""Fields that have blocks of their own on the page; all others follow as the schema describes them."""

_BLOCK_KEYS: Mapping[str, frozenset[str]] = {
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
"""Keys of each field that its block shows; other keys follow with their titles from the schema."""


def build_record_page(site: Site, entry: Entry, translation: str = "") -> Page:
    """Build the page of an entry in its own language, or of its translation; labels are in the same language."""
    translated, lang = entry.translations.get(translation), translation or entry.language
    title, summary, prose, path = (
        (translated.name, translated.summary, translated.body, translated.path)
        if translated
        else (entry.name, entry.summary, entry.body, entry.path)
    )
    alternates = {other: site.record_url(entry, other) for other in _readable_languages(site, entry) if other != lang}
    attached = [
        attached_file for target in (prose.links if prose else ()) if (attached_file := find_attachment(path, target))
    ]
    return Page(
        site.record_url(entry, translation or "-"),
        title,
        lambda: _render_record(site, entry, translation),
        summary,
        path,
        lang=lang,
        alternates=alternates,
        attachments={f"files/{name}": file for file, name in attached},
    )


def _render_record(site: Site, entry: Entry, translation: str) -> PageContent:
    record_lang = translation or entry.language
    lang = record_lang if has_translations(record_lang) else "en"
    full_entry, entry = entry, entry.without_body_lists
    translated = entry.translations.get(translation)
    library, url = site.library, site.record_url(entry, translation or "-")
    is_ours = library.audience is Audience.INTERNAL  # a file name may reveal more than the audience may see
    entry_kpis = list_kpis(entry, library.vocabulary)
    other_fields = list(
        describe_fields(entry, library, _BLOCK_FIELDS, lang, site.interface_language(lang).translate_schema)
    )
    text_source = translated or entry
    prose, path, collected_ranges = text_source.body, text_source.path, text_source.collected_ranges
    body = (
        render_body(prose, lambda target: resolve_link(url, path, site, target), 3, collected_ranges) if prose else ""
    )
    history_rows = [] if translated else describe_history(site, entry, lang)
    brief_uses, similar_entries = find_brief_uses(site, entry), find_similar_entries(site, entry, lang)
    content = render_template(
        "record.html",
        site,
        url,
        lang,
        entry=entry,
        name=translated.name if translated else entry.name,
        summary=translated.summary if translated else entry.summary,
        translation=translated,
        languages={
            other: relative_url(url, site.record_url(entry, other)) for other in _readable_languages(site, entry)
        },
        kpis=[
            (kpi, bar_shares(kpi), row, rate_interval(row, kpi.unit))
            for kpi, row in zip(entry_kpis, entry.kpis, strict=True)
        ],
        answers=answer_questions(entry, library),
        recall=build_recall(entry, entry_kpis),
        accounts=list_accounts(entry),
        learnings=_resolve_learnings(entry),
        feedback=entry.data.get("execution_feedback", ()),
        guardrails=entry.data.get("guardrails", ()),
        related=[(row, library.resolve_link(row["name"])[0]) for row in entry.relations],
        mentions=site.mentions,
        used=brief_uses,
        worth=similar_entries,
        brief=lambda brief: relative_url(url, brief.url),
        pair=pair_url,
        runs=RUN_RELATIONS if is_ours else (),
        is_stale=site.is_stale(entry),
        remaining_fields=lambda field, row: label_values(
            library,
            (field, EACH),
            {k: v for k, v in row.items() if k not in _BLOCK_KEYS[field]},
            lang,
            site.interface_language(lang).translate_schema,
        ),
        details=other_fields,
        known_as=search_synonyms(full_entry, site),
        history=history_rows,
        body=mark_safe(body),
        term=lambda name, key: term_title(library.vocabulary, name, key, lang),
        edit=site.edit_url.replace("{path}", quote(path)) if is_ours else "",
        path=path if is_ours else "",
    )
    block_contents = {"used": brief_uses, "worth": similar_entries, "story": body, "details": other_fields}
    blocks = [*_list_blocks(site, entry, block_contents, lang), ("history", gettext_for(lang)("History"), history_rows)]
    return PageContent(
        content, tuple(TocEntry(title, f"record-{key}") for key, title, block_contents in blocks if block_contents)
    )


def _readable_languages(site: Site, entry: Entry) -> list[str]:
    """Return the languages that an entry can be read in, its own first."""
    translation_languages = (lang for lang in site.languages if lang in entry.translations and lang != entry.language)
    return [entry.language, *translation_languages]


def bar_shares(kpi: Kpi) -> tuple[float, float] | None:
    """Return actual and plan as percentages of the larger one; None if a bar would be misleading."""
    planned, actual = kpi.planned, kpi.actual
    if kpi.variance is None or isinstance(planned, str) or isinstance(actual, str) or planned is None or actual is None:
        return None
    larger = max(planned, actual)
    return (100 * actual / larger, 100 * planned / larger) if larger > 0 and min(planned, actual) >= 0 else None


def _resolve_learnings(entry: Entry) -> Mapping[str, Any]:
    """Return the learnings, with the id of a wrong assumption replaced by its claim."""
    learnings = entry.data.get("learnings", {})
    claims = {row.get("id"): row["claim"] for row in entry.data.get("assumptions", ()) if "claim" in row}
    assumption_id = learnings.get("wrong_assumption")
    return {**learnings, "wrong_assumption": claims[assumption_id]} if assumption_id in claims else learnings


def _list_blocks(
    site: Site, entry: Entry, block_contents: Mapping[str, object], lang: str
) -> Iterator[tuple[str, str, object]]:
    """Yield the blocks of the page in order: key, title, and content (empty if there is none)."""
    _ = gettext_for(lang)
    yield "plan", _("Plan against actual"), entry.kpis
    yield "causes", _("Causes"), entry.causes
    yield "learnings", _("Learnings"), entry.data.get("learnings")
    yield "feedback", _("Execution feedback"), entry.data.get("execution_feedback")
    yield "guardrails", _("Guardrails"), entry.data.get("guardrails")
    yield "used", _("Used by"), block_contents["used"]
    yield "related", _("Related"), entry.relations or site.mentions.relations(entry) or site.mentions.backlinks(entry)
    yield "worth", _("Also worth reading"), block_contents["worth"]
    yield "story", _("The story"), block_contents["story"]
    yield "details", _("Details"), block_contents["details"]
    yield "sources", _("Sources"), entry.sources


def resolve_link(url: str, path: str, site: Site, target: Link) -> str | None:
    """Return the URL that a link in a file's body leads to: a record by name or by file; None without target."""
    if target.is_wiki:
        record, heading_text = site.library.resolve_link(target.target)
        heading = record.body.find_heading(heading_text) if record and record.body and heading_text else None
        fragment = f"#{heading.id}" if heading else ""
        return relative_url(url, f"names/{record.slug}/{fragment}") if record else None
    if target.is_external:
        return target.target
    if attached := find_attachment(path, target):
        return relative_url(url, f"files/{attached[1]}")
    other = site.library.find_linked_entry(target, path)
    return relative_url(url, f"names/{other.slug}/") if other else None

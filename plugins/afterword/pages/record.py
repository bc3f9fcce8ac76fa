"""Page of one record: a short summary first, then everything that the record contains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from afterword.analysis.attainment import measure_plan_bar
from afterword.analysis.causes import list_accounts
from afterword.analysis.kpis import list_kpis
from afterword.analysis.questions import answer_questions
from afterword.analysis.rates import rate_interval
from afterword.analysis.week import build_recall
from afterword.body import Link
from afterword.body.render import render_body
from afterword.library.library import RUN_RELATIONS
from afterword.library.projection import Entry, Translation
from afterword.pages.brief_uses import find_brief_uses, find_similar_entries
from afterword.pages.compare import pair_url
from afterword.pages.details import FieldPairs, describe_fields, label_values
from afterword.pages.facets import search_synonyms
from afterword.pages.history import describe_history
from afterword.pages.page import Page, PageContent, Site, TocEntry
from afterword.pages.templates import mark_safe, relative_url, render_template, term_title
from afterword.pages.translations import gettext_for, has_translations
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


def build_record_pages(site: Site) -> Iterator[Page]:
    """Yield the page of each entry in its own language, and of each translation into a language of the site."""
    for entry in site.library.entries:
        yield build_record_page(site, entry)
        for lang in site.languages:
            if lang in entry.translations and lang != entry.language:
                yield build_record_page(site, entry, lang)


def build_record_page(site: Site, entry: Entry, translation: str = "") -> Page:
    """Build the page of an entry in its own language, or of its translation; labels are in the same language."""
    lang, source = translation or entry.language, _choose_text_source(entry, translation)
    links = source.body.links if source.body else ()
    attachments = [attachment for link in links if (attachment := find_attachment(source.path, link))]
    return Page(
        site.record_url(entry, translation or "-"),
        source.name,
        partial(_render_record, site, entry, translation),
        source.summary,
        "record.html",
        source.path,
        lang=lang,
        alternates={
            other: site.record_url(entry, other) for other in _list_readable_languages(site, entry) if other != lang
        },
        attachments={f"files/{name}": file for file, name in attachments},
    )


def _choose_text_source(entry: Entry, translation: str) -> Entry | Translation:
    """Return what an entry's name, summary, body and path are from: its translation if it has that one."""
    return entry.translations.get(translation) or entry


def _render_record(site: Site, full_entry: Entry, translation: str) -> PageContent:
    record_lang = translation or full_entry.language
    lang = record_lang if has_translations(record_lang) else "en"
    entry, url = full_entry.without_body_lists, site.record_url(full_entry, translation or "-")
    source, blocks = _choose_text_source(entry, translation), _build_blocks(site, entry, translation, lang)
    is_internal = site.library.audience is Audience.INTERNAL  # a file name may reveal more than the audience may see
    html = render_template(
        "record.html",
        site,
        url,
        lang,
        entry=entry,
        name=source.name,
        summary=source.summary,
        translation=entry.translations.get(translation),
        languages={
            other: relative_url(url, site.record_url(entry, other)) for other in _list_readable_languages(site, entry)
        },
        mentions=site.mentions,
        is_stale=site.is_stale(entry),
        search_terms=search_synonyms(full_entry, site),
        brief_url=lambda brief: relative_url(url, brief.url),
        pair_url=pair_url,
        run_relations=RUN_RELATIONS if is_internal else (),
        term=lambda name, key: term_title(site.library.vocabulary, name, key, lang),
        remaining_fields=_remaining_fields_function(site, lang),
        edit_url=site.edit_url.replace("{path}", quote(source.path)) if is_internal else "",
        path=source.path if is_internal else "",
        **_collect_field_values(site, entry),
        **blocks,
    )
    toc = (
        TocEntry(title, f"record-{key}") for key, title, content in _list_blocks(site, entry, blocks, lang) if content
    )
    return PageContent(html, tuple(toc))


def _collect_field_values(site: Site, entry: Entry) -> Mapping[str, Any]:
    """Return the template's values that are in the record's own fields."""
    library = site.library
    kpis = list_kpis(entry, library.vocabulary)
    return {
        "kpis": [
            (kpi, measure_plan_bar(kpi), row, rate_interval(row, kpi.unit))
            for kpi, row in zip(kpis, entry.kpis, strict=True)
        ],
        "answers": answer_questions(entry, library),
        "recall": build_recall(entry, kpis),
        "accounts": list_accounts(entry),
        "learnings": _resolve_learnings(entry),
        "feedback": entry.data.get("execution_feedback", ()),
        "guardrails": entry.data.get("guardrails", ()),
        "relations": [(row, library.resolve_link(row["name"])[0]) for row in entry.relations],
    }


def _build_blocks(site: Site, entry: Entry, translation: str, lang: str) -> Mapping[str, Any]:
    """Return the template's values for the blocks beyond the record's own fields, each empty if there is none."""
    source, url = _choose_text_source(entry, translation), site.record_url(entry, translation or "-")
    language = site.interface_language(lang)
    body = (
        render_body(source.body, lambda link: resolve_link(url, source.path, site, link), 3, source.collected_ranges)
        if source.body
        else ""
    )
    return {
        "brief_uses": find_brief_uses(site, entry),
        "similar_entries": find_similar_entries(site, entry, lang),
        "body": mark_safe(body),
        "field_views": [*describe_fields(entry, site.library, _BLOCK_FIELDS, lang, language)],
        "history": [] if source is not entry else describe_history(site, entry, lang),
    }


def _remaining_fields_function(site: Site, lang: str) -> Callable[[str, Mapping[str, Any]], FieldPairs]:
    """Return a function that labels the values of a row which the block of its field does not show."""
    language = site.interface_language(lang)

    def label_remaining(field: str, row: Mapping[str, Any]) -> FieldPairs:
        values = {key: value for key, value in row.items() if key not in _BLOCK_KEYS[field]}
        return label_values(site.library, (field, EACH), values, lang, language)

    return label_remaining


def _list_readable_languages(site: Site, entry: Entry) -> list[str]:
    """Return the languages that an entry can be read in, its own first."""
    translation_languages = (lang for lang in site.languages if lang in entry.translations and lang != entry.language)
    return [entry.language, *translation_languages]


def _resolve_learnings(entry: Entry) -> Mapping[str, Any]:
    """Return the learnings, with the id of a wrong assumption replaced by its claim."""
    learnings = entry.data.get("learnings", {})
    claims = {row.get("id"): row["claim"] for row in entry.data.get("assumptions", ()) if "claim" in row}
    assumption_id = learnings.get("wrong_assumption")
    return {**learnings, "wrong_assumption": claims[assumption_id]} if assumption_id in claims else learnings


def _list_blocks(
    site: Site, entry: Entry, blocks: Mapping[str, object], lang: str
) -> Iterator[tuple[str, str, object]]:
    """Yield the blocks of the page in order: key, title, and content (empty if there is none)."""
    _ = gettext_for(lang)
    yield "plan", _("Plan against actual"), entry.kpis
    yield "causes", _("Causes"), entry.causes
    yield "learnings", _("Learnings"), entry.data.get("learnings")
    yield "feedback", _("Execution feedback"), entry.data.get("execution_feedback")
    yield "guardrails", _("Guardrails"), entry.data.get("guardrails")
    yield "used", _("Used by"), blocks["brief_uses"]
    yield "related", _("Related"), entry.relations or site.mentions.relations(entry) or site.mentions.backlinks(entry)
    yield "worth", _("Also worth reading"), blocks["similar_entries"]
    yield "story", _("The story"), blocks["body"]
    yield "details", _("Details"), blocks["field_views"]
    yield "sources", _("Sources"), entry.sources
    yield "history", _("History"), blocks["history"]


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

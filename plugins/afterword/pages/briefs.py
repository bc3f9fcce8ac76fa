"""Pages of the team's briefs: gate questions and answers, targets, and results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote

from afterword.analysis.kpis import Kpi, list_kpis
from afterword.body import Link
from afterword.body.render import render_body
from afterword.checks import gate_rules
from afterword.gate.answers import Answer, AnswerState
from afterword.gate.verdict import GateQuestion
from afterword.library.projection import Entry, Projection
from afterword.pages.details import FieldView, describe_fields
from afterword.pages.judged_briefs import JudgedBrief
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, PageContent, Site, TocEntry
from afterword.pages.reasons import explain_reasons
from afterword.pages.record import resolve_link
from afterword.pages.templates import mark_safe, relative_url, render_template, term_title
from afterword.pages.translations import gettext_for, has_translations
from afterword.records.references import find_attachment
from afterword.text.languages import Language
from afterword.text.names import name_key

_BLOCK_FIELDS = frozenset({
    "title", "kind", "status", "owner", "markets", "starts", "ends", "postmortem", "kpis", "reviewed", "waived", "gate",
    "lang",
})  # fmt: skip
"""Fields that have blocks of their own on the page; all others follow as the schema describes them."""


OtherAnswer = tuple[Answer, Entry | None, Mapping[str, Any] | None]
"""Answer beyond the gate questions, with its entry and guardrail; None if they are unknown."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Gate question to a brief about an entry, or about one of its guardrails, with the reasons why it is asked."""

    question: GateQuestion
    entry: Entry
    why: Sequence[str]

    @property
    def state(self) -> str:
        """State of the answer: new, missing, short, repeated, answered or waived."""
        if self.question.state is AnswerState.ANSWERED:
            return "waived" if self.question.answer and self.question.answer.is_waived else "answered"
        return "new" if self.question.is_new else str(self.question.state)


@dataclass(frozen=True, slots=True)
class TargetResults:
    """Target of a brief with its result in each of the brief's postmortems; None if a postmortem has no such KPI."""

    kpi: Kpi
    results: Sequence[Kpi | None]


def build_brief_index(site: Site) -> Page:
    """Build the list of all briefs, in the language of the site."""
    _, url = gettext_for(site.lang), site.localized_url("briefs/")
    return build_localized_page(
        site,
        "briefs.html",
        "briefs/",
        _("Briefs"),
        _("Plans, and how far each has answered for what the library knows."),
        briefs=list(site.library_cache.judged_briefs.values()),
        brief_url=lambda brief: relative_url(url, brief.url),
    )


def build_brief_pages(site: Site) -> Iterator[Page]:
    """Yield the page of each brief, in the brief's own language."""
    for brief in site.library_cache.judged_briefs.values():
        yield Page(
            brief.url,
            brief.title,
            partial(_render_brief, site, brief),
            template="brief.html",
            source=brief.entry.path,
            lang=brief.lang,
        )


def _render_brief(site: Site, brief: JudgedBrief) -> PageContent:
    lang = brief.lang if has_translations(brief.lang) else "en"
    blocks, library = _build_blocks(site, brief, lang), _project_briefs(site)
    html = render_template(
        "brief.html",
        site,
        brief.url,
        lang,
        brief=brief,
        stamp=brief.entry.data.get("gate"),
        problems=_translate_problems(brief, site.interface_language(lang)),
        targets=blocks.targets,
        related_questions=blocks.related,
        guardrail_questions=blocks.rules,
        new_questions=blocks.new,
        other_answers=blocks.others,
        field_views=blocks.details,
        body=mark_safe(blocks.body),
        term=lambda name, key: term_title(library.vocabulary, name, key, lang),
        edit_url=site.edit_url.replace("{path}", quote(brief.entry.path)),
    )
    return PageContent(html, blocks.toc(lang))


@dataclass(frozen=True, slots=True)
class _BriefBlocks:
    """Blocks of a brief's page; `related`, `rules` and `new` are its gate questions."""

    targets: Sequence[TargetResults]
    related: Sequence[QuestionView]
    rules: Sequence[QuestionView]
    new: Sequence[QuestionView]
    others: Sequence[OtherAnswer]
    body: str
    details: Sequence[FieldView]

    def toc(self, lang: str) -> tuple[TocEntry, ...]:
        """Return the table of contents: the blocks that are not empty."""
        _ = gettext_for(lang)
        blocks = (
            (_("Targets"), "targets", self.targets),
            (_("Postmortems to answer for"), "related", self.related),
            (_("Guardrails that apply"), "guardrails", self.rules),
            (_("New since the approval"), "new", self.new),
            (_("Also answered"), "others", self.others),
            (_("The plan"), "plan", self.body),
            (_("Details"), "details", self.details),
        )
        return tuple(TocEntry(title, f"brief-{key}") for title, key, content in blocks if content)


def _build_blocks(site: Site, brief: JudgedBrief, lang: str) -> _BriefBlocks:
    questions = [*_list_questions(site, brief, lang)]
    asked_before = [question for question in questions if question.state != "new"]
    translate_schema = site.interface_language(lang).translate_schema
    return _BriefBlocks(
        _list_target_results(site, brief),
        [question for question in asked_before if question.question.rule is None],
        [question for question in asked_before if question.question.rule],
        [question for question in questions if question.state == "new"],
        _list_other_answers(site, brief, questions),
        _render_body(site, brief),
        [*describe_fields(brief.entry, _project_briefs(site), _BLOCK_FIELDS, lang, translate_schema)],
    )


def _translate_problems(brief: JudgedBrief, language: Language) -> Sequence[tuple[str, str]]:
    """Return message and hint of the problems that keep a brief from passing, without missing or short answers."""
    return [
        (language.say(problem.message), language.say(problem.hint) if problem.hint else "")
        for problem in brief.verdict.problems
        if problem.rule not in gate_rules.ANSWER_RULES
    ]


def _project_briefs(site: Site) -> Projection:
    """Return the briefs as a projection of their own, with the schema of briefs."""
    brief_set, library = site.brief_set, site.library
    schema = brief_set.schema if brief_set else library.schema
    return Projection(library.audience, library.briefs, schema, library.vocabulary)


def _list_questions(site: Site, brief: JudgedBrief, lang: str) -> Iterator[QuestionView]:
    """Yield the gate questions, unanswered ones first."""
    open_first = sorted(brief.verdict.questions, key=lambda question: question.state is AnswerState.ANSWERED)
    for question in open_first:
        yield QuestionView(
            question,
            site.library_cache.entries_by_slug[question.record.slug],
            explain_reasons(question.reasons, site, lang),
        )


def _list_other_answers(site: Site, brief: JudgedBrief, questions: Sequence[QuestionView]) -> Sequence[OtherAnswer]:
    """Return the answers beyond the gate questions, each with its entry and guardrail if they are known."""
    question_answers = [question.question.answer for question in questions]
    entry_by_answer = {
        use.answer: site.library_cache.entries_by_slug[use.slug]
        for use in site.library_cache.uses_by_brief.get(brief.entry.path, ())
    }
    other_answers = []
    for answer in brief.verdict.brief.answers:
        if answer not in question_answers and answer.text:
            entry = entry_by_answer.get(answer)
            rules = entry.data.get("guardrails", ()) if entry and answer.rule else ()
            other_answers.append((answer, entry, next((rule for rule in rules if rule.get("id") == answer.rule), None)))
    return other_answers


def _list_target_results(site: Site, brief: JudgedBrief) -> Sequence[TargetResults]:
    vocabulary = site.library.vocabulary
    results = [(entry, list_kpis(entry, vocabulary)) for entry in brief.postmortems]
    return [
        TargetResults(
            kpi, [_find_kpi_result(index, kpi, brief.entry, entry, entry_kpis) for entry, entry_kpis in results]
        )
        for index, kpi in enumerate(list_kpis(brief.entry, vocabulary))
    ]


def _find_kpi_result(index: int, kpi: Kpi, brief: Entry, record: Entry, record_kpis: Sequence[Kpi]) -> Kpi | None:
    """Find the same KPI in a postmortem and compare it with the brief's plan.

    A KPI matches by metric if it is the only one with that metric on both sides, else by name.
    """
    metric = brief.kpis[index].get("metric")
    matches = [
        record_kpi
        for record_kpi, row in zip(record_kpis, record.kpis, strict=True)
        if metric and row.get("metric") == metric
    ]
    if len(matches) != 1 or sum(row.get("metric") == metric for row in brief.kpis) != 1:
        matches = [record_kpi for record_kpi in record_kpis if name_key(record_kpi.name) == name_key(kpi.name)]
    return replace(matches[0], planned=kpi.planned) if matches else None


def _render_body(site: Site, brief: JudgedBrief) -> str:
    entry = brief.entry

    def resolve_brief_link(target: Link) -> str | None:
        """Return the URL of a link, None for attachments of a brief, which are not published."""
        return None if find_attachment(entry.path, target) else resolve_link(brief.url, entry.path, site, target)

    return render_body(entry.body, resolve_brief_link, 3) if entry.body else ""

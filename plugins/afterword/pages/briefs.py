"""Pages of the team's briefs: gate questions and answers, targets, and results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from afterword.analysis.kpis import Kpi, list_kpis
from afterword.body import Link
from afterword.body.render import render_body
from afterword.checks import gate_rules
from afterword.gate.answers import Answer, AnswerState
from afterword.gate.verdict import GateQuestion
from afterword.library.projection import Entry, Projection
from afterword.pages.details import describe_fields
from afterword.pages.judged_briefs import JudgedBrief
from afterword.pages.page import Page, PageContent, Site, TocEntry
from afterword.pages.reasons import explain_reasons
from afterword.pages.record import resolve_link
from afterword.pages.templates import deferred_render, mark_safe, relative_url, render_template, term_title
from afterword.pages.translations import gettext_for, has_translations
from afterword.records.references import find_attachment
from afterword.text.names import name_key

_BLOCK_FIELDS = frozenset({
    "title", "kind", "status", "owner", "markets", "starts", "ends", "postmortem", "kpis", "reviewed", "waived", "gate",
    "lang",
})  # fmt: skip
"""Fields that have blocks of their own on the page; all others follow as the schema describes them."""


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


def build_brief_index(site: Site) -> Iterator[Page]:
    """Yield the list of all briefs, in the language of the site."""
    _, judged_briefs = gettext_for(site.lang), list(site.library_cache.judged_briefs.values())
    url = site.localized_url("briefs/")
    content = deferred_render(
        "briefs.html", site, url, briefs=judged_briefs, brief=lambda brief: relative_url(url, brief.url)
    )
    description = _("Plans, and how far each has answered for what the library knows.")
    yield Page(url, _("Briefs"), content, description, lang=site.lang, alternates=site.alternate_urls("briefs/"))


def build_brief_pages(site: Site) -> Iterator[Page]:
    """Yield the page of each brief, in the brief's own language."""
    for brief in site.library_cache.judged_briefs.values():
        yield Page(
            brief.url,
            brief.title,
            lambda brief=brief: _render_brief(site, brief),  # type: ignore[misc]  # the default binds the brief of this iteration
            source=brief.entry.path,
            lang=brief.lang,
        )


def _render_brief(site: Site, brief: JudgedBrief) -> PageContent:
    lang = brief.lang if has_translations(brief.lang) else "en"
    _, language, library = gettext_for(lang), site.interface_language(lang), _brief_projection(site)
    questions = [*_list_questions(site, brief, lang)]
    new = [question for question in questions if question.state == "new"]
    related = [question for question in questions if question.state != "new" and question.question.rule is None]
    rules = [question for question in questions if question.state != "new" and question.question.rule]
    other_fields = list(describe_fields(brief.entry, library, _BLOCK_FIELDS, lang, language))
    targets, other_answers = _list_targets(site, brief), _list_other_answers(site, brief, questions)
    body = _render_body(site, brief)
    content = render_template(
        "brief.html",
        site,
        brief.url,
        lang,
        plan=brief,
        stamp=brief.entry.data.get("gate"),
        problems=[
            (language.say(problem.message), language.say(problem.hint) if problem.hint else "")
            for problem in brief.verdict.problems
            if problem.rule not in gate_rules.ANSWER_RULES
        ],
        targets=targets,
        related=related,
        rules=rules,
        new=new,
        others=other_answers,
        details=other_fields,
        body=mark_safe(body),
        term=lambda name, key: term_title(library.vocabulary, name, key, lang),
        edit=site.edit_url.replace("{path}", quote(brief.entry.path)),
    )
    blocks = (
        ("targets", _("Targets"), targets),
        ("related", _("Postmortems to answer for"), related),
        ("guardrails", _("Guardrails that apply"), rules),
        ("new", _("New since the approval"), new),
        ("others", _("Also answered"), other_answers),
        ("plan", _("The plan"), body),
        ("details", _("Details"), other_fields),
    )
    return PageContent(
        content, tuple(TocEntry(title, f"brief-{key}") for key, title, block_content in blocks if block_content)
    )


def _brief_projection(site: Site) -> Projection:
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


def _list_other_answers(
    site: Site, brief: JudgedBrief, questions: Sequence[QuestionView]
) -> Sequence[tuple[Answer, Entry | None, Mapping[str, Any] | None]]:
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


def _list_targets(site: Site, brief: JudgedBrief) -> Sequence[TargetResults]:
    vocabulary = site.library.vocabulary
    results = [(entry, list_kpis(entry, vocabulary)) for entry in brief.postmortems]
    return [
        TargetResults(kpi, [_find_result(index, kpi, brief.entry, entry, entry_kpis) for entry, entry_kpis in results])
        for index, kpi in enumerate(list_kpis(brief.entry, vocabulary))
    ]


def _find_result(index: int, kpi: Kpi, brief: Entry, record: Entry, record_kpis: Sequence[Kpi]) -> Kpi | None:
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

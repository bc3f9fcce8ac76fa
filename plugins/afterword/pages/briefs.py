"""The team's briefs: what each has answered, what it still has to, what it promised, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from afterword.analysis.kpis import Kpi, kpis
from afterword.body import Link
from afterword.body.render import html
from afterword.checks import gate_rules as codes
from afterword.gate.answers import Answer, State
from afterword.gate.verdict import Demand
from afterword.library.projection import Entry, Projection
from afterword.pages.details import details
from afterword.pages.judged_briefs import Plan
from afterword.pages.page import Contents, Page, Site, Written
from afterword.pages.reasons import why
from afterword.pages.record import where
from afterword.pages.templates import link, render, safe, term, writing
from afterword.pages.translations import speaks, told
from afterword.records.references import attachment
from afterword.text.names import name_key

_TOLD = frozenset({
    "title", "kind", "status", "owner", "markets", "starts", "ends", "postmortem", "kpis", "reviewed", "waived", "gate",
    "lang",
})  # fmt: skip
"""Fields that the page tells in blocks of their own; all others follow as the schema describes them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the gate asks of a brief: about an entry, or with a demand's rule about a guardrail of it."""

    demand: Demand
    entry: Entry
    why: Sequence[str]

    @property
    def state(self) -> str:
        """How far it is answered: new, missing, short, repeated, answered or waived."""
        if self.demand.state is State.ANSWERED:
            return "waived" if self.demand.answer and self.demand.answer.is_waived else "answered"
        return "new" if self.demand.is_new else str(self.demand.state)


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a brief, and what each of its postmortems says that came of it; None where one says nothing."""

    kpi: Kpi
    results: Sequence[Kpi | None]


def briefs(site: Site) -> Iterator[Page]:
    """The list of all briefs, in a language of the site."""
    _, found = told(site.lang), list(site.findings.briefs.values())
    address = site.url("briefs/")
    content = writing("briefs.html", site, address, found=found, brief=lambda plan: link(address, plan.url))
    description = _("Plans, and how far each has answered for what the library knows.")
    yield Page(address, _("Briefs"), content, description, lang=site.lang, others=site.others("briefs/"))


def each(site: Site) -> Iterator[Page]:
    """The page of each brief, in its own language."""
    for plan in site.findings.briefs.values():
        yield Page(
            plan.url,
            plan.title,
            lambda plan=plan: _written(site, plan),  # type: ignore[misc]  # each page has a brief of its own
            source=plan.entry.path,
            lang=plan.lang,
        )


def _written(site: Site, plan: Plan) -> Written:
    lang = plan.lang if speaks(plan.lang) else "en"
    _, spoken, library = told(lang), site.spoken(lang), _under(site)
    asked = [*_asked(site, plan, lang)]
    new = [one for one in asked if one.state == "new"]
    related = [one for one in asked if one.state != "new" and one.demand.rule is None]
    rules = [one for one in asked if one.state != "new" and one.demand.rule]
    more = list(details(plan.entry, library, _TOLD, lang, spoken.word))
    targets, others = _targets(site, plan), _others(site, plan, asked)
    body = _body(site, plan)
    content = render(
        "brief.html",
        site,
        plan.url,
        lang,
        plan=plan,
        stamp=plan.entry.data.get("gate"),
        problems=[
            (spoken.say(problem.message), spoken.say(problem.hint) if problem.hint else "")
            for problem in plan.verdict.problems
            if problem.rule not in codes.OF_DEMANDS
        ],
        targets=targets,
        related=related,
        rules=rules,
        new=new,
        others=others,
        details=more,
        body=safe(body),
        term=lambda name, key: term(library.vocabulary, name, key, lang),
        edit=site.edit_url.replace("{path}", quote(plan.entry.path)),
    )
    blocks = (
        ("targets", _("Targets"), targets),
        ("related", _("Postmortems to answer for"), related),
        ("guardrails", _("Guardrails that apply"), rules),
        ("new", _("New since the approval"), new),
        ("others", _("Also answered"), others),
        ("plan", _("The plan"), body),
        ("details", _("Details"), more),
    )
    return Written(content, tuple(Contents(title, f"brief-{key}") for key, title, there in blocks if there))


def _under(site: Site) -> Projection:
    """The briefs as a library of their own, under the schema that they follow."""
    plans, library = site.plans, site.library
    schema = plans.schema if plans else library.schema
    return Projection(library.audience, library.briefs, schema, library.vocabulary)


def _asked(site: Site, plan: Plan, lang: str) -> Iterator[Asked]:
    """What the gate asks, what is not answered first."""
    open_first = sorted(plan.verdict.demands, key=lambda demand: demand.state is State.ANSWERED)
    for demand in open_first:
        yield Asked(demand, site.findings.by_slug[demand.record.slug], why(demand.reasons, site, lang))


def _others(
    site: Site, plan: Plan, asked: Sequence[Asked]
) -> Sequence[tuple[Answer, Entry | None, Mapping[str, Any] | None]]:
    """What it answers besides, each with the entry that it is about and the guardrail, where they are known."""
    taken = [one.demand.answer for one in asked]
    about = {use.answer: site.findings.by_slug[use.slug] for use in site.findings.uses_in.get(plan.entry.path, ())}
    found = []
    for answer in plan.verdict.brief.answers:
        if answer not in taken and answer.text:
            entry = about.get(answer)
            rules = entry.data.get("guardrails", ()) if entry and answer.rule else ()
            found.append((answer, entry, next((rule for rule in rules if rule.get("id") == answer.rule), None)))
    return found


def _targets(site: Site, plan: Plan) -> Sequence[Target]:
    vocabulary = site.library.vocabulary
    results = [(entry, kpis(entry, vocabulary)) for entry in plan.postmortems]
    return [
        Target(kpi, [_result(place, kpi, plan.entry, entry, found) for entry, found in results])
        for place, kpi in enumerate(kpis(plan.entry, vocabulary))
    ]


def _result(place: int, kpi: Kpi, brief: Entry, record: Entry, found: Sequence[Kpi]) -> Kpi | None:
    """The same KPI of a postmortem, held against the brief's plan: the only one of its metric, else of its name."""
    metric = brief.kpis[place].get("metric")
    same = [one for one, row in zip(found, record.kpis, strict=True) if metric and row.get("metric") == metric]
    if len(same) != 1 or sum(row.get("metric") == metric for row in brief.kpis) != 1:
        same = [one for one in found if name_key(one.name) == name_key(kpi.name)]
    return replace(same[0], planned=kpi.planned) if same else None


def _body(site: Site, plan: Plan) -> str:
    entry = plan.entry

    def leads(target: Link) -> str | None:
        """Files beside a brief are not published."""
        return None if attachment(entry.path, target) else where(plan.url, entry.path, site, target)

    return html(entry.body, leads, 3) if entry.body else ""

"""What the library holds for true and for right: assumptions, guardrails, and what worked for which goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from afterword.analysis import playbook
from afterword.analysis.assumptions import ledger, verdicts
from afterword.analysis.guardrails import Guardrail, Reach, reaches
from afterword.pages.judged_briefs import Plan
from afterword.pages.page import Contents, Page, Site, Written
from afterword.pages.page_data import data, sheets
from afterword.pages.templates import address, link, term, writing
from afterword.pages.translations import told

PER_PAGE = 100
"""Assumptions or guardrails on one page."""
PLACES = 18
"""Places, by which guardrails can be chosen, that are listed; each has its page all the same."""
SHOWN = 50
"""Rows of a table of the playbook; all of them are in the data."""


def assumptions(site: Site) -> Iterator[Page]:
    """The ledger of assumptions: those proved wrong first, then those nobody tested, then those that held."""
    _, url = told(site.lang), "assumptions/"
    order = {"wrong": 0, "untested": 1, "confirmed": 2}
    lines = sorted(ledger(site.library), key=lambda line: order.get(line.assumption.verdict, 3))
    counts = verdicts([line.assumption for line in lines])
    said = data(
        site,
        lambda: {
            "verdicts": counts,
            "assumptions": [{"of": line.assumption, "alike": [o.source for o in line.alike]} for line in lines],
        },
    )
    found = sheets(lines, url, PER_PAGE)
    for sheet in found:
        write = writing("assumptions.html", site, site.url(sheet.url), sheet=sheet, sheets=found, counts=counts)
        description = _("What was held true, and what became of it.")
        yield Page(
            site.url(sheet.url),
            _("Assumptions") if sheet.number == 1 else _("Assumptions, page %(number)s") % {"number": sheet.number},
            write,
            description,
            lang=site.lang,
            others=site.others(sheet.url),
            data=said if sheet.number == 1 else None,
        )


def guardrails(site: Site) -> Iterator[Page]:
    """Every guardrail by where it applies, those that reach furthest first, the expired last."""
    _, url, vocabulary = told(site.lang), "guardrails/", site.library.vocabulary
    found = sorted(reaches(site.library), key=lambda reach: (reach.guardrail.is_expired(site.today), -reach.count))
    pages = sheets(found, url, PER_PAGE)

    def word(name: str, key: str) -> str:
        return term(vocabulary, name, key, site.lang)

    places = _places(found)
    chosen = [(key, value, _place_url(key, value), len(there)) for (key, value), there in places.items()]
    for sheet in pages:
        write = _ruled(site, sheet.url, sheet=sheet, sheets=pages, term=word, places=chosen[:PLACES])
        yield Page(
            site.url(sheet.url),
            _("Guardrails") if sheet.number == 1 else _("Guardrails, page %(number)s") % {"number": sheet.number},
            write,
            _("What must never or always be done again, and where."),
            lang=site.lang,
            others=site.others(sheet.url),
            data=data(site, lambda: {"guardrails": found}) if sheet.number == 1 else None,
        )
    for (key, value), there in places.items():
        here = _place_url(key, value)
        one = sheets(there, here, len(there))
        write = _ruled(site, here, sheet=one[0], sheets=one, term=word, place={key: value})
        title = _("Guardrails for %(place)s") % {"place": value}
        yield Page(site.url(here), title, write, lang=site.lang, others=site.others(here))


def _ruled(site: Site, url: str, **values: Any) -> Callable[[], Written]:
    """A page of guardrails, each with the briefs that applied it."""
    here, found = site.url(url), site.findings

    def applied(rule: Guardrail) -> Sequence[Plan]:
        uses = (use for use in found.uses_of.get(rule.source.slug, ()) if not use.answer.is_waived)
        return [found.briefs[path] for path in dict.fromkeys(u.path for u in uses if u.rule == (rule.id or rule.text))]

    return writing("guardrails.html", site, here, applied=applied, brief=lambda plan: link(here, plan.url), **values)


def _places(found: Sequence[Reach]) -> Mapping[tuple[str, str], Sequence[Reach]]:
    """The guardrails that name each place where rules count: the most named first, those for everywhere at the end."""
    named: dict[tuple[str, str], list[Reach]] = defaultdict(list)
    spelled: dict[str, tuple[str, str]] = {}  # one place for one address
    for reach in found:
        for key, wanted in reach.guardrail.when.items():
            for value in wanted if isinstance(wanted, list) else [wanted]:
                named[spelled.setdefault(_place_url(key, value), (key, value))].append(reach)
    everywhere = [reach for reach in found if not reach.guardrail.when]
    ordered = sorted(named.items(), key=lambda row: (-len(row[1]), row[0]))
    return {place: [*there, *everywhere] for place, there in ordered}


def _place_url(key: str, value: str) -> str:
    return f"guardrails/{address(key)}/{address(value)}/"


def plays(site: Site) -> Iterator[Page]:
    """The playbook: what worked for which goal, for and against."""
    _, library, url = told(site.lang), site.library, "playbook/"
    found = {
        "content": playbook.by_content(library),
        "creator": playbook.by_creator(library),
        "audience": playbook.by_audience(library),
        "product": playbook.by_audience(library, "product"),
    }
    titles = {
        "content": _("Content types by goal"),
        "creator": _("Creators by goal"),
        "audience": _("Audiences by goal"),
        "product": _("Audiences by product"),
    }
    contents = tuple(Contents(titles[key], f"plays-{key}") for key, rows in found.items() if rows)
    write = writing(
        "playbook.html",
        site,
        site.url(url),
        contents,
        found=[(key, titles[key], rows) for key, rows in found.items() if rows],
        shown=SHOWN,
        content=lambda key: term(library.vocabulary, "content_types", key, site.lang),
    )
    description = _("What worked for which goal, with how many postmortems speak for it and against it.")
    said = data(site, lambda: found)
    yield Page(site.url(url), _("Playbook"), write, description, lang=site.lang, others=site.others(url), data=said)

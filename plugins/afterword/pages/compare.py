"""Any two records side by side: a page for each pair that belongs together, and one on which to choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from afterword.analysis.comparison import SENTENCES, Comparison, Value, between, comparable, in_time, tied, verdict
from afterword.names import name_key
from afterword.pages.figures import lines
from afterword.pages.page import Page, Site, Written
from afterword.pages.templates import country, render, term, writing
from afterword.pages.words import told
from afterword.projection import Entry, Projection

SHOWN = 100
"""Pairs that are listed; each has its page all the same, to which its records lead."""
FORMAT = 1


def compare(site: Site) -> Iterator[Page]:
    """The page on which to choose two records, and a page for every pair that relations tie together."""
    _, found = told(site.lang), tied(site.library)
    variables = site.library.vocabulary.lists.get("variables", {})
    content = writing(
        "compare.html",
        site,
        site.url("compare/"),
        pairs=[(a, b, pair_url(a, b), _said(between(a, b, site.library), site)) for a, b in found[:SHOWN]],
        count=len(found),
        words={
            "variables": {key: known.title(site.lang) for key, known in variables.items()},
            "sentences": {key: site.spoken().say(text) for key, text in SENTENCES.items()},
            "labels": _labels(site.lang),
        },
    )
    data = partial(_index, site.library) if site.lang == site.languages[0] else None
    description = _("What was the same in two postmortems, what differed, and what the pair can tell.")
    others = site.others("compare/")
    yield Page(site.url("compare/"), _("Compare"), content, description, lang=site.lang, others=others, data=data)
    for a, b in found:
        yield _pair(site, a, b, description)


def _labels(lang: str) -> Mapping[str, str]:
    """The words that the browser needs beside the verdict."""
    _ = told(lang)
    return {
        "kpis": _("KPIs"),
        "differs": _("Different"),
        "same": _("The same"),
        "unknown": _("Known of one only"),
        "plan": _("plan:"),
        "unsaid": _("not recorded"),
        "unmeasured": _("not measured"),
        "nobody": _("No postmortem is called “{name}”."),
        "broken": _("The list of postmortems could not be loaded. The pairs below are there all the same."),
    }


def pair_url(a: Entry, b: Entry) -> str:
    """The address of the page that compares two entries, the older one first whichever is given first."""
    older, newer = in_time(a, b)
    return f"compare/{older.slug}/{newer.slug}/"


def _pair(site: Site, a: Entry, b: Entry, description: str) -> Page:
    """The page of a pair, which is compared when its page is written: there are as many as postmortems."""
    _, url = told(site.lang), pair_url(a, b)

    def write() -> Written:
        found = between(a, b, site.library)
        html = render(
            "pair.html",
            site,
            site.url(url),
            a=a,
            b=b,
            found=found,
            said=_said(found, site),
            variable=lambda key: term(site.library.vocabulary, "variables", key, site.lang),
            value=lambda key, value: shown(key, value, site.lang),
        )
        return Written(html)

    title = _("%(a)s and %(b)s") % {"a": site.shown(a)[0], "b": site.shown(b)[0]}
    return Page(site.url(url), title, write, description, lang=site.lang, others=site.others(url))


def _said(found: Comparison, site: Site) -> Sequence[str]:
    """The verdict in the page's language."""
    said = verdict(found, lambda key: term(site.library.vocabulary, "variables", key, site.lang))
    return [site.spoken().say(text) for text in said]


def shown(variable: str, value: Value, lang: str) -> str:
    """How something was in a record, as readers know it; empty where the record does not say."""
    if variable == "market" and isinstance(value, str):
        return ", ".join(country(code, lang) for code in value.split(", "))
    return "" if value is None else str(value)


def _index(library: Projection) -> bytes:
    """What the browser needs to compare any two entries, one line each; nothing else of them."""
    slugs = {name_key(name): entry.slug for entry in reversed(library.entries) for name in entry.names}
    rows = []
    for entry in library.entries:
        found = comparable(entry, slugs, library.vocabulary)
        kpis = [[kpi.name, kpi.metric, kpi.unit, kpi.planned, kpi.actual] for kpi in found.kpis]
        row = {"name": found.name, "slug": found.slug, "variables": found.variables, "kpis": kpis}
        rows.append(row | ({"settled": found.settled} if found.settled else {}))
    return b'{"version":%d,"records":%b}\n' % (FORMAT, lines(rows))

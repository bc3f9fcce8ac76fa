"""Any two records side by side: a page for each pair that belongs together, and one on which to choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import Comparison
from afterword.analysis.inputs import Comparable, group_fields_by_variable
from afterword.analysis.pairs import compare_entries, list_related_pairs, order_by_time
from afterword.analysis.values import NUMBER_WORDS
from afterword.analysis.verdicts import SENTENCES, verdict_sentences
from afterword.library.projection import Entry, Projection
from afterword.pages.page import Page, PageContent, Site
from afterword.pages.page_data import encode_lines
from afterword.pages.recorded_values import RecordedWords
from afterword.pages.templates import deferred_render, relative_url, render_template
from afterword.pages.translations import gettext_for
from afterword.schema.vocabulary import Vocabulary
from afterword.text.names import name_key

SHOWN = 100
"""Pairs that are listed; each has its page all the same, to which its records lead."""
FORMAT = 2


def compare(site: Site) -> Iterator[Page]:
    """The page on which to choose two records, and a page for every pair that relations tie together."""
    _, pairs = gettext_for(site.lang), list_related_pairs(site.library)
    recorded = RecordedWords(site.library.vocabulary, site.library.schema, site.interface_language())
    content = deferred_render(
        "compare.html",
        site,
        site.localized_url("compare/"),
        pairs=[
            (a, b, pair_url(a, b), _sentences(compare_entries(a, b, site.library), site, recorded))
            for a, b in pairs[:SHOWN]
        ],
        count=len(pairs),
        index=relative_url(site.localized_url("compare/"), "compare/data.json"),
        words=_browser_words(site, recorded),
    )
    data = partial(_index, site.library) if site.lang == site.languages[0] else None
    description = _("What was the same in two postmortems, what differed, and what the pair can tell.")
    others = site.alternate_urls("compare/")
    yield Page(
        site.localized_url("compare/"), _("Compare"), content, description, lang=site.lang, alternates=others, data=data
    )
    for a, b in pairs:
        yield _pair(site, a, b, recorded, description)


def _browser_words(site: Site, recorded: RecordedWords) -> Mapping[str, Any]:
    """Return what the browser needs to compare and to say what it found: rules, sentences, titles and labels."""
    rules = comparison_rules(recorded.vocabulary)
    return {
        "rules": rules,
        "variables": {key: recorded.title(key) for key in {**rules["inputs"], **rules["variables"]}},
        "titles": {path: title for path, title in recorded.titles.items() if title},
        "outcomes": recorded.outcome_titles,
        "codes": recorded.code_labels,
        "sentences": {key: site.interface_language().say(text) for key, text in SENTENCES.items()},
        "labels": _labels(site.lang),
    }


def comparison_rules(vocabulary: Vocabulary) -> Mapping[str, Any]:
    """Return what decides a comparison, for the browser: inputs by variable, and what the vocabulary says of each."""
    terms = vocabulary.lists.get("variables", {})
    inputs = {
        variable: [[row.path, row.form, row.is_partial, row.replaces] for row in rows]
        for variable, rows in group_fields_by_variable(vocabulary).items()
    }
    variables = {
        key: {
            "decisive": list(term.decisive),
            "percent": term.tolerance.percent,
            "at_least": term.tolerance.at_least,
        }
        for key, term in terms.items()
    }
    return {"inputs": inputs, "variables": variables, "numbers": NUMBER_WORDS}


def _labels(lang: str) -> Mapping[str, str]:
    """The words that the browser needs beside the verdict."""
    _ = gettext_for(lang)
    return {
        "results": _("Results"),
        "differs": _("Different"),
        "same": _("The same"),
        "unknown": _("Cannot tell"),
        "plan": _("plan:"),
        "unsaid": _("not recorded"),
        "noted": _("unknown"),
        "kept": _("said to be kept"),
        "unmeasured": _("not measured"),
        "nobody": _("No postmortem is called “{name}”."),
        "broken": _("The list of postmortems could not be loaded. The pairs below are there all the same."),
    }


def pair_url(a: Entry, b: Entry) -> str:
    """The address of the page that compares two entries, the older one first whichever is given first."""
    older, newer = order_by_time(a, b)
    return f"compare/{older.slug}/{newer.slug}/"


def _pair(site: Site, a: Entry, b: Entry, recorded: RecordedWords, description: str) -> Page:
    """The page of a pair, which is compared when its page is written: there are as many as postmortems."""
    _, url = gettext_for(site.lang), pair_url(a, b)

    def write() -> PageContent:
        comparison = compare_entries(a, b, site.library)
        html = render_template(
            "pair.html",
            site,
            site.localized_url(url),
            a=a,
            b=b,
            comparison=comparison,
            sentences=_sentences(comparison, site, recorded),
            recorded=recorded,
        )
        return PageContent(html)

    title = _("%(a)s and %(b)s") % {"a": site.localize_entry(a)[0], "b": site.localize_entry(b)[0]}
    return Page(site.localized_url(url), title, write, description, lang=site.lang, alternates=site.alternate_urls(url))


def _sentences(comparison: Comparison, site: Site, recorded: RecordedWords) -> Sequence[str]:
    """The verdict in the page's language."""
    return [site.interface_language().say(text) for text in verdict_sentences(comparison, recorded.title)]


def _index(library: Projection) -> bytes:
    """What the browser needs to compare any two entries, one line each; nothing else of them."""
    vocabulary = library.vocabulary
    slugs = {name_key(name): entry.slug for entry in reversed(library.entries) for name in entry.names}
    by_variable = sorted(group_fields_by_variable(vocabulary).items())  # as the page has them, whose JSON is sorted
    paths = [row.path for _, inputs in by_variable for row in inputs]
    numbers = {path: number for number, path in enumerate(paths)}
    rows = [_row(make_comparable(entry, slugs, vocabulary), numbers) for entry in library.entries]
    return b'{"version":%d,"records":%b}\n' % (FORMAT, encode_lines(rows))


def _row(record: Comparable, numbers: Mapping[str, int]) -> Mapping[str, Any]:
    """Return a record for the browser, without what is empty or said twice; inputs go by the number of their path."""
    row = {
        "name": record.name,
        "slug": record.slug,
        "kind": record.kind,
        "language": record.language if record.language != "en" else "",
        "variables": record.variables,
        "inputs": {numbers[path]: value for path, value in record.inputs.items() if path != "kind"},
        "outcomes": record.outcomes,
        "kpis": [[kpi.name, kpi.metric, kpi.unit, kpi.planned, kpi.actual] for kpi in record.kpis],
        "relations": record.relations,
    }
    return {key: value for key, value in row.items() if value}

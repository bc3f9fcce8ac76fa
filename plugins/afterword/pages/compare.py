"""Comparison of two records: a page for each pair that belongs together, and one on which to choose any two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import Comparison
from afterword.analysis.excerpts import Excerpt, take_excerpt
from afterword.analysis.inputs import Comparable, group_fields_by_variable
from afterword.analysis.pairs import compare_entries, list_related_pairs, order_by_time
from afterword.analysis.values import NUMBER_WORDS
from afterword.analysis.verdicts import SENTENCES, verdict_sentences
from afterword.library.projection import Entry, Projection
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, PageContent, Site
from afterword.pages.page_data import encode_lines
from afterword.pages.recorded_values import ValueFormatter
from afterword.pages.templates import relative_url, render_template
from afterword.pages.translations import gettext_for
from afterword.schema.vocabulary import Vocabulary
from afterword.text.names import name_key

EntryPair = tuple[Entry, Entry]

MAX_PAIRS = 100
"""Maximum number of listed pairs; each pair has its page anyway, to which its records lead."""
FORMAT = 2
"""Version of the data that the browser reads."""


def build_comparison_pages(site: Site) -> Iterator[Page]:
    """Yield the page on which to choose two records, and a page for every pair that relations tie together."""
    _, pairs = gettext_for(site.lang), list_related_pairs(site.library)
    formatter = ValueFormatter(site.library.vocabulary, site.library.schema, site.interface_language())
    description = _("What was the same in two postmortems, what differed, and what the pair can tell.")
    yield _build_choice_page(site, take_excerpt(pairs, MAX_PAIRS), formatter, description)
    for pair in pairs:
        yield _build_pair_page(site, pair, formatter, description)


def _build_choice_page(site: Site, pairs: Excerpt[EntryPair], formatter: ValueFormatter, description: str) -> Page:
    _ = gettext_for(site.lang)
    return build_localized_page(
        site,
        "compare.html",
        "compare/",
        _("Compare"),
        description,
        data=partial(_encode_records, site.library) if site.lang == site.languages[0] else None,
        pairs=pairs,
        pair_url=pair_url,
        sentences=lambda a, b: say_verdict(compare_entries(a, b, site.library), site, formatter),
        index=relative_url(site.localized_url("compare/"), "compare/data.json"),
        words=_browser_words(site, formatter),
    )


def _browser_words(site: Site, formatter: ValueFormatter) -> Mapping[str, Any]:
    """Return the rules, sentences, titles and labels with which the browser compares two records."""
    rules = comparison_rules(formatter.vocabulary)
    return {
        "rules": rules,
        "variables": {key: formatter.title(key) for key in {**rules["inputs"], **rules["variables"]}},
        "titles": {path: title for path, title in formatter.titles.items() if title},
        "outcomes": formatter.outcome_titles,
        "codes": formatter.code_labels,
        "sentences": {key: site.interface_language().say(text) for key, text in SENTENCES.items()},
        "labels": _browser_labels(site.lang),
    }


def comparison_rules(vocabulary: Vocabulary) -> Mapping[str, Any]:
    """Return the rules of a comparison for the browser: inputs, and decisive kinds and tolerance of each variable."""
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


def _browser_labels(lang: str) -> Mapping[str, str]:
    """Return the labels that the browser shows beside the verdict."""
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
    """Return the URL of the page that compares two entries, given in any order."""
    older, newer = order_by_time(a, b)
    return f"compare/{older.slug}/{newer.slug}/"


def _build_pair_page(site: Site, pair: EntryPair, formatter: ValueFormatter, description: str) -> Page:
    """Build the page of a pair, which is compared only when its page is written, since there are many pairs."""
    _, (a, b) = gettext_for(site.lang), pair
    url = pair_url(a, b)

    def write() -> PageContent:
        comparison = compare_entries(a, b, site.library)
        html = render_template(
            "pair.html",
            site,
            site.localized_url(url),
            a=a,
            b=b,
            comparison=comparison,
            sentences=say_verdict(comparison, site, formatter),
            formatter=formatter,
        )
        return PageContent(html)

    title = _("%(a)s and %(b)s") % {"a": site.localize_entry(a)[0], "b": site.localize_entry(b)[0]}
    return Page(
        site.localized_url(url),
        title,
        write,
        description,
        template="pair.html",
        lang=site.lang,
        alternates=site.alternate_urls(url),
    )


def say_verdict(comparison: Comparison, site: Site, formatter: ValueFormatter) -> Sequence[str]:
    """Return the verdict of a comparison as sentences in the site's language."""
    return [site.interface_language().say(text) for text in verdict_sentences(comparison, formatter.title)]


def _encode_records(library: Projection) -> bytes:
    """Encode the data with which the browser compares any two records, one record a line."""
    vocabulary = library.vocabulary
    slugs = {name_key(name): entry.slug for entry in reversed(library.entries) for name in entry.names}
    sorted_inputs = sorted(group_fields_by_variable(vocabulary).items())  # the order of the rules on the page
    paths = [row.path for _, inputs in sorted_inputs for row in inputs]
    path_numbers = {path: number for number, path in enumerate(paths)}
    rows = [_browser_record(make_comparable(entry, slugs, vocabulary), path_numbers) for entry in library.entries]
    return b'{"version":%d,"records":%b}\n' % (FORMAT, encode_lines(rows))


def _browser_record(record: Comparable, path_numbers: Mapping[str, int]) -> Mapping[str, Any]:
    """Return a record for the browser, without empty values; inputs have the number of their path as key."""
    row = {
        "name": record.name,
        "slug": record.slug,
        "kind": record.kind,
        "language": record.language if record.language != "en" else "",
        "variables": record.variables,
        "inputs": {path_numbers[path]: value for path, value in record.inputs.items() if path != "kind"},
        "outcomes": record.outcomes,
        "kpis": [[kpi.name, kpi.metric, kpi.unit, kpi.planned, kpi.actual] for kpi in record.kpis],
        "relations": record.relations,
    }
    return {key: value for key, value in row.items() if value}

"""URLs of one page of every kind in the example library's site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from afterword.pages.registry import PAGE_KINDS
from corpora import WHOLE, seeded

EXAMPLES: Mapping[str, Sequence[str]] = {
    "tags/{tag}/": ["tags/rerun/"],
    "markets/{market}/": ["markets/us/"],
    "series/{series}/": ["series/new-category-launch/"],
    "teams/{team}/": ["teams/agency/"],
    "keepers/{keeper}/": ["keepers/campaign-lead/"],
    "compare/{older}/{newer}/": ["compare/the-launch-window/vystrel-naugad/"],
    "guardrails/{condition}/{value}/": ["guardrails/kind/campaign/"],
    "names/{record}/": [
        "names/qwikster/", "names/kc-x-tanker-2008/", "names/the-launch-window/", "names/vystrel-naugad/",
        "ru/names/new-coke/",
    ],
    "briefs/{brief}/": ["briefs/new-category-in-kazakhstan/"],
    "names/{former}/": [],  # redirects have no page of their own
    "library/{number}/": [], "timeline/{number}/": [], "assumptions/{number}/": [], "guardrails/{number}/": [],
}  # fmt: skip
"""URLs in the example library, by their pattern; for further pages of long lists it is too small."""


def example_urls(*, is_localized: bool) -> Sequence[str]:
    """Return the URLs of kinds that are built for each language, or of the others, each once."""
    patterns = [pattern for kind in PAGE_KINDS if kind.is_localized is is_localized for pattern, _ in kind.templates]
    urls = (EXAMPLES[pattern] if "{" in pattern else [pattern] for pattern in patterns)
    return list(dict.fromkeys(url for pattern_urls in urls for url in pattern_urls))


INDEXES = example_urls(is_localized=True)
"""URLs of pages that every language of the site has."""
WRITTEN = ("guide/", "guide/adopting/", "guide/benchmark/", "guide/gate/", "rules/date-order/")
KINDS = (
    *(f"{lang}{page}" for lang in ("", "ru/") for page in INDEXES),
    *example_urls(is_localized=False),
    *WRITTEN,
)
"""URLs of all of them, without `404.html`."""


def choose_kinds(part: int = 0) -> Sequence[str]:
    """Return the URLs of all kinds, or of a sample.

    A sample has every index page in one of its languages, the other one in each of the parts 0 and 1, so that both
    parts together have all.
    """
    if WHOLE:
        return KINDS
    draw = seeded()
    languages = [draw.randrange(2) for _ in INDEXES]
    chosen = (f"{('', 'ru/')[lang ^ part]}{page}" for lang, page in zip(languages, INDEXES, strict=True))
    return (*chosen, *KINDS[2 * len(INDEXES) :])

"""One page of every kind that the example library's site has, by its address."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import WHOLE, seeded

INDEXES = (
    "", "library/", "names/", "tags/", "tags/rerun/", "markets/", "markets/us/", "timeline/", "series/",
    "series/new-category-launch/", "teams/", "teams/agency/", "due/", "fields/", "rules/", "causes/", "compare/",
    "compare/the-launch-window/vystrel-naugad/", "kpis/", "assumptions/", "guardrails/", "guardrails/kind/campaign/",
    "playbook/", "practice/", "meeting/", "briefs/", "keepers/", "keepers/campaign-lead/",
)  # fmt: skip
"""Pages that every language of the site has."""
RECORDS = ("names/qwikster/", "names/kc-x-tanker-2008/", "names/the-launch-window/", "names/vystrel-naugad/")
BRIEFS = ("briefs/new-category-in-kazakhstan/",)
WRITTEN = ("guide/", "guide/adopting/", "guide/benchmark/", "guide/gate/", "rules/date-order/")
KINDS = (
    *(f"{lang}{page}" for lang in ("", "ru/") for page in INDEXES),
    *RECORDS,
    "ru/names/new-coke/",
    *BRIEFS,
    *WRITTEN,
)
"""All of them; `404.html` comes beside."""


def choose_kinds(part: int = 0) -> Sequence[str]:
    """Return all of them; by sample every index in one of its languages, which differs between the parts 0 and 1.

    Both parts together are all of them.
    """
    if WHOLE:
        return KINDS
    draw = seeded()
    languages = [draw.randrange(2) for _ in INDEXES]
    chosen = (f"{('', 'ru/')[lang ^ part]}{page}" for lang, page in zip(languages, INDEXES, strict=True))
    return (*chosen, *KINDS[2 * len(INDEXES) :])

"""One page of every kind that the example library's site has, by its address."""

from __future__ import annotations

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

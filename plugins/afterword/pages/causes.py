"""Page of causes: weights by variable and gap, rival accounts, deal reasons, and counterfactuals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.causes import Account, RivalAccounts, list_rivals
from afterword.analysis.deals import DealTally, tally_deals
from afterword.analysis.hindsight import CounterfactualGroup, group_counterfactuals
from afterword.analysis.weights import CauseWeights, weigh_causes
from afterword.library.projection import Entry
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.page_data import defer_data
from afterword.pages.templates import term_title
from afterword.pages.translations import gettext_for

MAX_ROWS = 50
"""Maximum number of rows in a table and of records in a list; the page's data has them all."""
_DEAL_FIELDS = {"reason": "reasons", "competitor": "", "stage": ""}
"""Fields of a deal that are counted, with the vocabulary list of their terms."""


@dataclass(frozen=True, slots=True)
class _CauseFigures:
    """Figures of the page; `deals` has the tallies by field of a deal."""

    by_variable: CauseWeights
    by_gap: CauseWeights
    by_kind: Mapping[str, CauseWeights]
    rivals: Sequence[RivalAccounts]
    deals: Mapping[str, Sequence[DealTally]]
    counterfactuals: Sequence[CounterfactualGroup]


def build_causes_page(site: Site) -> Page:
    """Build the page of causes, with its data."""
    _, figures = gettext_for(site.lang), _collect_figures(site.library.entries)
    return build_localized_page(
        site,
        "causes.html",
        "causes/",
        _("Causes"),
        _("What outcomes are put down to, how sure anybody is, and what nobody explained."),
        toc=_build_toc(figures, site.lang),
        data=defer_data(site, lambda: _list_data(figures)),
        cause_figures=figures,
        deal_lists=_DEAL_FIELDS,
        max_rows=MAX_ROWS,
        term=lambda name, key: term_title(site.library.vocabulary, name, key, site.lang),
    )


def _collect_figures(entries: Sequence[Entry]) -> _CauseFigures:
    kinds = dict.fromkeys(entry.kind for entry in entries if entry.causes)
    tallies = {field: tally_deals(entries, field) for field in _DEAL_FIELDS}
    return _CauseFigures(
        weigh_causes(entries, _cause_variable),
        weigh_causes(entries, lambda cause: cause.get("gap", "")),
        {kind: weigh_causes([entry for entry in entries if entry.kind == kind], _cause_variable) for kind in kinds},
        list_rivals(entries),
        {field: field_tallies for field, field_tallies in tallies.items() if field_tallies},
        group_counterfactuals(entries),
    )


def _cause_variable(cause: Mapping[str, Any]) -> str:
    return str(cause.get("variable", ""))


def _build_toc(figures: _CauseFigures, lang: str) -> tuple[TocEntry, ...]:
    """Return the table of contents: the blocks of the page that are not empty."""
    _ = gettext_for(lang)
    blocks = (
        (_("By variable"), "variable", figures.by_variable.shares),
        (_("By kind of issue"), "gap", figures.by_variable.shares),
        (_("By kind of record"), "kind", len(figures.by_kind) > 1),
        (_("Rival accounts"), "rival", figures.rivals),
        (_("What decided deals"), "deals", figures.deals),
        (_("If only"), "hindsight", figures.counterfactuals),
    )
    return tuple(TocEntry(title, f"causes-{key}") for title, key, content in blocks if content)


def _list_data(figures: _CauseFigures) -> Mapping[str, object]:
    """Return the figures for the page's data."""
    return {
        "by_variable": figures.by_variable,
        "by_gap": figures.by_gap,
        "by_kind": figures.by_kind,
        "rivals": [
            {"entry": rivals.entry, "accounts": [_export_account(account) for account in rivals.accounts]}
            for rivals in figures.rivals
        ],
        "deals": figures.deals,
        "counterfactuals": [
            {"type": group.type, "entry": entry, "if_only": text}
            for group in figures.counterfactuals
            for entry, text in group.rows
        ],
    }


def _export_account(account: Account) -> Mapping[str, object]:
    return {"name": account.name, "low": account.low, "high": account.high, "causes": account.causes}

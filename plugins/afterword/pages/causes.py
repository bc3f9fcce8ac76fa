"""What the library puts its outcomes down to: causes by variable and gap, rival accounts, deals, and hindsight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from afterword.analysis.causes import Account, accounts
from afterword.analysis.deals import tallies
from afterword.analysis.weights import weights
from afterword.library.projection import Entry
from afterword.pages.page import Contents, Page, Site
from afterword.pages.page_data import data
from afterword.pages.templates import term, writing
from afterword.pages.translations import told

SHOWN = 50
"""Rows of a table, and records of a list; all of them are in the data."""
_DEALS = {"reason": "reasons", "competitor": "", "stage": ""}
"""Fields of a deal that are counted, and the vocabulary of their words."""


def causes(site: Site) -> Iterator[Page]:
    """The page of causes, with its data."""
    _, entries, url = told(site.lang), site.library.entries, "causes/"
    by_variable = weights(entries, lambda cause: cause.get("variable", ""))
    by_gap = weights(entries, lambda cause: cause.get("gap", ""))
    by_kind = {
        kind: weights([entry for entry in entries if entry.kind == kind], lambda cause: cause.get("variable", ""))
        for kind in dict.fromkeys(entry.kind for entry in entries if entry.causes)
    }
    rivals = [(entry, told_so) for entry in entries if len(told_so := accounts(entry)) > 1]
    deals = [(field, name, found) for field, name in _DEALS.items() if (found := tallies(entries, field))]
    hindsight = _counterfactuals(entries)
    blocks = (
        (_("By variable"), "variable", by_variable.shares),
        (_("By kind of issue"), "gap", by_variable.shares),
        (_("By kind of record"), "kind", len(by_kind) > 1),
        (_("Rival accounts"), "rival", rivals),
        (_("What decided deals"), "deals", deals),
        (_("If only"), "hindsight", hindsight),
    )
    contents = tuple(Contents(title, f"causes-{key}") for title, key, found in blocks if found)
    write = writing(
        "causes.html",
        site,
        site.url(url),
        contents,
        by_variable=by_variable,
        by_gap=by_gap,
        by_kind=by_kind,
        rivals=rivals[:SHOWN],
        rival_count=len(rivals),
        deals=deals,
        hindsight=hindsight,
        shown=SHOWN,
        word=lambda name, key: term(site.library.vocabulary, name, key, site.lang),
    )
    said = data(
        site,
        lambda: {
            "by_variable": by_variable,
            "by_gap": by_gap,
            "by_kind": by_kind,
            "rivals": [{"entry": entry, "accounts": [_told(one) for one in rival]} for entry, rival in rivals],
            "deals": {row[0]: row[2] for row in deals},
            "counterfactuals": [
                {"type": kind, "entry": entry, "if_only": text}
                for kind, rows in hindsight.items()
                for entry, text in rows
            ],
        },
    )
    description = _("What outcomes are put down to, how sure anybody is, and what nobody explained.")
    yield Page(site.url(url), _("Causes"), write, description, lang=site.lang, others=site.others(url), data=said)


def _told(account: Account) -> Mapping[str, object]:
    return {"name": account.name, "low": account.low, "high": account.high, "causes": account.causes}


def _counterfactuals(entries: Sequence[Entry]) -> Mapping[str, Sequence[tuple[Entry, str]]]:
    """What would have changed the outcome, by its type, the most frequent first."""
    found: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for entry in entries:
        for row in entry.data.get("counterfactuals", ()):
            found[row.get("type", "")].append((entry, row.get("if_only", "")))
    return dict(sorted(found.items(), key=lambda group: (-len(group[1]), group[0])))

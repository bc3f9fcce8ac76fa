"""Page of causes: weights by variable and gap, rival accounts, deal reasons, and counterfactuals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from afterword.analysis.causes import Account, list_accounts
from afterword.analysis.deals import tally_deals
from afterword.analysis.weights import weigh_causes
from afterword.library.projection import Entry
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.page_data import defer_data
from afterword.pages.templates import deferred_render, term_title
from afterword.pages.translations import gettext_for

MAX_ROWS = 50
"""Maximum number of rows in a table and of records in a list; the page's data has them all."""
_DEAL_FIELDS = {"reason": "reasons", "competitor": "", "stage": ""}
"""Fields of a deal that are counted, with the vocabulary list of their terms."""


def build_causes_page(site: Site) -> Iterator[Page]:
    """Build the page of causes, with its data."""
    _, entries, url = gettext_for(site.lang), site.library.entries, "causes/"
    by_variable = weigh_causes(entries, lambda cause: cause.get("variable", ""))
    by_gap = weigh_causes(entries, lambda cause: cause.get("gap", ""))
    by_kind = {
        kind: weigh_causes([entry for entry in entries if entry.kind == kind], lambda cause: cause.get("variable", ""))
        for kind in dict.fromkeys(entry.kind for entry in entries if entry.causes)
    }
    rivals = [(entry, entry_accounts) for entry in entries if len(entry_accounts := list_accounts(entry)) > 1]
    deals = [(field, name, content) for field, name in _DEAL_FIELDS.items() if (content := tally_deals(entries, field))]
    hindsight = _group_counterfactuals(entries)
    blocks = (
        (_("By variable"), "variable", by_variable.shares),
        (_("By kind of issue"), "gap", by_variable.shares),
        (_("By kind of record"), "kind", len(by_kind) > 1),
        (_("Rival accounts"), "rival", rivals),
        (_("What decided deals"), "deals", deals),
        (_("If only"), "hindsight", hindsight),
    )
    contents = tuple(TocEntry(title, f"causes-{key}") for title, key, content in blocks if content)
    write = deferred_render(
        "causes.html",
        site,
        site.localized_url(url),
        contents,
        by_variable=by_variable,
        by_gap=by_gap,
        by_kind=by_kind,
        rivals=rivals[:MAX_ROWS],
        rival_count=len(rivals),
        deals=deals,
        hindsight=hindsight,
        shown=MAX_ROWS,
        word=lambda name, key: term_title(site.library.vocabulary, name, key, site.lang),
    )
    page_data = defer_data(
        site,
        lambda: {
            "by_variable": by_variable,
            "by_gap": by_gap,
            "by_kind": by_kind,
            "rivals": [
                {"entry": entry, "accounts": [_account_data(account) for account in rival_accounts]}
                for entry, rival_accounts in rivals
            ],
            "deals": {row[0]: row[2] for row in deals},
            "counterfactuals": [
                {"type": kind, "entry": entry, "if_only": text}
                for kind, rows in hindsight.items()
                for entry, text in rows
            ],
        },
    )
    description = _("What outcomes are put down to, how sure anybody is, and what nobody explained.")
    yield Page(
        site.localized_url(url),
        _("Causes"),
        write,
        description,
        lang=site.lang,
        alternates=site.alternate_urls(url),
        data=page_data,
    )


def _account_data(account: Account) -> Mapping[str, object]:
    return {"name": account.name, "low": account.low, "high": account.high, "causes": account.causes}


def _group_counterfactuals(entries: Sequence[Entry]) -> Mapping[str, Sequence[tuple[Entry, str]]]:
    """Group the counterfactuals of entries by type, the most frequent type first."""
    by_type: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for entry in entries:
        for row in entry.data.get("counterfactuals", ()):
            by_type[row.get("type", "")].append((entry, row.get("if_only", "")))
    return dict(sorted(by_type.items(), key=lambda group: (-len(group[1]), group[0])))

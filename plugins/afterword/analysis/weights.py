"""Combined weights of the causes of many records, by variable, gap or grade, and the unexplained rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.causes import Account, cause_weight, list_accounts
from afterword.library.projection import Entry

CauseKey = Callable[[Mapping[str, Any]], str]
"""Returns the key under which a cause is counted; empty if the cause does not state it."""

TOTAL_WEIGHT = 100.0
"""The weight that each record distributes among its causes."""


@dataclass(frozen=True, slots=True)
class CauseShare:
    """The causes under one key, counted by weight and evidence grade, with their combined numeric weight.

    The weight lies between `low`, without disputed causes and causes that a rival account denies, and `high`.
    """

    key: str
    causes: int
    major: int
    minor: int
    grades: Mapping[str, int]
    low: float
    high: float
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class CauseWeights:
    """The combined causes of several records, the heaviest share first.

    Each of the `weighed` records distributes 100; what its causes do not take is unexplained, as a least and a
    most. The `unweighed` records give no cause a number.
    """

    shares: Sequence[CauseShare]
    weighed: int
    unweighed: int
    unexplained: tuple[float, float]

    @property
    def total(self) -> float:
        """The total weight that the weighed records distribute."""
        return TOTAL_WEIGHT * self.weighed

    def percent_of_total(self, weight: float) -> float:
        """Return a weight in per cent of the total weight; at least one record must be weighed."""
        return 100 * weight / self.total


def weigh_causes(entries: Iterable[Entry], key_of: CauseKey) -> CauseWeights:
    """Count and weigh the causes of entries by a key, such as their variable.

    Weights are compared within one account only: of the rival accounts of a record, the smallest and the
    largest share of a key count. With one account and nothing disputed, the shares and the unexplained part
    make 100 per record.
    """
    causes_by_key: dict[str, list[tuple[Entry, Mapping[str, Any]]]] = defaultdict(list)
    ranges_by_key: dict[str, list[tuple[float, float]]] = defaultdict(list)
    unexplained_ranges, unweighed = [], 0
    for entry in entries:
        entry_causes = entry.causes
        weighed_accounts = [account for account in list_accounts(entry) if account.is_weighed] if entry_causes else []
        unweighed += bool(entry_causes and not weighed_accounts)
        if weighed_accounts:
            unexplained_ranges.append(
                (
                    min(account.unexplained[0] for account in weighed_accounts),
                    max(account.unexplained[1] for account in weighed_accounts),
                )
            )
        for cause in entry_causes:
            causes_by_key[key_of(cause)].append((entry, cause))
        sums_by_account = [_sum_by_key(account, key_of) for account in weighed_accounts]
        for name in dict.fromkeys(name for account in sums_by_account for name in account):
            account_ranges = [account.get(name, (0.0, 0.0)) for account in sums_by_account]
            ranges_by_key[name].append((min(low for low, _ in account_ranges), max(high for _, high in account_ranges)))
    shares = [_build_share(name, rows, ranges_by_key[name]) for name, rows in causes_by_key.items()]
    return CauseWeights(
        sorted(shares, key=lambda share: (-share.high, -share.low, -share.causes, share.key)),
        len(unexplained_ranges),
        unweighed,
        (sum(least for least, _ in unexplained_ranges), sum(most for _, most in unexplained_ranges)),
    )


def _build_share(
    name: str, rows: Sequence[tuple[Entry, Mapping[str, Any]]], ranges: Sequence[tuple[float, float]]
) -> CauseShare:
    weight_counts = Counter(cause.get("weight") for _, cause in rows)
    return CauseShare(
        name,
        len(rows),
        weight_counts["major"],
        weight_counts["minor"],
        Counter(str(cause["evidence"]) for _, cause in rows if "evidence" in cause),
        sum(low for low, _ in ranges),
        sum(high for _, high in ranges),
        tuple({entry.path: entry for entry, _ in rows}.values()),
    )


def _sum_by_key(account: Account, key_of: CauseKey) -> Mapping[str, tuple[float, float]]:
    """Sum an account's weights by key, without and with disputed causes."""
    sums: dict[str, tuple[float, float]] = {}
    for cause in account.causes:
        name, share = key_of(cause), cause_weight(cause)
        low, high = sums.get(name, (0.0, 0.0))
        sums[name] = (low if cause.get("disputed_by") else low + share, high + share)
    return sums

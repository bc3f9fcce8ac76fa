"""What the causes of many records weigh together: by variable, by gap or by grade, and what nobody explained."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.causes import Account, accounts, weight
from afterword.library.projection import Entry

Key = Callable[[Mapping[str, Any]], str]
"""What a cause is counted under; empty for what it does not say."""

WEIGHT = 100.0
"""What one record has to give away."""


@dataclass(frozen=True, slots=True)
class Share:
    """What is laid to one key: a number of causes of so many records, by grade, and their numeric weights together.

    The weight lies between `low`, without what is disputed or told otherwise in a rival account, and `high`.
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
class Weights:
    """Causes of several records together, the heaviest share first.

    Each of the `weighed` records gives away 100: what its causes do not take is unexplained, least and most. The
    `unweighed` ones put no number to any cause.
    """

    shares: Sequence[Share]
    weighed: int
    unweighed: int
    unexplained: tuple[float, float]

    @property
    def total(self) -> float:
        """What the weighed records have to give away together."""
        return WEIGHT * self.weighed


def weights(entries: Iterable[Entry], key: Key) -> Weights:
    """The causes of entries, counted and weighed under a key, such as their variable.

    Weights are compared within one account only: of rival accounts of a record the least and the most that any of them
    lays to a key count. With one account and nothing disputed, shares and the unexplained make 100 a record.
    """
    causes: dict[str, list[tuple[Entry, Mapping[str, Any]]]] = defaultdict(list)
    ranges: dict[str, list[tuple[float, float]]] = defaultdict(list)
    left, unweighed = [], 0
    for entry in entries:
        own = entry.causes
        rivals = [one for one in accounts(entry) if one.is_weighed] if own else []
        unweighed += bool(own and not rivals)
        if rivals:
            left.append((min(one.unexplained[0] for one in rivals), max(one.unexplained[1] for one in rivals)))
        for cause in own:
            causes[key(cause)].append((entry, cause))
        sums = [_sums(one, key) for one in rivals]
        for name in dict.fromkeys(name for one in sums for name in one):
            told = [one.get(name, (0.0, 0.0)) for one in sums]
            ranges[name].append((min(low for low, _ in told), max(high for _, high in told)))
    shares = [_share(name, rows, ranges[name]) for name, rows in causes.items()]
    return Weights(
        sorted(shares, key=lambda share: (-share.high, -share.low, -share.causes, share.key)),
        len(left),
        unweighed,
        (sum(least for least, _ in left), sum(most for _, most in left)),
    )


def _share(name: str, rows: Sequence[tuple[Entry, Mapping[str, Any]]], ranges: Sequence[tuple[float, float]]) -> Share:
    said = Counter(cause.get("weight") for _, cause in rows)
    return Share(
        name,
        len(rows),
        said["major"],
        said["minor"],
        Counter(str(cause["evidence"]) for _, cause in rows if "evidence" in cause),
        sum(low for low, _ in ranges),
        sum(high for _, high in ranges),
        tuple({entry.path: entry for entry, _ in rows}.values()),
    )


def _sums(account: Account, key: Key) -> Mapping[str, tuple[float, float]]:
    """What an account lays to each key, without and with what is disputed."""
    found: dict[str, tuple[float, float]] = {}
    for cause in account.causes:
        name, share = key(cause), weight(cause)
        low, high = found.get(name, (0.0, 0.0))
        found[name] = (low if cause.get("disputed_by") else low + share, high + share)
    return found

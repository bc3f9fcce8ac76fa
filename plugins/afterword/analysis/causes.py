"""What each account of a record explains, and what it leaves unexplained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.kpis import is_number
from afterword.library.projection import Entry
from afterword.records.record import RecordFields


@dataclass(frozen=True, slots=True)
class Account:
    """One version of events: its causes in order, and the share of 100 that their weights explain.

    `low` is the sum of the numeric weights without disputed causes, `high` the sum with them. `heaviest` is the
    position of the heaviest cause in the record's list.
    """

    name: str
    causes: Sequence[Mapping[str, Any]]
    low: float
    high: float
    heaviest: int

    @property
    def is_weighed(self) -> bool:
        """True if any cause has a numeric weight; major and minor are not shares."""
        return any(cause_weight(cause) for cause in self.causes)

    @property
    def unexplained(self) -> tuple[float, float]:
        """The least and the most that remains of 100."""
        return max(0.0, 100 - self.high), max(0.0, 100 - self.low)


def list_accounts(record: RecordFields) -> Sequence[Account]:
    """Return the accounts of a record in order of first appearance.

    Causes that name no account form one of their own.
    """
    causes_by_account: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for indexed_cause in enumerate(record.causes):
        causes_by_account.setdefault(indexed_cause[1].get("account", ""), []).append(indexed_cause)
    return [_build_account(name, causes) for name, causes in causes_by_account.items()]


@dataclass(frozen=True, slots=True)
class RivalAccounts:
    """Entry with the rival accounts of its outcome."""

    entry: Entry
    accounts: Sequence[Account]

    @property
    def account_count(self) -> int:
        """Number of accounts, at least 2."""
        return len(self.accounts)


def list_rivals(entries: Iterable[Entry]) -> Sequence[RivalAccounts]:
    """List the entries that have more than one account."""
    candidates = (RivalAccounts(entry, list_accounts(entry)) for entry in entries)
    return [rivals for rivals in candidates if rivals.account_count > 1]


def _build_account(name: str, causes: Sequence[tuple[int, Mapping[str, Any]]]) -> Account:
    shares = [cause_weight(cause) for _, cause in causes]
    return Account(
        name=name,
        causes=[cause for _, cause in causes],
        low=sum(share for share, (_, cause) in zip(shares, causes, strict=True) if not cause.get("disputed_by")),
        high=sum(shares),
        heaviest=causes[shares.index(max(shares))][0],
    )


def cause_weight(cause: Mapping[str, Any]) -> float:
    """Return the share of 100 that a cause takes; 0 if its weight is not a number."""
    value = cause.get("weight")
    return float(value) if is_number(value) else 0.0

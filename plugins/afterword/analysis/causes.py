"""What each account of a record explains, and what it leaves unexplained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.kpis import is_number
from afterword.records.record import Values


@dataclass(frozen=True, slots=True)
class Account:
    """One telling of events: its causes in order, and the share of 100 that their weights explain.

    `low` leaves disputed causes out, `high` counts them; both are sums of the numeric weights.
    `heaviest` is the position, in the record's list, of the cause that weighs most.
    """

    name: str
    causes: Sequence[Mapping[str, Any]]
    low: float
    high: float
    heaviest: int

    @property
    def is_weighed(self) -> bool:
        """Whether any cause carries a number; major and minor say nothing about shares."""
        return any(weight(cause) for cause in self.causes)

    @property
    def unexplained(self) -> tuple[float, float]:
        """What is left of 100, least and most."""
        return max(0.0, 100 - self.high), max(0.0, 100 - self.low)


def accounts(record: Values) -> Sequence[Account]:
    """The accounts of a record in the order in which they first appear; causes without one form one of their own."""
    found: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for numbered in enumerate(record.causes):
        found.setdefault(numbered[1].get("account", ""), []).append(numbered)
    return [_account(name, causes) for name, causes in found.items()]


def _account(name: str, causes: Sequence[tuple[int, Mapping[str, Any]]]) -> Account:
    shares = [weight(cause) for _, cause in causes]
    return Account(
        name=name,
        causes=[cause for _, cause in causes],
        low=sum(share for share, (_, cause) in zip(shares, causes, strict=True) if not cause.get("disputed_by")),
        high=sum(shares),
        heaviest=causes[shares.index(max(shares))][0],
    )


def weight(cause: Mapping[str, Any]) -> float:
    """The share of 100 that a cause takes; 0 for one that is only called major or minor."""
    said = cause.get("weight")
    return float(said) if is_number(said) else 0.0

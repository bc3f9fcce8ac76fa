"""Guardrails: where each applies, how many entries it reaches, and which wins contradict it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from afterword.analysis import practice
from afterword.library.projection import Entry, Projection
from afterword.text.dates import parse_period
from afterword.text.names import name_key, slugify

GRADES = ("opinion", "reporting", "data", "comparison", "experiment")
"""Evidence grades, the weakest first."""
_MAX_LISTED = 5
"""The number of reached entries that are listed; the rest are only counted."""


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A guardrail with the entry it comes from; `when` holds its conditions, empty if it applies everywhere."""

    source: Entry
    id: str
    rule: str
    text: str
    evidence: str
    when: Mapping[str, Any]
    expires: str
    owner: str

    def is_expired(self, today: date) -> bool:
        """Check whether the guardrail's last day has passed."""
        expiry = parse_period(self.expires)
        return expiry is not None and expiry.last < today


@dataclass(frozen=True, slots=True)
class GuardrailReach:
    """A guardrail with the number of later entries it applies to, the newest of them, and contradicting wins.

    A later win contradicts a guardrail if its relations say that it contradicts the guardrail's entry.
    """

    guardrail: Guardrail
    count: int
    newest: Sequence[Entry]
    contradicted_by: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class GuardrailScope:
    """Guardrails that name one value in one condition, and those that apply everywhere."""

    condition: str
    value: str
    reaches: Sequence[GuardrailReach]

    @property
    def slugs(self) -> tuple[str, str]:
        """Condition and value as parts of a URL."""
        return _scope_slugs(self.condition, self.value)

    @property
    def count(self) -> int:
        """Number of guardrails."""
        return len(self.reaches)


def list_guardrails(library: Projection) -> Sequence[Guardrail]:
    """List every guardrail that the audience may read, by entry, the newest entry first."""
    return [_build_guardrail(entry, row) for entry in library.entries for row in practice.readable_guardrails(entry)]


def measure_reach(library: Projection) -> Sequence[GuardrailReach]:
    """Return every guardrail with the entries that it applies to and those that contradict it.

    Sets of entries are bit masks, with the newest entry in the lowest bit, so that conditions are evaluated
    with a few integer operations instead of a loop over all entries.
    """
    entries, rules = library.entries, list_guardrails(library)
    condition_keys = {key for rule in rules for key in rule.when}
    entries_by_value: dict[tuple[str, str], int] = defaultdict(int)
    for index, entry in enumerate(entries):
        for key, values in collect_condition_values(entry.data, condition_keys).items():
            for value in values:
                entries_by_value[key, value] |= 1 << index
    contradicting_wins = _contradicting_wins(library)
    ages = [-entry.day.toordinal() for entry in entries]
    reaches = []
    for rule in rules:
        matching_entries = (
            1 << bisect_left(ages, -rule.source.day.toordinal())
        ) - 1  # entries later than the guardrail
        for key, allowed_values in rule.when.items():
            matching_entries &= reduce(
                or_, (entries_by_value.get((key, value), 0) for value in _name_keys(allowed_values)), 0
            )
        newest = [entries[index] for index in islice(_set_bits(matching_entries), _MAX_LISTED)]
        reaches.append(
            GuardrailReach(rule, matching_entries.bit_count(), newest, contradicting_wins.get(rule.source.path, ()))
        )
    return reaches


def group_by_scope(reaches: Sequence[GuardrailReach]) -> Sequence[GuardrailScope]:
    """Group guardrails by each value that their conditions name, the most frequent value first.

    Values with the same slugs are one, and guardrails without conditions are in every group.
    """
    reaches_by_slugs: dict[tuple[str, str], list[GuardrailReach]] = defaultdict(list)
    scope_by_slugs: dict[tuple[str, str], tuple[str, str]] = {}
    for reach in reaches:
        for condition, values in reach.guardrail.when.items():
            for value in values if isinstance(values, list) else [values]:
                slugs = _scope_slugs(condition, value)
                scope_by_slugs.setdefault(slugs, (condition, value))
                reaches_by_slugs[slugs].append(reach)
    everywhere = [reach for reach in reaches if not reach.guardrail.when]
    order = sorted(reaches_by_slugs, key=lambda slugs: (-len(reaches_by_slugs[slugs]), scope_by_slugs[slugs]))
    return [GuardrailScope(*scope_by_slugs[slugs], [*reaches_by_slugs[slugs], *everywhere]) for slugs in order]


def _scope_slugs(condition: str, value: str) -> tuple[str, str]:
    return slugify(condition) or "-", slugify(value) or "-"


def _set_bits(number: int) -> Iterator[int]:
    """Yield the positions of the set bits, the lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def guardrail_label(rule: Mapping[str, Any]) -> str:
    """Return the id of a guardrail, or its text if it has no id."""
    return str(rule.get("id") or rule["text"])


def collect_condition_values(data: Mapping[str, Any], condition_keys: Container[str]) -> Mapping[str, frozenset[str]]:
    """Return the values of a record or brief, as name keys, for each field that guardrail conditions name.

    The condition `market` reads the fields `market` and `markets` at any depth except in rows, so that a field
    that a team adds to its schema can be used in a condition without code. The condition `audience` reads all
    values in `audience`.
    """
    values_by_key: dict[str, frozenset[str]] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            for name, keys in collect_condition_values(value, condition_keys).items():
                values_by_key[name] = values_by_key.get(name, frozenset()) | keys
        singular = key.removesuffix("s")
        if key in condition_keys or singular in condition_keys:
            keys = _name_keys(_string_values(value))
            values_by_key |= {
                name: values_by_key.get(name, frozenset()) | keys for name in (key, singular) if name in condition_keys
            }
    return values_by_key


def meets_conditions(plan: Mapping[str, Any], when: Mapping[str, Any]) -> bool:
    """Check whether a record or brief has an allowed value for every condition of a guardrail."""
    plan_values = collect_condition_values(plan, when)
    return all(plan_values.get(key, frozenset()) & _name_keys(allowed_values) for key, allowed_values in when.items())


def _string_values(value: object) -> Sequence[str]:
    """Return the strings of a field: its text, its list of texts, or the texts of its own fields."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [item for item in value.values() if isinstance(item, str)]
    return value if isinstance(value, list) and all(isinstance(item, str) for item in value) else []


def _name_keys(value: Any) -> frozenset[str]:
    return frozenset(name_key(str(item)) for item in (value if isinstance(value, list) else [value]))


def _contradicting_wins(library: Projection) -> Mapping[str, Sequence[Entry]]:
    """Return the later wins that contradict each entry, by the entry's path."""
    wins_by_path: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in library.entries:
        for row in entry.relations:
            other, _ = library.resolve_link(row.get("name", "")) if row.get("type") == "contradicts" else (None, "")
            if other and entry.is_win and entry.day > other.day:
                wins_by_path[other.path][entry.path] = entry
    return {path: tuple(entries.values()) for path, entries in wins_by_path.items()}


def _build_guardrail(entry: Entry, row: Mapping[str, Any]) -> Guardrail:
    return Guardrail(
        entry,
        row.get("id", ""),
        row.get("rule", ""),
        row["text"],
        row.get("evidence", GRADES[0]),
        row.get("when", {}),
        row.get("expires", ""),
        row.get("owner", ""),
    )

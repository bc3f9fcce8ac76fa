"""What must never or always be done again: where each rule applies, how far it reaches, and what speaks against it."""

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
from afterword.text.dates import period
from afterword.text.names import name_key

GRADES = ("opinion", "reporting", "data", "comparison", "experiment")
"""How something is known, the weakest first."""
_SHOWN = 5
"""How many of the entries that a rule reaches are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Guardrail:
    """One rule with the entry that drew it; `when` says where it applies, everywhere if empty."""

    source: Entry
    id: str
    rule: str
    text: str
    evidence: str
    when: Mapping[str, Any]
    expires: str
    owner: str

    def is_expired(self, today: date) -> bool:
        """Whether the day until which it stands has passed."""
        until = period(self.expires)
        return until is not None and until.last < today


@dataclass(frozen=True, slots=True)
class Reach:
    """A guardrail in the library: how many later entries it applies to, the newest of them, and what speaks against it.

    A later win speaks against a rule when its relations say that it contradicts the entry that drew it.
    """

    guardrail: Guardrail
    count: int
    newest: Sequence[Entry]
    contradicted_by: Sequence[Entry]


def guardrails(library: Projection) -> Sequence[Guardrail]:
    """Every guardrail that an audience may read, by the entry that drew it, the newest first."""
    return [_guardrail(entry, row) for entry in library.entries for row in practice.guardrails(entry)]


def reaches(library: Projection) -> Sequence[Reach]:
    """Every guardrail with what it applies to and what speaks against it.

    Entries are bits of a number, the newest the lowest, so that what a rule asks for is found by a few operations
    on numbers and not by a look at each entry.
    """
    entries, rules = library.entries, guardrails(library)
    asked = {key for rule in rules for key in rule.when}
    saying: dict[tuple[str, str], int] = defaultdict(int)
    for number, entry in enumerate(entries):
        for key, names in said(entry.data, asked).items():
            for name in names:
                saying[key, name] |= 1 << number
    against = _contradictions(library)
    ages = [-entry.day.toordinal() for entry in entries]
    found = []
    for rule in rules:
        places = (1 << bisect_left(ages, -rule.source.day.toordinal())) - 1  # what came later than the rule
        for key, wanted in rule.when.items():
            places &= reduce(or_, (saying.get((key, name), 0) for name in _keys(wanted)), 0)
        newest = [entries[number] for number in islice(_bits(places), _SHOWN)]
        found.append(Reach(rule, places.bit_count(), newest, against.get(rule.source.path, ())))
    return found


def _bits(number: int) -> Iterator[int]:
    """The positions of the bits that are set, the lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def called(rule: Mapping[str, Any]) -> str:
    """The short name of a guardrail; its text where it has none."""
    return str(rule.get("id") or rule["text"])


def said(data: Mapping[str, Any], asked: Container[str]) -> Mapping[str, frozenset[str]]:
    """What a record or brief says about each thing that rules ask for, as keys of names.

    A rule's `market` is asked of the fields `market` and `markets`, wherever they stand but in rows; so a field that a
    team adds to its schema can be asked for without a word here. Its `audience` is asked of all that `audience` holds.
    """
    found: dict[str, frozenset[str]] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            for name, keys in said(value, asked).items():
                found[name] = found.get(name, frozenset()) | keys
        one = key.removesuffix("s")
        if key in asked or one in asked:
            keys = _keys(_texts(value))
            found |= {name: found.get(name, frozenset()) | keys for name in (key, one) if name in asked}
    return found


def meets(plan: Mapping[str, Any], when: Mapping[str, Any]) -> bool:
    """Whether a record or brief says, of each thing that a rule asks for, one of the values that it asks for."""
    told = said(plan, when)
    return all(told.get(key, frozenset()) & _keys(wanted) for key, wanted in when.items())


def _texts(value: object) -> Sequence[str]:
    """What a field says in words: its text, its list of texts, or the texts of its own fields."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [one for one in value.values() if isinstance(one, str)]
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else []


def _keys(value: Any) -> frozenset[str]:
    return frozenset(name_key(str(one)) for one in (value if isinstance(value, list) else [value]))


def _contradictions(library: Projection) -> Mapping[str, Sequence[Entry]]:
    """By the file of each entry, the later wins that contradict it."""
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in library.entries:
        for row in entry.relations:
            other, _ = library.resolve(row.get("name", "")) if row.get("type") == "contradicts" else (None, "")
            if other and entry.is_win and entry.day > other.day:
                found[other.path][entry.path] = entry
    return {path: tuple(entries.values()) for path, entries in found.items()}


def _guardrail(entry: Entry, row: Mapping[str, Any]) -> Guardrail:
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

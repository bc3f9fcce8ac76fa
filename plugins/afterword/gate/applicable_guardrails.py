"""The guardrails that apply to a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from afterword.analysis.guardrails import GRADES, called, meets
from afterword.gate.ranking import Match
from afterword.library.published_index import Listed, Register
from afterword.text.dates import period

MOST = 5
"""How many guardrails a plan has to answer for at most."""
_BROAD = frozenset({"kind"})
"""What nearly every rule asks for: one that asks for nothing else applies through a related record alone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A guardrail with the record that drew it."""

    record: Listed
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its short name; its text where it has none."""
        return called(self.data)

    @property
    def evidence(self) -> str:
        """How it is known."""
        return str(self.data.get("evidence", GRADES[0]))


def applying(register: Register, plan: Mapping[str, Any], related: Sequence[Match], today: date) -> Sequence[Rule]:
    """The guardrails that a plan has to answer for, the strongest first.

    One applies when the plan says what it asks for, until it expires: in kind, goal, market or whatever else `when`
    names. What asks for no more than a kind applies only where its record is related. The best known is the strongest:
    experiment before comparison, data, reporting and opinion; then what is drawn from a more related record, what asks
    for more, and what is newer.
    """
    place = {match.record.slug: number for number, match in enumerate(related)}

    def strength(rule: Rule) -> tuple[Any, ...]:
        when = rule.data.get("when", {})
        near = place.get(rule.record.slug, len(place))
        return -_grade(rule.evidence), near, -len(when), _backwards(rule.record), rule.record.slug, rule.id

    found = (rule for record in register.records for rule in _of(record, plan, place.keys(), today))
    return sorted(found, key=strength)[:MOST]


def _of(record: Listed, plan: Mapping[str, Any], related: Any, today: date) -> Iterator[Rule]:
    for row in record.guardrails:
        when, until = row.get("when", {}), period(row.get("expires", ""))
        is_near = record.slug in related
        if not (until and until.last < today) and meets(plan, when) and (is_near or when.keys() - _BROAD):
            yield Rule(record, row)


def _grade(evidence: str) -> int:
    """How well it is known: a word that we do not know, of a team's own or of another library, is worth an opinion."""
    return GRADES.index(evidence) if evidence in GRADES else 0


def _backwards(record: Listed) -> int:
    """The day it ended, so that the newest is the least."""
    known = period(str(record.data.get("ends", "")))
    return -known.last.toordinal() if known else 0

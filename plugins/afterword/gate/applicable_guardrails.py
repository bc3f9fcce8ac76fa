"""Guardrails that apply to a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from afterword.analysis.guardrails import GRADES, guardrail_label, meets_conditions
from afterword.gate.ranking import RelatedRecord
from afterword.library.published_index import IndexedRecord, PublishedIndex
from afterword.text.dates import parse_period

MAX_APPLICABLE_GUARDRAILS = 5
"""The maximum number of guardrails that a plan must answer for."""
_BROAD_CONDITIONS = frozenset({"kind"})
"""Conditions of nearly every guardrail; one without other conditions applies only through a related record."""


@dataclass(frozen=True, slots=True)
class ApplicableGuardrail:
    """A guardrail with the record it comes from."""

    record: IndexedRecord
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The id; the text if there is none."""
        return guardrail_label(self.data)

    @property
    def evidence(self) -> str:
        """The evidence grade."""
        return str(self.data.get("evidence", GRADES[0]))


def find_applicable(
    register: PublishedIndex, plan: Mapping[str, Any], related: Sequence[RelatedRecord], today: date
) -> Sequence[ApplicableGuardrail]:
    """Return the guardrails that a plan must answer for, the strongest first.

    A guardrail applies while it has not expired and the plan meets its conditions: kind, goal, market or any
    other in `when`. One with no condition but a kind applies only if its record is related. Guardrails are
    ordered by evidence grade, from experiment to opinion, then by the rank of the related record, by the number
    of conditions, and by recency.
    """
    rank_by_slug = {match.record.slug: rank for rank, match in enumerate(related)}

    def strength_key(guardrail: ApplicableGuardrail) -> tuple[Any, ...]:
        when = guardrail.data.get("when", {})
        rank = rank_by_slug.get(guardrail.record.slug, len(rank_by_slug))
        return (
            -_grade_rank(guardrail.evidence),
            rank,
            -len(when),
            _recency_sort_key(guardrail.record),
            guardrail.record.slug,
            guardrail.id,
        )

    applicable = (
        guardrail
        for record in register.records
        for guardrail in _list_applicable_guardrails(record, plan, rank_by_slug.keys(), today)
    )
    return sorted(applicable, key=strength_key)[:MAX_APPLICABLE_GUARDRAILS]


def _list_applicable_guardrails(
    record: IndexedRecord, plan: Mapping[str, Any], related_slugs: Any, today: date
) -> Iterator[ApplicableGuardrail]:
    for row in record.guardrails:
        when, expiry = row.get("when", {}), parse_period(row.get("expires", ""))
        is_related = record.slug in related_slugs
        if (
            not (expiry and expiry.last < today)
            and meets_conditions(plan, when)
            and (is_related or when.keys() - _BROAD_CONDITIONS)
        ):
            yield ApplicableGuardrail(record, row)


def _grade_rank(evidence: str) -> int:
    """Return the rank of an evidence grade; unknown grades of a team or another library rank as opinion."""
    return GRADES.index(evidence) if evidence in GRADES else 0


def _recency_sort_key(record: IndexedRecord) -> int:
    """Return a sort key that is smallest for the record that ended last."""
    end_period = parse_period(str(record.data.get("ends", "")))
    return -end_period.last.toordinal() if end_period else 0

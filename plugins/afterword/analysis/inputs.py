"""Fields and values that comparisons of records look at.

Results, such as KPIs and the reached audience, are kept apart: they are shown beside a comparison and never count as
a difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from afterword.schema.vocabulary import Vocabulary
from afterword.text.profiles import PROFILES

_CONJUNCTIONS = "|".join(word for profile in PROFILES.values() for word in profile.conjunctions)
_SEPARATOR = re.compile(rf"[,;]\s+|\s+(?:{_CONJUNCTIONS}|&)\s+")

Value = str | float | None
"""Value of a variable in its author's words, or a number; None if it is unknown."""


class ValueForm(StrEnum):
    """Form of a field's values, which decides how two of them are compared."""

    WORDS = "words"
    """Text, number or list of texts in the language of the record."""
    CODES = "codes"
    """Codes or terms, which are the same in every language."""
    TALLY = "tally"
    """Counts by text."""
    MONEY = "money"
    """Amount and currency."""
    NUMBER = "number"
    DAYS = "days"
    MONTHS = "months"
    """First and last month, from 1 to 12, in which it may have begun, in any year."""


@dataclass(frozen=True, slots=True)
class ComparedField:
    """Field, by its dotted path, that records a variable.

    `is_partial`: equal values do not make the variable equal, because six creators may be any six. `replaces` is
    the path of a field that does not count if this one is known of both records. `terms` is the vocabulary list of
    its values.
    """

    path: str
    variable: str
    form: ValueForm = ValueForm.WORDS
    is_partial: bool = False
    replaces: str = ""
    terms: str = ""


COMPARED_FIELDS = (
    ComparedField("kind", "kind", ValueForm.CODES),
    ComparedField("markets", "market", ValueForm.CODES),
    ComparedField("product", "product"),
    ComparedField("goal", "goal", ValueForm.CODES),
    ComparedField("rigour", "structure", ValueForm.CODES),
    ComparedField("execution.creators", "creators", ValueForm.NUMBER, is_partial=True),
    ComparedField("execution.creators.tier", "creators", ValueForm.TALLY),
    ComparedField("execution.messages", "messaging"),
    ComparedField("execution.content_types", "content", ValueForm.CODES, terms="content_types"),
    ComparedField("execution.cadence", "frequency"),
    ComparedField("audience.target", "targeting"),
    ComparedField("budget.actual", "budget", ValueForm.MONEY, replaces="budget.planned"),
    ComparedField("budget.planned", "budget", ValueForm.MONEY),
    ComparedField("starts", "timing", ValueForm.MONTHS),
    ComparedField("ends", "length", ValueForm.DAYS),
    ComparedField("deal.account", "customer"),
    ComparedField("deal.competitor", "competition"),
    ComparedField("deal.amount", "scale", ValueForm.MONEY),
)
"""Fields that go into a comparison. A vocabulary adds a team's own by `fields`."""

OUTCOME_PATHS = ("audience.reached", "revenue")
"""Fields that record results, beside the KPIs."""


@dataclass(frozen=True, slots=True)
class MeasuredKpi:
    """KPI of a record as a comparison needs it; `actual` and `planned` are in `unit`."""

    name: str
    metric: str
    unit: str
    planned: Value
    actual: Value
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Comparable:
    """Parts of a record that a comparison looks at.

    `variables` are in their author's words, `inputs` by the paths of their fields. `relations` has, by the slug of
    another record, the variables that were kept and those that were changed.
    """

    name: str
    slug: str
    variables: Mapping[str, Value]
    kpis: Sequence[MeasuredKpi] = ()
    relations: Mapping[str, tuple[Sequence[str], Sequence[str]]] = field(default_factory=dict)
    kind: str = ""
    language: str = "en"
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=4)  # called for each record
def group_fields_by_variable(vocabulary: Vocabulary) -> Mapping[str, Sequence[ComparedField]]:
    """Group the compared fields by variable: the built-in ones first, then a team's own."""
    known_paths = {row.path for row in COMPARED_FIELDS}
    terms = vocabulary.lists.get("variables", {}).values()
    added = (ComparedField(path, term.key) for term in terms for path in term.fields if path not in known_paths)
    inputs: dict[str, list[ComparedField]] = {}
    for row in (*COMPARED_FIELDS, *added):
        inputs.setdefault(row.variable, []).append(row)
    return inputs


def split_text(text: str) -> Sequence[str]:
    """Return the items of a list written as one text; a comma within a number does not separate items."""
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]

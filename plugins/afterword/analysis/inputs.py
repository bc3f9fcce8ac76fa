"""Inputs of a record: the variables that its author worded, and the fields that say how they were.

What came out of it, such as KPIs and the audience reached, is kept apart: it is shown beside a comparison and never
counted as a difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from afterword.schema.vocabulary import Vocabulary

Value = str | float | None
"""A variable as its author worded it; None where it is not known."""


class ValueForm(StrEnum):
    """The form of an input's values, which decides how two of them are compared."""

    WORDS = "words"
    """A text, a number or a list of texts in the language of the record."""
    CODES = "codes"
    """Codes or terms, which are the same in every language."""
    TALLY = "tally"
    """Counts by a text."""
    MONEY = "money"
    """An amount and its currency."""
    NUMBER = "number"
    DAYS = "days"
    MONTHS = "months"
    """The first and the last month, from 1 to 12, in which it may have begun, in any year."""


@dataclass(frozen=True, slots=True)
class Input:
    """A field, by its dotted path, that says how a variable was.

    `is_partial`: equal values do not make the variable equal, as six creators may be any six. `replaces` is an input
    that does not count where this one is known of both records. `terms` is the list of the vocabulary that its values
    come from.
    """

    path: str
    variable: str
    form: ValueForm = ValueForm.WORDS
    is_partial: bool = False
    replaces: str = ""
    terms: str = ""


INPUTS = (
    Input("kind", "kind", ValueForm.CODES),
    Input("markets", "market", ValueForm.CODES),
    Input("product", "product"),
    Input("goal", "goal", ValueForm.CODES),
    Input("rigour", "structure", ValueForm.CODES),
    Input("execution.creators", "creators", ValueForm.NUMBER, is_partial=True),
    Input("execution.creators.tier", "creators", ValueForm.TALLY),
    Input("execution.messages", "messaging"),
    Input("execution.content_types", "content", ValueForm.CODES, terms="content_types"),
    Input("execution.cadence", "frequency"),
    Input("audience.target", "targeting"),
    Input("budget.actual", "budget", ValueForm.MONEY, replaces="budget.planned"),
    Input("budget.planned", "budget", ValueForm.MONEY),
    Input("starts", "timing", ValueForm.MONTHS),
    Input("ends", "length", ValueForm.DAYS),
    Input("deal.account", "customer"),
    Input("deal.competitor", "competition"),
    Input("deal.amount", "scale", ValueForm.MONEY),
)
"""The fields that go into a comparison. A vocabulary adds those of a team by `fields`."""

OUTCOMES = ("audience.reached", "revenue")
"""Fields that say what came out, beside the KPIs."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A KPI of a record as far as a comparison needs it; `actual` and `planned` are in `unit`."""

    name: str
    metric: str
    unit: str
    planned: Value
    actual: Value
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Comparable:
    """The parts of a record that a comparison looks at.

    `variables` are as their author worded them, `inputs` by the paths of their fields. `relations` holds, by the slug
    of another record, the variables that were kept and those that were changed according to a relation.
    """

    name: str
    slug: str
    variables: Mapping[str, Value]
    kpis: Sequence[Measured] = ()
    relations: Mapping[str, tuple[Sequence[str], Sequence[str]]] = field(default_factory=dict)
    kind: str = ""
    language: str = "en"
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=4)  # asked for each record
def inputs_by_variable(vocabulary: Vocabulary) -> Mapping[str, Sequence[Input]]:
    """Return the inputs of each variable of a vocabulary: those of `INPUTS`, then a team's own fields."""
    known_paths = {row.path for row in INPUTS}
    terms = vocabulary.lists.get("variables", {}).values()
    added = (Input(path, term.key) for term in terms for path in term.fields if path not in known_paths)
    inputs: dict[str, list[Input]] = {}
    for row in (*INPUTS, *added):
        inputs.setdefault(row.variable, []).append(row)
    return inputs


def split_text(text: str) -> Sequence[str]:
    """Return the items of a list that was written as one text; a comma within a number does not part it."""
    return [part.strip() for part in re.split(r"[,;]\s+|\s+(?:and|и|&)\s+", text) if part.strip()]

"""Reasons why a record matters to a plan, in the author's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from afterword.analysis.guardrails import guardrail_label, meets_conditions
from afterword.library.published_index import IndexedRecord
from afterword.problems import Message, say

WEAK_FACETS = ("kind", "teams")
"""Facets that half of a library shares, so that they are no reason by themselves."""
_MAX_NAMED = 4
"""The maximum number of values or words in one reason."""
MIN_WORD_LENGTH = 4
"""The minimum length of a word that counts by itself."""


def explain_match(
    record: IndexedRecord, plan: Mapping[str, Any], shared: Mapping[str, Sequence[str]], weights: Mapping[str, float]
) -> Sequence[Message]:
    """Return the reasons for a match: shared facets, an applicable guardrail, and the rarest shared words.

    `shared` are the values of each facet that both have; `weights` is the idf of each word or phrase that both
    have.
    """
    return (
        *_facet_reasons({name: values for name, values in shared.items() if values}),
        *_guardrail_reason(record, plan),
        *_word_reason(weights),
    )


def _facet_reasons(shared: Mapping[str, Sequence[str]]) -> Iterator[Message]:
    remaining = dict(shared)
    for name, reason in (
        ("series", say("same series")),
        ("account", say("same customer")),
        ("competitor", say("same competitor")),
        ("product", say("same product")),
    ):
        if remaining.pop(name, None):
            yield reason
    goal, markets = remaining.pop("goal", ()), remaining.pop("markets", ())
    if goal and markets:
        yield say("same goal and market")
    elif goal or markets:
        yield say("same goal") if goal else say("same market")
    for name, values in remaining.items():
        if name not in WEAK_FACETS:
            yield say("{field}: {values}", field=name, values=", ".join(values[:_MAX_NAMED]))


def _guardrail_reason(record: IndexedRecord, plan: Mapping[str, Any]) -> Iterator[Message]:
    """Yield the first guardrail of the record that applies to the plan by more than its kind."""
    for rule in record.guardrails:
        when = rule.get("when", {})
        if when.keys() - {"kind"} and meets_conditions(plan, when):
            yield say("guardrail applies: {rule}", rule=guardrail_label(rule))
            return


def _word_reason(weights: Mapping[str, float]) -> Iterator[Message]:
    """Yield the rarest words and phrases, none of which is part of another."""
    rarest_words = sorted(weights, key=lambda word: (-weights[word], word))
    chosen_words: list[str] = []
    for word in (word.casefold() for word in rarest_words if len(word) >= MIN_WORD_LENGTH):
        if len(chosen_words) < _MAX_NAMED and not any(word in other.split() or word == other for other in chosen_words):
            chosen_words = [*(other for other in chosen_words if other not in word.split()), word]
    if chosen_words:
        yield say("text: {words}", words=", ".join(chosen_words))

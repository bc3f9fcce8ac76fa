"""Why a record matters to a plan, in words that its author understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from afterword.analysis.guardrails import called, meets
from afterword.library.published_index import Listed
from afterword.problems import Text, say

_WEAK = ("kind", "teams")
"""Facets that half a library shares: alone they are no reason to read anything."""
_NAMED = 4
"""How many values or words one reason names at most."""
_SHORT = 4
"""Letters that a word has at least to say something alone."""


def reasons(
    record: Listed, plan: Mapping[str, Any], shared: Mapping[str, Sequence[str]], weights: Mapping[str, float]
) -> Sequence[Text]:
    """The facets that a plan shares with a record, a guardrail of it that applies, and the rarest words of both.

    `shared` are the values of each facet that both have; `weights` how rare each word or phrase of the plan is that the
    record has too.
    """
    return (
        *_facets({name: values for name, values in shared.items() if values}),
        *_rule(record, plan),
        *_text(weights),
    )


def _facets(shared: Mapping[str, Sequence[str]]) -> Iterator[Text]:
    left = dict(shared)
    for name, same in (
        ("series", say("same series")),
        ("account", say("same customer")),
        ("competitor", say("same competitor")),
        ("product", say("same product")),
    ):
        if left.pop(name, None):
            yield same
    goal, markets = left.pop("goal", ()), left.pop("markets", ())
    if goal and markets:
        yield say("same goal and market")
    elif goal or markets:
        yield say("same goal") if goal else say("same market")
    for name, values in left.items():
        if name not in _WEAK:
            yield say("{field}: {values}", field=name, values=", ".join(values[:_NAMED]))


def _rule(record: Listed, plan: Mapping[str, Any]) -> Iterator[Text]:
    """The first guardrail that was drawn from the record for such a plan, and not for everything of its kind."""
    for rule in record.guardrails:
        when = rule.get("when", {})
        if when.keys() - {"kind"} and meets(plan, when):
            yield say("guardrail applies: {rule}", rule=called(rule))
            return


def _text(weights: Mapping[str, float]) -> Iterator[Text]:
    """The rarest words and phrases, none of which is a part of another."""
    best = sorted(weights, key=lambda word: (-weights[word], word))
    found: list[str] = []
    for word in (word.casefold() for word in best if len(word) >= _SHORT):
        if len(found) < _NAMED and not any(word in other.split() or word == other for other in found):
            found = [*(other for other in found if other not in word.split()), word]
    if found:
        yield say("text: {words}", words=", ".join(found))

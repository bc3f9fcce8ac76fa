"""A cause is not laid to one variable by a comparison in which others differed too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from afterword.analysis.comparison import Comparison, comparable, compare
from afterword.library import Library
from afterword.names import name_key
from afterword.problems import Finding, Rule, Severity, say
from afterword.record import Record

RULE = Rule("cause-confounded", "A cause rests on a comparison that cannot tell it apart", Severity.WARNING)

_MARKET = "market"
_HINT = say(
    "Say in `controlled_for` what was kept equal or allowed for, or in `would_settle` what would tell them apart, such"
    " as a rerun that changes one of them."
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Causes graded `comparison`, and causes laid to the market, against the other runs of the same thing.

    One pair in which nothing but the cause's variable differs is enough. What the cause says it controlled for does
    not count as a difference. A cause that is disputed, or says what would settle it, is no conclusion yet.
    """
    judged = [(index, cause) for index, cause in enumerate(record.causes) if _is_conclusion(cause)]
    pairs = _pairs(record, library) if judged else ()
    for index, cause in judged:
        found = [(pair, _others(pair, cause)) for pair in pairs if _differs(pair, cause["variable"])]
        if found and all(others for _, others in found):
            pair, others = min(found, key=lambda row: (len(row[1]), row[0].b.name))
            values = {"name": pair.b.name, "others": ", ".join(others), "variable": cause["variable"]}
            message = (
                say("The market is blamed, but against “{name}” this differed too: {others}.", **values)
                if cause["variable"] == _MARKET
                else say("`{variable}` is blamed, but against “{name}” this differed too: {others}.", **values)
            )
            yield Finding(RULE, message, _HINT, ("causes", index, "variable"))


def _is_conclusion(cause: Mapping[str, Any]) -> bool:
    judged = cause.get("evidence") == "comparison" or cause.get("variable") == _MARKET
    return judged and "variable" in cause and not cause.get("disputed_by") and not cause.get("would_settle")


def _differs(pair: Comparison, variable: str) -> bool:
    return any(row.variable == variable for row in pair.differs)


def _others(pair: Comparison, cause: Mapping[str, Any]) -> Sequence[str]:
    """What differs in a pair beside the cause's variable and what it was controlled for."""
    allowed = {cause["variable"], *cause.get("controlled_for", ())}
    return [row.variable for row in pair.differs if row.variable not in allowed]


def _pairs(record: Record, library: Library) -> Sequence[Comparison]:
    """The record against each other run, whichever of the two says that they belong together."""
    runs = library.runs.get(record.path, ())
    slugs = {name_key(name): one.slug for one in (record, *runs) for name in one.names}
    return [
        compare(comparable(record, slugs, library.vocabulary), comparable(other, slugs, library.vocabulary))
        for other in runs
    ]

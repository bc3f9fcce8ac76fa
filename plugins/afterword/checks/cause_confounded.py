"""A cause is not laid to one variable by a comparison in which others differed too, or may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import Comparison, compare
from afterword.analysis.verdicts import join_names
from afterword.library.library import Library
from afterword.problems import Finding, Message, Rule, Severity, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule("cause-confounded", "A cause rests on a comparison that cannot tell it apart", Severity.WARNING)

_MARKET = "market"
_DIFFER = say(
    "Say in `controlled_for` what was kept equal or allowed for, or in `would_settle` what would tell them apart, such"
    " as a rerun that changes one of them."
)
_RECORD = say(
    "Write under `variables` in both postmortems how each was. Where nobody knows, say in `would_settle` what would"
    " settle it."
)
_SAME = say("Name the variable that differed, or grade the cause by what else supports it.")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why one pair of runs cannot lay a cause to its variable: what else differs, and what cannot be told."""

    name: str
    differing: Sequence[str]
    unknown: Sequence[str]
    is_marked: bool

    @property
    def size(self) -> tuple[int, int, str]:
        """How much stands in the way; differences weigh more than what is unknown."""
        return (len(self.differing), len(self.unknown), self.name)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Causes graded `comparison`, and causes laid to the market, against the other runs of the same thing.

    One pair in which nothing but the cause's variable differs, and nothing decisive is unknown, is enough. What the
    cause says it controlled for does not count. A cause that is disputed, or says what would settle it, is no
    conclusion yet.
    """
    judged = [(index, cause) for index, cause in enumerate(record.causes) if _is_conclusion(cause)]
    pairs = _pairs(record, library) if judged else ()
    for index, cause in judged:
        variable, path = cause["variable"], ("causes", index, "variable")
        doubts = [_doubt(pair, cause) for pair in pairs if variable not in pair.same]
        if doubts and all(doubt.differing or doubt.unknown or not doubt.is_marked for doubt in doubts):
            message, hint = _explain(min(doubts, key=lambda doubt: doubt.size), variable)
            yield Finding(RULE, message, hint, path)
        elif pairs and not doubts and cause.get("evidence") == "comparison":
            message = say(
                "`{variable}` is blamed, but it was the same in “{name}”.", variable=variable, name=pairs[0].b.name
            )
            yield Finding(RULE, message, _SAME, path)


def _is_conclusion(cause: Mapping[str, Any]) -> bool:
    judged = cause.get("evidence") == "comparison" or cause.get("variable") == _MARKET
    return judged and "variable" in cause and not cause.get("disputed_by") and not cause.get("would_settle")


def _doubt(pair: Comparison, cause: Mapping[str, Any]) -> Doubt:
    variable, allowed = cause["variable"], {cause["variable"], *cause.get("controlled_for", ())}
    unknown = {key for key in pair.unknown if key not in allowed} | ({variable} - {*pair.differs})
    return Doubt(pair.b.name, [key for key in pair.differs if key not in allowed], sorted(unknown), pair.is_marked)


def _explain(doubt: Doubt, variable: str) -> tuple[Message, Message]:
    """Return the message and the hint for a doubt."""
    values = {"name": doubt.name, "others": ", ".join(doubt.differing), "variable": variable}
    if doubt.differing and variable == _MARKET:
        return say("The market is blamed, but against “{name}” this differed too: {others}.", **values), _DIFFER
    if doubt.differing:
        return say("`{variable}` is blamed, but against “{name}” this differed too: {others}.", **values), _DIFFER
    if doubt.unknown:
        return (
            say(
                "`{variable}` is blamed, but against “{name}” this is missing or not comparable: {unknown}.",
                **values,
                unknown=join_names([f"`{key}`" for key in doubt.unknown]),
            ),
            _RECORD,
        )
    return (
        say("`{variable}` is blamed, but nothing says what else could have mattered against “{name}”.", **values),
        say("Mark in `variables` of schema/vocabulary.yml what is `decisive` for each kind of postmortem."),
    )


def _pairs(record: Record, library: Library) -> Sequence[Comparison]:
    """The record against each other run, whichever of the two says that they belong together."""
    runs, vocabulary = library.runs.get(record.path, ()), library.vocabulary
    slugs = {name_key(name): one.slug for one in (record, *runs) for name in one.names}
    a = make_comparable(record, slugs, vocabulary)
    return [compare(a, make_comparable(run, slugs, vocabulary), vocabulary) for run in runs]

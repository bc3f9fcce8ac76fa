"""Rule: a cause does not rest on a comparison in which other variables differed too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import Comparison, compare_records
from afterword.analysis.verdicts import join_names
from afterword.library.library import Library
from afterword.problems import Finding, Message, Rule, Severity, Subject, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule(
    "cause-confounded",
    "A cause rests on a comparison that cannot tell it apart",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)

_MARKET = "market"
_DIFFERENCE_HINT = say(
    "Say in `controlled_for` what was kept equal or allowed for, or in `would_settle` what would tell them apart, such"
    " as a rerun that changes one of them."
)
_MISSING_HINT = say(
    "Write under `variables` in both postmortems how each was. Where nobody knows, say in `would_settle` what would"
    " settle it."
)
_SAME_HINT = say("Name the variable that differed, or grade the cause by what else supports it.")


@dataclass(frozen=True, slots=True)
class ConfoundedPair:
    """Pair of runs that cannot attribute a result to one variable: what else differs, and what is unknown."""

    name: str
    differing: Sequence[str]
    unknown: Sequence[str]
    is_marked: bool

    @property
    def sort_key(self) -> tuple[int, int, str]:
        """Key that sorts pairs: fewer differences first, then fewer unknown variables."""
        return (len(self.differing), len(self.unknown), self.name)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Check causes graded `comparison`, and causes attributed to the market, against the other runs of the same thing.

    One pair in which only the cause's variable differs, and nothing decisive is unknown, is enough. Variables that
    the cause controlled for do not count. A cause that is disputed, or says what would settle it, is not checked.
    """
    conclusions = [(index, cause) for index, cause in enumerate(record.causes) if _is_conclusion(cause)]
    pairs = _compare_with_runs(record, library) if conclusions else ()
    for index, cause in conclusions:
        variable, path = cause["variable"], ("causes", index, "variable")
        confounded_pairs = [_find_confounders(pair, cause) for pair in pairs if variable not in pair.same]
        if confounded_pairs and all(
            confounded.differing or confounded.unknown or not confounded.is_marked for confounded in confounded_pairs
        ):
            message, hint = _describe_pair(min(confounded_pairs, key=lambda confounded: confounded.sort_key), variable)
            yield Finding(RULE, message, hint, path)
        elif pairs and not confounded_pairs and cause.get("evidence") == "comparison":
            message = say(
                "`{variable}` is blamed, but it was the same in “{name}”.", variable=variable, name=pairs[0].b.name
            )
            yield Finding(RULE, message, _SAME_HINT, path)


def _is_conclusion(cause: Mapping[str, Any]) -> bool:
    is_testable = cause.get("evidence") == "comparison" or cause.get("variable") == _MARKET
    return is_testable and "variable" in cause and not cause.get("disputed_by") and not cause.get("would_settle")


def _find_confounders(pair: Comparison, cause: Mapping[str, Any]) -> ConfoundedPair:
    variable, allowed = cause["variable"], {cause["variable"], *cause.get("controlled_for", ())}
    unknown = {key for key in pair.unknown if key not in allowed} | ({variable} - {*pair.differs})
    return ConfoundedPair(
        pair.b.name, [key for key in pair.differs if key not in allowed], sorted(unknown), pair.is_marked
    )


def _describe_pair(pair: ConfoundedPair, variable: str) -> tuple[Message, Message]:
    """Return the message and the hint for a pair."""
    values = {"name": pair.name, "others": ", ".join(pair.differing), "variable": variable}
    if pair.differing and variable == _MARKET:
        return say(
            "The market is blamed, but against “{name}” this differed too: {others}.", **values
        ), _DIFFERENCE_HINT
    if pair.differing:
        return say(
            "`{variable}` is blamed, but against “{name}” this differed too: {others}.", **values
        ), _DIFFERENCE_HINT
    if pair.unknown:
        return (
            say(
                "`{variable}` is blamed, but against “{name}” this is missing or not comparable: {unknown}.",
                **values,
                unknown=join_names([f"`{key}`" for key in pair.unknown]),
            ),
            _MISSING_HINT,
        )
    return (
        say("`{variable}` is blamed, but nothing says what else could have mattered against “{name}”.", **values),
        say("Mark in `variables` of schema/vocabulary.yml what is `decisive` for each kind of postmortem."),
    )


def _compare_with_runs(record: Record, library: Library) -> Sequence[Comparison]:
    """Compare the record with each other run, whichever of the two records states the relation."""
    runs, vocabulary = library.runs.get(record.path, ()), library.vocabulary
    slugs = {name_key(name): member.slug for member in (record, *runs) for name in member.names}
    comparable = make_comparable(record, slugs, vocabulary)
    return [compare_records(comparable, make_comparable(run, slugs, vocabulary), vocabulary) for run in runs]

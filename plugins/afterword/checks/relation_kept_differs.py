"""Rule: a variable that a relation names as kept is the same in both records."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import differing_input, differing_values, match_variable
from afterword.analysis.inputs import ValueForm
from afterword.analysis.values import ValueMatch
from afterword.library.library import Library
from afterword.problems import DataPath, Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.names import name_key

RULE = Rule(
    "relation-kept-differs",
    "A relation says that something was kept, and the records say otherwise",
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each variable under `kept` whose values differ, or that `changed` names too."""
    for index, relation in enumerate(record.relations):
        others = library.by_name.get(name_key(relation.get("name", "")), ()) if relation.get("kept") else ()
        for position, variable in enumerate(relation.get("kept", ())):
            path = ("relations", index, "kept", position)
            if variable in relation.get("changed", ()):
                message = say("`{variable}` stands under `kept` and under `changed`.", variable=variable)
                yield Finding(RULE, message, say("Leave it in one of the two."), path)
            elif len(others) == 1 and others[0] is not record:
                yield from _check_kept_variable(record, others[0], variable, path, library)


def _check_kept_variable(
    record: Record, other: Record, variable: str, path: DataPath, library: Library
) -> Iterator[Finding]:
    """Yield a finding if the values of a variable in two records differ."""
    vocabulary = library.vocabulary
    here, there = (make_comparable(of, {}, vocabulary) for of in (record, other))
    if match_variable(variable, here, there, vocabulary) is not ValueMatch.DIFFERS:
        return
    differing = differing_input(variable, here, there, vocabulary)
    is_start_date = differing is not None and differing.form is ValueForm.MONTHS
    values = (record.starts, other.starts) if is_start_date else differing_values(variable, here, there, vocabulary)
    message = say(
        "`{variable}` stands under `kept`, but it is “{here}” here and “{there}” in “{name}”.",
        variable=variable,
        here=values[0],
        there=values[1],
        name=other.name,
    )
    hint = say("Correct the value that is wrong, or move `{variable}` to `changed`.", variable=variable)
    yield Finding(RULE, message, hint, path)

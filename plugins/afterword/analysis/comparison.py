"""Two records side by side: which variables are the same, which differ, and which cannot be told.

The browser does the same for any two records; both run the cases of `tests/comparisons.json`. What may be said about
two records is in `verdicts`.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from afterword.analysis.inputs import (
    Comparable,
    Input,
    Measured,
    Value,
    ValueForm,
    inputs_by_variable,
)
from afterword.analysis.kpis import is_number
from afterword.analysis.values import ValueMatch, fold_words, match_values
from afterword.schema.vocabulary import Tolerance, Vocabulary
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class KpiPair:
    """The same KPI in both, by metric or else by name; None where one has not measured it."""

    name: str
    a: Measured | None
    b: Measured | None

    @property
    def difference(self) -> float | None:
        """How much more `b` reached than `a`; None unless both are numbers of one unit."""
        if self.a is None or self.b is None or self.a.unit != self.b.unit:
            return None
        if not is_number(self.a.actual) or not is_number(self.b.actual):
            return None
        return round(self.b.actual - self.a.actual, 10)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records compared; variables are keys of the vocabulary, sorted.

    `unknown` are all that cannot be told: recorded in one only, decisive and recorded in neither, or `unclear`, as they
    are recorded in two ways, such as in two languages, or a relation says that they changed although they are the same.
    `kept` are those of `same` that only a relation says. `misstated` are those of which a relation says otherwise than
    the records: kept, although they differ, or changed, although they are the same. `is_marked`: the
    vocabulary says which variables are decisive for both kinds of records.
    """

    a: Comparable
    b: Comparable
    same: Sequence[str]
    differs: Sequence[str]
    unknown: Sequence[str]
    unclear: Sequence[str]
    kept: Sequence[str]
    misstated: Sequence[str]
    is_marked: bool
    kpis: Sequence[KpiPair]


def compare(a: Comparable, b: Comparable, vocabulary: Vocabulary) -> Comparison:
    """Compare two records, variable by variable.

    What is recorded comes first. A relation between the two settles what the records leave open. Where it says that
    something was kept and the records differ, they differ; where it says that something changed and the records agree,
    nobody can tell.
    """
    said_kept, said_changed = _relations(a, b)
    inputs = {row.variable for row in _inputs(a, b, vocabulary)}
    same: set[str] = set()
    differs: set[str] = set()
    unclear: set[str] = set()
    unknown: set[str] = set()
    kept: set[str] = set()
    misstated: set[str] = set()
    for key in {*a.variables, *b.variables, *inputs, *said_kept, *said_changed}:
        match, is_kept, is_changed = match_variable(key, a, b, vocabulary), key in said_kept, key in said_changed
        if (match is ValueMatch.DIFFERS and is_kept) or (match is ValueMatch.SAME and is_changed):
            misstated.add(key)
        if match is ValueMatch.DIFFERS:
            differs.add(key)
        elif match is ValueMatch.SAME:
            (unclear if is_changed else same).add(key)
        elif is_kept is not is_changed:
            (kept if is_kept else differs).add(key)
        else:
            (unclear if match is ValueMatch.UNCLEAR else unknown).add(key)
    same |= kept
    decisive = [_decisive(of.kind, vocabulary) for of in (a, b)]
    return Comparison(
        a,
        b,
        sorted(same - {"kind"}),
        sorted(differs),
        sorted(unknown | unclear | (set().union(*decisive) - same - differs)),
        sorted(unclear),
        sorted(kept),
        sorted(misstated),
        all(decisive),
        _pairs(a.kpis, b.kpis),
    )


def _inputs(a: Comparable, b: Comparable, vocabulary: Vocabulary) -> Iterator[Input]:
    """Yield the inputs that one of two records has."""
    for rows in inputs_by_variable(vocabulary).values():
        yield from (row for row in rows if row.path in a.inputs or row.path in b.inputs)


def _decisive(kind: str, vocabulary: Vocabulary) -> set[str]:
    """Return the variables that are decisive for records of a kind."""
    return {term.key for term in vocabulary.lists.get("variables", {}).values() if kind in term.decisive}


def _rows(key: str, vocabulary: Vocabulary) -> Sequence[Input]:
    """Return the inputs of a variable."""
    return inputs_by_variable(vocabulary).get(key, ())


def match_variable(key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary) -> ValueMatch:
    """Compare one variable: it differs as soon as its words or one of its inputs do."""
    words, inputs = _match_parts(key, a, b, vocabulary)
    matches = {words, *inputs.values()}
    if ValueMatch.DIFFERS in matches:
        return ValueMatch.DIFFERS
    if _is_said_in_two_ways(key, a, b, vocabulary):
        return ValueMatch.SAME
    is_whole = not {ValueMatch.UNCLEAR, ValueMatch.UNKNOWN} & {*inputs.values()}
    is_proven = any(match is ValueMatch.SAME and not row.is_partial for row, match in inputs.items())
    # a number may be meant in the currency of the field
    is_worded = words is ValueMatch.SAME and not (is_number(a.variables[key]) and ValueMatch.UNCLEAR in matches)
    if is_worded or (is_proven and is_whole):
        return ValueMatch.SAME
    records = [key in of.variables or any(row.path in of.inputs for row in _rows(key, vocabulary)) for of in (a, b)]
    return ValueMatch.UNCLEAR if all(records) else ValueMatch.UNKNOWN if any(records) else ValueMatch.ABSENT


def _is_said_in_two_ways(key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary) -> bool:
    """Return whether the words of one record are what the other has in a field, and neither has both."""
    for row in _rows(key, vocabulary):
        for one, other in ((a, b), (b, a)):
            words, value = one.variables.get(key), other.inputs.get(row.path)
            is_apart = key not in other.variables and row.path not in one.inputs
            if is_apart and row.form is ValueForm.WORDS and isinstance(words, str) and isinstance(value, str | list):
                return fold_words(words) == fold_words(value)
    return False


def _match_parts(
    key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary
) -> tuple[ValueMatch, Mapping[Input, ValueMatch]]:
    """Compare the words for a variable, and each of its inputs that counts."""
    term = vocabulary.lists.get("variables", {}).get(key)
    tolerance, languages = term.tolerance if term else Tolerance(), (a.language, b.language)
    share = replace(tolerance, at_least=0)  # which is in the unit of the fields
    words = match_values(ValueForm.WORDS, a.variables.get(key), b.variables.get(key), languages, share)
    rows = _rows(key, vocabulary)
    replaced = {row.replaces for row in rows if row.path in a.inputs and row.path in b.inputs}
    return words, {
        row: match_values(row.form, a.inputs.get(row.path), b.inputs.get(row.path), languages, tolerance)
        for row in rows
        if row.path not in replaced
    }


def differing_input(key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary) -> Input | None:
    """Return the field in which two records differ; None where their words for the variable do, or nothing does."""
    words, inputs = _match_parts(key, a, b, vocabulary)
    rows = (row for row, match in inputs.items() if match is ValueMatch.DIFFERS)
    return None if words is ValueMatch.DIFFERS else next(rows, None)


def differing_values(key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary) -> tuple[Value, Value]:
    """Return how a variable that differs was in each of two records, as plain values.

    These are the words where they differ, or else the field that does, after the words for it. Where only a relation
    says that it changed, they are what is recorded of it; None where a record says nothing.
    """
    row = differing_input(key, a, b, vocabulary)
    paths = [other.path for other in _rows(key, vocabulary)] if row is None else [row.path]
    return _values(key, a, paths, is_worded=row is None), _values(key, b, paths, is_worded=row is None)


def _values(key: str, record: Comparable, paths: Sequence[str], *, is_worded: bool) -> Value:
    words = record.variables.get(key)
    value = next((plain_value(record.inputs[path]) for path in paths if path in record.inputs), None)
    if words is None or value is None:
        return value if words is None else words
    return words if is_worded else f"{words}; {value}"


def plain_value(value: Any) -> Value:
    """Return the value of an input as a text or a number: codes by commas, `5000 EUR`, `micro × 4`, `August`."""
    match value:
        case {**counts}:
            return ", ".join(f"{name} × {count}" for name, count in counts.items())
        case [int() | float() as amount, str() as currency]:
            return f"{amount} {currency}".strip()
        case [int() as first, int() as last]:
            return "–".join(month_name[month] for month in dict.fromkeys((first, last)))
        case list():
            return ", ".join(value)
    return value  # type: ignore[no-any-return]  # a text, a number or nothing


def _relations(a: Comparable, b: Comparable) -> tuple[set[str], set[str]]:
    """Return the variables that relations between two records say were kept, and those that were changed."""
    rows = [of.relations[other.slug] for of, other in ((a, b), (b, a)) if other.slug in of.relations]
    return {key for kept, _ in rows for key in kept}, {key for _, changed in rows for key in changed}


def _pairs(one: Sequence[Measured], other: Sequence[Measured]) -> Sequence[KpiPair]:
    """KPIs by metric, or by name where there is none; of several with one metric, the first of each record."""
    left, right = _first(one), _first(other)
    return [KpiPair((left.get(key) or right[key]).name, left.get(key), right.get(key)) for key in {**left, **right}]


def _first(measured: Sequence[Measured]) -> Mapping[tuple[str, str], Measured]:
    found: dict[tuple[str, str], Measured] = {}
    for kpi in measured:
        found.setdefault(("metric", kpi.metric) if kpi.metric else ("name", name_key(kpi.name)), kpi)
    return found

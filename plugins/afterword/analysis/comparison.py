"""Compare two records: which variables are the same, which differ, and which are unknown.

The browser does the same for any two records; both run the cases of `tests/comparisons.json`. `verdicts` decides
what a comparison supports.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from afterword.analysis.inputs import (
    Comparable,
    ComparedField,
    MeasuredKpi,
    Value,
    ValueForm,
    group_fields_by_variable,
)
from afterword.analysis.kpis import is_number
from afterword.analysis.values import ValueMatch, fold_words, match_values
from afterword.schema.vocabulary import Tolerance, Vocabulary
from afterword.text.names import name_key


@dataclass(frozen=True, slots=True)
class KpiPair:
    """The same KPI in two records, matched by metric or else by name; None if a record has not measured it."""

    name: str
    a: MeasuredKpi | None
    b: MeasuredKpi | None

    @property
    def difference(self) -> float | None:
        """Actual value of `b` minus that of `a`; None unless both are numbers of one unit."""
        if self.a is None or self.b is None or self.a.unit != self.b.unit:
            return None
        if not is_number(self.a.actual) or not is_number(self.b.actual):
            return None
        return round(self.b.actual - self.a.actual, 10)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Comparison of two records; variables are keys of the vocabulary, sorted.

    `unknown` are variables that cannot be compared: recorded in one record only, decisive and recorded in neither,
    or `unclear`. `unclear` are recorded in two ways, such as in two languages, or stated as changed although they
    are the same. `kept` are those of `same` that only a relation states. `misstated` are those whose relation
    contradicts the records. `is_marked`: the vocabulary says which variables are decisive for both kinds of
    records.
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


def compare_records(a: Comparable, b: Comparable, vocabulary: Vocabulary) -> Comparison:
    """Compare two records, variable by variable.

    Recorded values come first; a relation between the two decides what they leave open. A variable stated as kept
    that differs counts as different; one stated as changed that is the same counts as unclear.
    """
    stated_kept, stated_changed = _list_stated_variables(a, b)
    inputs = {row.variable for row in _list_inputs(a, b, vocabulary)}
    same, differs, kept = set[str](), set[str](), set[str]()
    unclear, unknown, misstated = set[str](), set[str](), set[str]()
    for key in {*a.variables, *b.variables, *inputs, *stated_kept, *stated_changed}:
        match, is_kept, is_changed = match_variable(key, a, b, vocabulary), key in stated_kept, key in stated_changed
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
    decisive = [_list_decisive_variables(of.kind, vocabulary) for of in (a, b)]
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
        _pair_kpis(a.kpis, b.kpis),
    )


def _list_inputs(a: Comparable, b: Comparable, vocabulary: Vocabulary) -> Iterator[ComparedField]:
    """Yield the inputs that at least one of two records has."""
    for rows in group_fields_by_variable(vocabulary).values():
        yield from (row for row in rows if row.path in a.inputs or row.path in b.inputs)


def _list_decisive_variables(kind: str, vocabulary: Vocabulary) -> set[str]:
    """Return the variables that are decisive for records of a kind."""
    return {term.key for term in vocabulary.lists.get("variables", {}).values() if kind in term.decisive}


def _list_variable_inputs(key: str, vocabulary: Vocabulary) -> Sequence[ComparedField]:
    """Return the inputs of a variable."""
    return group_fields_by_variable(vocabulary).get(key, ())


def match_variable(key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary) -> ValueMatch:
    """Compare one variable: it differs as soon as its words or one of its inputs differ."""
    words, inputs = _match_words_and_inputs(key, a, b, vocabulary)
    matches = {words, *inputs.values()}
    if ValueMatch.DIFFERS in matches:
        return ValueMatch.DIFFERS
    if _is_recorded_in_two_ways(key, a, b, vocabulary):
        return ValueMatch.SAME
    is_complete = not {ValueMatch.UNCLEAR, ValueMatch.UNKNOWN} & {*inputs.values()}
    is_proven = any(match is ValueMatch.SAME and not row.is_partial for row, match in inputs.items())
    # a number may be in the currency of the field
    is_worded = words is ValueMatch.SAME and not (is_number(a.variables[key]) and ValueMatch.UNCLEAR in matches)
    if is_worded or (is_proven and is_complete):
        return ValueMatch.SAME
    is_recorded = [
        key in of.variables or any(row.path in of.inputs for row in _list_variable_inputs(key, vocabulary))
        for of in (a, b)
    ]
    return ValueMatch.UNCLEAR if all(is_recorded) else ValueMatch.UNKNOWN if any(is_recorded) else ValueMatch.ABSENT


def _is_recorded_in_two_ways(key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary) -> bool:
    """Return whether one record has in words what the other has in a field, and neither has both."""
    for row in _list_variable_inputs(key, vocabulary):
        for first, second in ((a, b), (b, a)):
            words, value = first.variables.get(key), second.inputs.get(row.path)
            is_complementary = key not in second.variables and row.path not in first.inputs
            if (
                is_complementary
                and row.form is ValueForm.WORDS
                and isinstance(words, str)
                and isinstance(value, str | list)
            ):
                return fold_words(words) == fold_words(value)
    return False


def _match_words_and_inputs(
    key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary
) -> tuple[ValueMatch, Mapping[ComparedField, ValueMatch]]:
    """Compare the words for a variable, and each of its inputs that counts."""
    term = vocabulary.lists.get("variables", {}).get(key)
    tolerance, languages = term.tolerance if term else Tolerance(), (a.language, b.language)
    word_tolerance = replace(tolerance, at_least=0)  # `at_least` is in the unit of the fields
    words = match_values(ValueForm.WORDS, a.variables.get(key), b.variables.get(key), languages, word_tolerance)
    rows = _list_variable_inputs(key, vocabulary)
    replaced_paths = {row.replaces for row in rows if row.path in a.inputs and row.path in b.inputs}
    return words, {
        row: match_values(row.form, a.inputs.get(row.path), b.inputs.get(row.path), languages, tolerance)
        for row in rows
        if row.path not in replaced_paths
    }


def find_differing_input(key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary) -> ComparedField | None:
    """Return the first field in which two records differ; None if their words differ, or nothing does."""
    words, inputs = _match_words_and_inputs(key, a, b, vocabulary)
    rows = (row for row, match in inputs.items() if match is ValueMatch.DIFFERS)
    return None if words is ValueMatch.DIFFERS else next(rows, None)


def get_differing_values(key: str, a: Comparable, b: Comparable, vocabulary: Vocabulary) -> tuple[Value, Value]:
    """Return the values of a variable that differs, for each of two records.

    These are the words if they differ, else the words followed by the field that does. If only a relation states a
    change, they are what is recorded; None if a record has nothing.
    """
    row = find_differing_input(key, a, b, vocabulary)
    paths = [other.path for other in _list_variable_inputs(key, vocabulary)] if row is None else [row.path]
    return _plain_values(key, a, paths, is_worded=row is None), _plain_values(key, b, paths, is_worded=row is None)


def _plain_values(key: str, record: Comparable, paths: Sequence[str], *, is_worded: bool) -> Value:
    words = record.variables.get(key)
    value = next((to_plain_value(record.inputs[path]) for path in paths if path in record.inputs), None)
    if words is None or value is None:
        return value if words is None else words
    return words if is_worded else f"{words}; {value}"


def to_plain_value(value: Any) -> Value:
    """Return the value of an input as a text or number: codes with commas, `5000 EUR`, `micro × 4`, `August`."""
    match value:
        case {**counts}:
            return ", ".join(f"{name} × {count}" for name, count in counts.items())
        case [int() | float() as amount, str() as currency]:
            return f"{amount} {currency}".strip()
        case [int() as first, int() as last]:
            return "–".join(month_name[month] for month in dict.fromkeys((first, last)))
        case list():
            return ", ".join(value)
    return value  # type: ignore[no-any-return]  # a text, a number or None


def _list_stated_variables(a: Comparable, b: Comparable) -> tuple[set[str], set[str]]:
    """Return the variables that relations between two records state as kept, and those stated as changed."""
    rows = [of.relations[other.slug] for of, other in ((a, b), (b, a)) if other.slug in of.relations]
    return {key for kept, _ in rows for key in kept}, {key for _, changed in rows for key in changed}


def _pair_kpis(kpis_a: Sequence[MeasuredKpi], kpis_b: Sequence[MeasuredKpi]) -> Sequence[KpiPair]:
    """Pair KPIs by metric, or by name without one; of several with one metric, the first of each record counts."""
    by_key_a, by_key_b = _index_kpis(kpis_a), _index_kpis(kpis_b)
    return [
        KpiPair((by_key_a.get(key) or by_key_b[key]).name, by_key_a.get(key), by_key_b.get(key))
        for key in {**by_key_a, **by_key_b}
    ]


def _index_kpis(measured: Sequence[MeasuredKpi]) -> Mapping[tuple[str, str], MeasuredKpi]:
    kpis_by_key: dict[tuple[str, str], MeasuredKpi] = {}
    for kpi in measured:
        kpis_by_key.setdefault(("metric", kpi.metric) if kpi.metric else ("name", name_key(kpi.name)), kpi)
    return kpis_by_key

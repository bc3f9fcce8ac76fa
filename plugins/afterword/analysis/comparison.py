"""Two records side by side: which variables they share, in which they differ, and so what the pair can speak about.

The browser does the same for any two records; both run the cases of `tests/comparisons.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from afterword.analysis.kpis import is_number, kpis
from afterword.library import RUNS
from afterword.names import name_key
from afterword.problems import Text, say
from afterword.projection import Entry, Projection
from afterword.record import Values
from afterword.vocabulary import Vocabulary

Value = str | float | None

_UNKNOWN = frozenset({"unknown", "неизвестно", "?", "-", ""})


class Verdict(StrEnum):
    """What a pair can tell: about one variable, about none since several differ, or about none since none does."""

    SPEAKS = "speaks"
    CONFOUNDED = "confounded"
    UNEXPLAINED = "unexplained"


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
    """What a comparison looks at.

    `settled` holds, by the slug of another record, what a relation says of the pair: the variables that were kept, and
    those that were changed.
    """

    name: str
    slug: str
    variables: Mapping[str, Value]
    kpis: Sequence[Measured] = ()
    settled: Mapping[str, tuple[Sequence[str], Sequence[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """A variable that was not the same, and how it was in each; None where only a relation says that it changed."""

    variable: str
    a: Value
    b: Value


@dataclass(frozen=True, slots=True)
class Pair:
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
    """Two records compared. Variables are keys of the vocabulary, sorted; `unknown` are known of one record only."""

    a: Comparable
    b: Comparable
    same: Sequence[str]
    differs: Sequence[Difference]
    unknown: Sequence[str]
    kpis: Sequence[Pair]

    @property
    def verdict(self) -> Verdict:
        """What the pair can tell."""
        return (Verdict.UNEXPLAINED, Verdict.SPEAKS)[len(self.differs)] if len(self.differs) < 2 else Verdict.CONFOUNDED

    @property
    def is_confounded(self) -> bool:
        """Whether several variables differ, so that the pair cannot tell them apart."""
        return self.verdict is Verdict.CONFOUNDED


def comparable(record: Values, others: Mapping[str, str], vocabulary: Vocabulary) -> Comparable:
    """A record as a comparison sees it; `others` are the slugs of records by the key of every name they go by."""
    written = {"product": record.data.get("product"), **record.data.get("variables", {})}
    if record.markets:
        written["market"] = record.markets  # as codes, which every record writes alike
    said = {key: _said(value) for key, value in written.items()}
    variables = {key: value for key, value in said.items() if value is not None}
    rows = zip(record.kpis, kpis(record, vocabulary), strict=True)
    measured = [
        Measured(kpi.name, row.get("metric", ""), kpi.unit, kpi.planned, kpi.actual, kpi.lower_is_better)
        for row, kpi in rows
    ]
    settled = {
        others[name_key(row["name"])]: (row.get("kept", ()), row.get("changed", ()))
        for row in record.relations
        if name_key(row.get("name", "")) in others and (row.get("kept") or row.get("changed"))
    }
    return Comparable(record.name, record.slug, variables, measured, settled)


def compare(a: Comparable, b: Comparable) -> Comparison:
    """What is the same in two records and what is not.

    What a relation between them says was kept or changed settles it; else a variable is the same when both say the
    same, whatever the case and spaces, and numbers are the same when they are equal.
    """
    kept, changed = _settled(a, b)
    same, differs, unknown = [], [], []
    for key in sorted({*a.variables, *b.variables, *kept, *changed}):
        one, other = a.variables.get(key), b.variables.get(key)
        if key in changed:
            differs.append(Difference(key, one, other))
        elif key in kept:
            same.append(key)
        elif one is None or other is None:
            unknown.append(key)
        elif _folded(one) == _folded(other):
            same.append(key)
        else:
            differs.append(Difference(key, one, other))
    return Comparison(a, b, same, differs, unknown, _pairs(a.kpis, b.kpis))


def tied(library: Projection) -> Sequence[tuple[Entry, Entry]]:
    """Every two entries of which one is said to be a rerun of the other or to contrast with it, the older one first.

    The pair with the newest entry comes first.
    """
    found: dict[tuple[str, str], tuple[Entry, Entry]] = {}
    for entry in library.entries:
        for row in entry.relations:
            other, _ = library.resolve(row.get("name", "")) if row.get("type") in RUNS else (None, "")
            if other and other is not entry:
                older, newer = in_time(entry, other)
                found.setdefault((older.path, newer.path), (older, newer))
    return sorted(found.values(), key=lambda pair: (-pair[1].day.toordinal(), pair[1].slug, pair[0].slug))


@dataclass(frozen=True, slots=True)
class Table:
    """Several records side by side: what each said of every variable, those that were not the same everywhere first.

    None stands where a record does not say.
    """

    differs: Mapping[str, Sequence[Value]]
    same: Mapping[str, Sequence[Value]]


def side_by_side(entries: Sequence[Entry], vocabulary: Vocabulary) -> Table:
    """The variables of several entries, such as the runs of a series, in the order of the entries."""
    found = [comparable(entry, {}, vocabulary).variables for entry in entries]
    rows = {key: [one.get(key) for one in found] for key in sorted({key for one in found for key in one})}
    same = {key for key, values in rows.items() if len({_folded(value) for value in values}) == 1}
    return Table(
        {key: values for key, values in rows.items() if key not in same},
        {key: values for key, values in rows.items() if key in same},
    )


def in_time(a: Entry, b: Entry) -> tuple[Entry, Entry]:
    """Two entries, the one that ended first before the other."""
    return (a, b) if (a.day, a.slug) <= (b.day, b.slug) else (b, a)


def between(a: Entry, b: Entry, library: Projection) -> Comparison:
    """The comparison of two entries of a library."""
    others = {name_key(name): entry.slug for entry in (b, a) for name in entry.names}
    return compare(comparable(a, others, library.vocabulary), comparable(b, others, library.vocabulary))


def _settled(a: Comparable, b: Comparable) -> tuple[set[str], set[str]]:
    """The variables that a relation between the two says were kept, and changed; what is said both ways changed."""
    said = [of.settled[other.slug] for of, other in ((a, b), (b, a)) if other.slug in of.settled]
    changed = {key for _, names in said for key in names}
    return {key for names, _ in said for key in names} - changed, changed


def _pairs(one: Sequence[Measured], other: Sequence[Measured]) -> Sequence[Pair]:
    """KPIs by metric, or by name where there is none; of several with one metric, the first of each record."""
    left, right = _first(one), _first(other)
    return [Pair((left.get(key) or right[key]).name, left.get(key), right.get(key)) for key in {**left, **right}]


def _first(measured: Sequence[Measured]) -> Mapping[tuple[str, str], Measured]:
    found: dict[tuple[str, str], Measured] = {}
    for kpi in measured:
        found.setdefault(("metric", kpi.metric) if kpi.metric else ("name", name_key(kpi.name)), kpi)
    return found


def _said(value: Any) -> Value:
    """What a record says of a variable: several values in one text, nothing where it says that it does not know."""
    if isinstance(value, list):
        return ", ".join(sorted(map(str, value))) or None
    if isinstance(value, str):
        return None if name_key(value) in _UNKNOWN else value
    return value if is_number(value) else None


def _folded(value: Value) -> Value:
    return name_key(value) if isinstance(value, str) else value


SENTENCES = {
    "confounded": say("Confounded: {names} differ, and this pair cannot tell them apart.", names="{names}"),
    "market": say("So the market cannot be blamed, nor be cleared."),
    "speaks": say("Only one variable differs, so this pair speaks about it: {names}.", names="{names}"),
    "unexplained": say("Nothing that was recorded differs: what came out is unexplained by what was recorded."),
    "nothing": say("No variable is recorded in both, so what came out is unexplained by what was recorded."),
    "unknown": say("Recorded in one of them only, so nothing is known of: {names}.", names="{names}"),
}
"""What a verdict is made of; the browser fills in the names by itself."""


def verdict(found: Comparison, title: Callable[[str], str]) -> Sequence[Text]:
    """What a comparison says, in sentences; `title` gives a variable's name as readers know it."""
    differing = [row.variable for row in found.differs]
    said: list[tuple[str, Sequence[str]]] = [(found.verdict if found.same or differing else "nothing", differing)]
    if found.is_confounded and "market" in differing:
        said.append(("market", []))
    if found.unknown:
        said.append(("unknown", found.unknown))
    return [replace(SENTENCES[key], values={"names": ", ".join(map(title, names))}) for key, names in said]

"""Runs of the same campaign or deal in order of time, and what a rerun kept, changed and brought."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import compare
from afterword.analysis.inputs import Comparable
from afterword.analysis.kpis import Kpi, list_kpis
from afterword.library.projection import Entry, Projection
from afterword.schema.vocabulary import Vocabulary
from afterword.text.names import name_key, slugify

Measure = tuple[str, str]
"""A metric and its unit: what makes two KPIs comparable."""


@dataclass(frozen=True, slots=True)
class Rerun:
    """What a run changed about an earlier one, and the first KPI whose result is a number in both."""

    of: Entry
    kept: Sequence[str]
    changed: Sequence[str]
    before: Kpi | None = None
    after: Kpi | None = None

    @property
    def is_better(self) -> bool | None:
        """Whether the KPI moved the right way; None when it did not move, or there is none."""
        if self.before is None or self.after is None or self.before.actual == self.after.actual:
            return None
        return (float(self.after.actual or 0) < float(self.before.actual or 0)) is self.after.lower_is_better


@dataclass(frozen=True, slots=True)
class Run:
    """One entry of a series, with the KPI that the series is compared by, if it has it, and what it reran."""

    entry: Entry
    kpi: Kpi | None
    reruns: Sequence[Rerun]


@dataclass(frozen=True, slots=True)
class Series:
    """The runs of a campaign or deal, oldest first, those whose day is not known last; `slug` is its address."""

    title: str
    slug: str
    runs: Sequence[Run]

    @property
    def run_count(self) -> int:
        """Number of runs."""
        return len(self.runs)


@dataclass(frozen=True, slots=True)
class RunTable:
    """What went into the runs of a series, side by side.

    `rows` has, by variable, how each run compares with the first one: `=`, `≠` or `?`; for the first one itself None.
    Variables that differ somewhere come first, then those that nobody can tell somewhere, then those that are the same
    everywhere. `kept` has the positions of runs in which a variable is the same only by what a relation says.
    """

    runs: Sequence[Comparable]
    rows: Mapping[str, Sequence[str | None]]
    kept: Mapping[str, Sequence[int]]


def tabulate_runs(entries: Sequence[Entry], vocabulary: Vocabulary) -> RunTable:
    """Compare each run of a series with the first one."""
    slugs = {name_key(name): entry.slug for entry in reversed(entries) for name in entry.names}
    runs = [make_comparable(entry, slugs, vocabulary) for entry in entries]
    marks: dict[str, dict[int, str]] = defaultdict(dict)
    kept: dict[str, list[int]] = defaultdict(list)
    for position, run in enumerate(runs[1:], start=1):
        comparison = compare(runs[0], run, vocabulary)
        for mark, keys in ("=", comparison.same), ("≠", comparison.differs), ("?", comparison.unknown):
            for key in keys:
                marks[key][position] = mark
        for key in comparison.kept:
            kept[key].append(position)
    others = range(1, len(runs))
    silent = {"kind": "="}  # which a comparison does not name where it is the same
    rows = {key: [None, *(row.get(at, silent.get(key, "?")) for at in others)] for key, row in marks.items()}
    order = {key: ("≠" not in row, "?" not in row, key) for key, row in rows.items()}
    return RunTable(runs, {key: rows[key] for key in sorted(rows, key=order.__getitem__)}, kept)


def all_series(library: Projection) -> Sequence[Series]:
    """Every series, the one with the newest run first.

    Entries that name no series belong to what they are tied to by reruns; a chain in which none does is a series
    under the name of its first run.
    """
    reruns = {entry.path: list(_reruns(entry, library)) for entry in library.entries}
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        if entry.series:
            groups[slugify(entry.series) or "-"].append(entry)
    tied = _tied(library.entries, reruns)
    groups = {key: _joined(entries, tied) for key, entries in groups.items()}
    placed = {entry.path for entries in groups.values() for entry in entries}
    for entry in library.entries:
        if entry.path in tied and entry.path not in placed:
            chain = _joined([entry], tied)
            placed.update(run.path for run in chain)
            groups.setdefault(_in_time(chain)[0].slug, []).extend(chain)
    found = [_series(key, entries, reruns, library.vocabulary) for key, entries in groups.items()]
    return sorted(found, key=lambda series: (-max(run.entry.day for run in series.runs).toordinal(), series.slug))


def _reruns(entry: Entry, library: Projection) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
    for row in entry.relations:
        other, _ = library.resolve(row.get("name", ""))
        if row.get("type") == "rerun-of" and other and other is not entry:
            yield other, row


def _tied(entries: Sequence[Entry], reruns: Mapping[str, Any]) -> Mapping[str, Sequence[Entry]]:
    """For the file of each entry, what it reran and what reran it."""
    tied: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for other, _ in reruns[entry.path]:
            tied[entry.path].append(other)
            tied[other.path].append(entry)
    return dict(tied)


def _joined(entries: Iterable[Entry], tied: Mapping[str, Sequence[Entry]]) -> list[Entry]:
    """Entries with all those without a series that reruns tie to them."""
    found = {entry.path: entry for entry in entries}
    waiting = list(found)
    while waiting:
        for other in tied.get(waiting.pop(), ()):
            if not other.series and other.path not in found:
                found[other.path] = other
                waiting.append(other.path)
    return list(found.values())


def _in_time(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.day == date.min, entry.day, entry.slug))


def _series(key: str, entries: Sequence[Entry], reruns: Mapping[str, Any], vocabulary: Vocabulary) -> Series:
    ordered = _in_time(entries)
    measured = {entry.path: _measured(entry, vocabulary) for entry in ordered}
    shared = _shared(measured.values())
    runs = [
        Run(
            entry,
            measured[entry.path].get(shared) if shared else None,
            [_rerun(entry, other, row, vocabulary) for other, row in reruns[entry.path]],
        )
        for entry in ordered
    ]
    title = next((entry.series for entry in reversed(ordered) if entry.series), ordered[0].name)
    return Series(title, key, runs)


def _measured(entry: Entry, vocabulary: Vocabulary) -> Mapping[Measure, Kpi]:
    """The first KPI of each metric and unit; one that names no metric compares with nothing."""
    found: dict[Measure, Kpi] = {}
    for row, kpi in zip(entry.kpis, list_kpis(entry, vocabulary), strict=True):
        if "metric" in row:
            found.setdefault((row["metric"], kpi.unit), kpi)
    return found


def _shared(measured: Iterable[Mapping[Measure, Kpi]]) -> Measure | None:
    """What most runs have measured, at least two; of equals what comes first."""
    counts = Counter(measure for one in measured for measure in one)
    return next((measure for measure, count in counts.most_common(1) if count > 1), None)


def _rerun(entry: Entry, other: Entry, row: Mapping[str, Any], vocabulary: Vocabulary) -> Rerun:
    then, now = _measured(other, vocabulary), _measured(entry, vocabulary)
    both = [m for m in now if m in then and all(isinstance(kpi.actual, int | float) for kpi in (now[m], then[m]))]
    before, after = (then[both[0]], now[both[0]]) if both else (None, None)
    return Rerun(other, row.get("kept", ()), row.get("changed", ()), before, after)

"""Series of runs of the same campaign or deal in order of time, with what each rerun kept, changed and achieved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import compare_records
from afterword.analysis.inputs import Comparable
from afterword.analysis.kpis import Kpi, list_kpis
from afterword.library.projection import Entry, Projection
from afterword.schema.vocabulary import Vocabulary
from afterword.text.names import name_key, slugify

Measure = tuple[str, str]
"""Metric and unit, which make two KPIs comparable."""


@dataclass(frozen=True, slots=True)
class Rerun:
    """Changes of a run against an earlier one, and the first KPI with a number in both."""

    of: Entry
    kept: Sequence[str]
    changed: Sequence[str]
    before: Kpi | None = None
    after: Kpi | None = None

    @property
    def is_better(self) -> bool | None:
        """Return whether the KPI improved; None if it did not change, or there is none."""
        if self.before is None or self.after is None or self.before.actual == self.after.actual:
            return None
        return (float(self.after.actual or 0) < float(self.before.actual or 0)) is self.after.lower_is_better


@dataclass(frozen=True, slots=True)
class Run:
    """Entry of a series, with the KPI that the series is compared by, if it has it, and the runs it repeated."""

    entry: Entry
    kpi: Kpi | None
    reruns: Sequence[Rerun]


@dataclass(frozen=True, slots=True)
class Series:
    """Runs of a campaign or deal, oldest first, those without a known day last; `slug` is its URL segment."""

    title: str
    slug: str
    runs: Sequence[Run]

    @property
    def run_count(self) -> int:
        """Number of runs."""
        return len(self.runs)


@dataclass(frozen=True, slots=True)
class RunTable:
    """Variables of the runs of a series, side by side.

    `rows` has, by variable, the comparison of each run with the first one: `=`, `≠` or `?`; None for the first
    itself. Variables that differ somewhere come first, then those unknown somewhere, then those that are the same
    everywhere. `kept` has the positions of runs in which only a relation states that the variable is the same.
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
        comparison = compare_records(runs[0], run, vocabulary)
        for mark, keys in ("=", comparison.same), ("≠", comparison.differs), ("?", comparison.unknown):
            for key in keys:
                marks[key][position] = mark
        for key in comparison.kept:
            kept[key].append(position)
    others = range(1, len(runs))
    unnamed_marks = {"kind": "="}  # a comparison does not name the kind if it is the same
    rows = {
        key: [None, *(row.get(run_position, unnamed_marks.get(key, "?")) for run_position in others)]
        for key, row in marks.items()
    }
    order = {key: ("≠" not in row, "?" not in row, key) for key, row in rows.items()}
    return RunTable(runs, {key: rows[key] for key in sorted(rows, key=order.__getitem__)}, kept)


def list_series(library: Projection) -> Sequence[Series]:
    """Return every series, the one with the newest run first.

    Entries without a series belong to the entries they are linked to by reruns; a chain without any series gets the
    name of its first run.
    """
    reruns = {entry.path: list(_list_reruns(entry, library)) for entry in library.entries}
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.entries:
        if entry.series:
            groups[slugify(entry.series) or "-"].append(entry)
    links = _link_reruns(library.entries, reruns)
    groups = {key: _join_linked_entries(entries, links) for key, entries in groups.items()}
    placed_paths = {entry.path for entries in groups.values() for entry in entries}
    for entry in library.entries:
        if entry.path in links and entry.path not in placed_paths:
            chain = _join_linked_entries([entry], links)
            placed_paths.update(run.path for run in chain)
            groups.setdefault(_sort_by_time(chain)[0].slug, []).extend(chain)
    series_list = [_build_series(key, entries, reruns, library.vocabulary) for key, entries in groups.items()]
    return sorted(series_list, key=lambda series: (-max(run.entry.day for run in series.runs).toordinal(), series.slug))


def _list_reruns(entry: Entry, library: Projection) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
    for row in entry.relations:
        other, _ = library.resolve_link(row.get("name", ""))
        if row.get("type") == "rerun-of" and other and other is not entry:
            yield other, row


def _link_reruns(entries: Sequence[Entry], reruns: Mapping[str, Any]) -> Mapping[str, Sequence[Entry]]:
    """Return, by path of each entry, what it reran and what reran it."""
    links: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for other, _ in reruns[entry.path]:
            links[entry.path].append(other)
            links[other.path].append(entry)
    return dict(links)


def _join_linked_entries(entries: Iterable[Entry], links: Mapping[str, Sequence[Entry]]) -> list[Entry]:
    """Return entries with all those without a series that reruns link to them."""
    joined = {entry.path: entry for entry in entries}
    pending = list(joined)
    while pending:
        for other in links.get(pending.pop(), ()):
            if not other.series and other.path not in joined:
                joined[other.path] = other
                pending.append(other.path)
    return list(joined.values())


def _sort_by_time(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.day == date.min, entry.day, entry.slug))


def _build_series(key: str, entries: Sequence[Entry], reruns: Mapping[str, Any], vocabulary: Vocabulary) -> Series:
    ordered = _sort_by_time(entries)
    kpis_by_path = {entry.path: _index_kpis(entry, vocabulary) for entry in ordered}
    measure = _most_common_measure(kpis_by_path.values())
    runs = [
        Run(
            entry,
            kpis_by_path[entry.path].get(measure) if measure else None,
            [_describe_rerun(entry, other, row, vocabulary) for other, row in reruns[entry.path]],
        )
        for entry in ordered
    ]
    title = next((entry.series for entry in reversed(ordered) if entry.series), ordered[0].name)
    return Series(title, key, runs)


def _index_kpis(entry: Entry, vocabulary: Vocabulary) -> Mapping[Measure, Kpi]:
    """Return the first KPI of each metric and unit; KPIs without a metric are not comparable."""
    kpis_by_measure: dict[Measure, Kpi] = {}
    for row, kpi in zip(entry.kpis, list_kpis(entry, vocabulary), strict=True):
        if "metric" in row:
            kpis_by_measure.setdefault((row["metric"], kpi.unit), kpi)
    return kpis_by_measure


def _most_common_measure(kpi_indexes: Iterable[Mapping[Measure, Kpi]]) -> Measure | None:
    """Return the measure that most runs have, at least two; the first of equals."""
    counts = Counter(measure for kpis in kpi_indexes for measure in kpis)
    return next((measure for measure, count in counts.most_common(1) if count > 1), None)


def _describe_rerun(entry: Entry, other: Entry, row: Mapping[str, Any], vocabulary: Vocabulary) -> Rerun:
    earlier, later = _index_kpis(other, vocabulary), _index_kpis(entry, vocabulary)
    common = [
        m for m in later if m in earlier and all(isinstance(kpi.actual, int | float) for kpi in (later[m], earlier[m]))
    ]
    before, after = (earlier[common[0]], later[common[0]]) if common else (None, None)
    return Rerun(other, row.get("kept", ()), row.get("changed", ()), before, after)

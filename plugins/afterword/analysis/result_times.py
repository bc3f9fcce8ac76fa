"""Time from the start of a campaign until each metric was measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from afterword.analysis.kpis import is_number
from afterword.library.projection import Entry, Projection


@dataclass(frozen=True, slots=True)
class TimeToResult:
    """Median number of days from the start until a metric was measured, with the records that state it."""

    metric: str
    days: float
    entries: Sequence[Entry]

    @property
    def record_count(self) -> int:
        """Number of records that state the days."""
        return len(self.entries)


def measure_times_to_result(library: Projection) -> Sequence[TimeToResult]:
    """Return the time to result by metric, the metric with most records first."""
    days_by_metric: dict[str, list[float]] = defaultdict(list)
    entries_by_metric: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in library.entries:
        for row in entry.kpis:
            if "metric" in row and is_number(row.get("days_to_result")):
                days_by_metric[row["metric"]].append(row["days_to_result"])
                entries_by_metric[row["metric"]][entry.path] = entry
    times = [
        TimeToResult(metric, median(metric_days), tuple(entries_by_metric[metric].values()))
        for metric, metric_days in days_by_metric.items()
    ]
    return sorted(times, key=lambda time: (-time.record_count, time.metric))

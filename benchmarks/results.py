"""Results of a benchmark: tables of costs and of growth, and targets that are met or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from measure import RunCost
from rich.table import Table

CostTable = dict[tuple[int, str], RunCost | str]
"""Cost of each job at each size, or the reason why it failed."""

CHECK, NAIVE = "afterword check", "python-frontmatter + jsonschema"
ANALYSIS = "all of the analysis, once read"
BUILD, SEARCH, PLAIN = "afterword build, no search", "afterword build", "mkdocs + Material"
_COMPETITORS = {CHECK: NAIVE, BUILD: PLAIN, SEARCH: PLAIN}
_MAX_MB = 600
_MAX_ANALYSIS_SECONDS = 2
_MAX_GROWTH = 1.3


@dataclass(frozen=True, slots=True)
class Target:
    """Target of a benchmark; `value` is None if it was not measured."""

    text: str
    value: float | None
    formatted_value: str
    is_met: bool

    @property
    def state(self) -> str:
        """Text of the state: met, not met, or not measured."""
        return "not measured" if self.value is None else "met" if self.is_met else "not met"


def build_main_table(costs: CostTable) -> Table:
    """Build the table of every job at every size; its speed is relative to the other way to do the same."""
    table = Table("records", "what", title="Whole runs: programs from start to end")
    for title in ("seconds", "CPU seconds", "records/s", "peak MB", "pages", "speed"):
        table.add_column(title, justify="right")
    last = dict(costs.keys())
    for (size, name), cost in costs.items():
        is_last = name == last[size]
        if isinstance(cost, str):
            table.add_row(f"{size:,}", name, "failed", cost, end_section=is_last)
            continue
        competitor = costs.get((size, _COMPETITORS.get(name, "")))
        ratio = f"{competitor.seconds / cost.seconds:.1f}×" if isinstance(competitor, RunCost) else ""
        figures = (
            f"{cost.seconds:.2f}",
            f"{cost.cpu_seconds:.2f}",
            f"{size / cost.seconds:,.0f}",
            f"{cost.peak_memory:,.0f}",
        )
        pages = f"{cost.pages:,}" if cost.pages else ""
        table.add_row(f"{size:,}", name, *figures, pages, ratio, end_section=is_last)
    return table


def build_growth_table(costs: CostTable) -> Table:
    """Build the table of time per record at the largest size, relative to the size below it.

    The last column leaves out the start of the program: it compares the time of each added record.
    """
    table = Table("what", title="Growth")
    for title in ("ms/record", "ms/record, largest", "ratio", "ratio, start left out"):
        table.add_column(title, justify="right")
    sizes = sorted({size for size, _ in costs})
    for name in _COMPETITORS:
        last, before = (
            _milliseconds_per_record(costs, size, name) for size in (sizes[-1], sizes[-2] if len(sizes) > 1 else 0)
        )
        added = [_seconds_per_added_record(costs, low, high, name) for low, high in pairwise(sizes)]
        table.add_row(
            name,
            f"{before:.2f}" if before else "–",
            f"{last:.2f}" if last else "–",
            f"{last / before:.2f}" if last and before else "–",
            f"{added[-1] / added[-2]:.2f}" if len(added) > 1 and added[-1] and added[-2] else "–",
        )
    return table


def check_targets(costs: CostTable) -> Iterator[Target]:
    """Yield every target with its measured value."""
    speed = _time_ratio(costs, (10_000, NAIVE), (10_000, CHECK))
    text = "check of 10,000 at least 3 times as fast as the naive way"
    yield _make_target(text, speed, "×", speed is not None and speed >= 3)
    slowness = _time_ratio(costs, (1000, SEARCH), (1000, PLAIN))
    text = "build of 1,000, search included, no slower than mkdocs + Material"
    yield _make_target(text, slowness, " of its time", slowness is not None and slowness <= 1)
    for name in _COMPETITORS:
        last, before = _milliseconds_per_record(costs, 10_000, name), _milliseconds_per_record(costs, 1000, name)
        growth = last / before if last and before else None
        text = f"{name}: time per record at 10,000 at most {_MAX_GROWTH} times that at 1,000"
        yield _make_target(text, growth, "×", growth is not None and growth <= _MAX_GROWTH)
    for name in _COMPETITORS:
        cost = costs.get((10_000, name))
        peak_memory = cost.peak_memory if isinstance(cost, RunCost) else None
        yield _make_target(
            f"{name}: under {_MAX_MB} MB at 10,000",
            peak_memory,
            " MB",
            peak_memory is not None and peak_memory < _MAX_MB,
        )
    analysis = costs.get((10_000, ANALYSIS))
    cpu = analysis.cpu_seconds if isinstance(analysis, RunCost) else None
    text = f"{ANALYSIS}: under {_MAX_ANALYSIS_SECONDS} seconds of processor time at 10,000"
    yield _make_target(text, cpu, " s", cpu is not None and cpu < _MAX_ANALYSIS_SECONDS)


def build_target_table(targets: Sequence[Target]) -> Table:
    """Build the table of targets and their states."""
    table = Table("mark", "measured", "", title="Marks")
    for target in targets:
        table.add_row(
            target.text, target.formatted_value, target.state, style="red" if target.state == "not met" else ""
        )
    return table


def _make_target(text: str, value: float | None, unit: str, is_met: bool) -> Target:  # noqa: FBT001 - private, named where called
    formatted_value = "–" if value is None else f"{value:,.0f}{unit}" if value > 99 else f"{value:.2f}{unit}"
    return Target(text, value, formatted_value, is_met)


def _time_ratio(costs: CostTable, first_key: tuple[int, str], second_key: tuple[int, str]) -> float | None:
    first, second = costs.get(first_key), costs.get(second_key)
    return first.seconds / second.seconds if isinstance(first, RunCost) and isinstance(second, RunCost) else None


def _milliseconds_per_record(costs: CostTable, size: int, name: str) -> float | None:
    cost = costs.get((size, name))
    return 1000 * cost.seconds / size if isinstance(cost, RunCost) else None


def _seconds_per_added_record(costs: CostTable, low: int, high: int, name: str) -> float | None:
    few, many = costs.get((low, name)), costs.get((high, name))
    return (
        (many.seconds - few.seconds) / (high - low) if isinstance(few, RunCost) and isinstance(many, RunCost) else None
    )

"""What the measured costs come to: tables, growth, and marks met or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from measure import Cost
from rich.table import Table

Costs = dict[tuple[int, str], Cost | str]
"""What each job cost at each size, or why it failed."""

CHECK, NAIVE = "afterword check", "python-frontmatter + jsonschema"
ANALYSIS = "all of the analysis, once read"
BUILD, SEARCH, PLAIN = "afterword build, no search", "afterword build", "mkdocs + Material"
_BESIDE = {CHECK: NAIVE, BUILD: PLAIN, SEARCH: PLAIN}
_MOST_MB = 600
_MOST_ANALYSIS = 2
_MOST_GROWTH = 1.3


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that should hold; `value` is None when it was not measured."""

    text: str
    value: float | None
    shown: str
    holds: bool

    @property
    def state(self) -> str:
        """Met, not met, or not measured."""
        return "not measured" if self.value is None else "met" if self.holds else "not met"


def main_table(costs: Costs) -> Table:
    """Every job at every size; speed is how many times as fast as the other way to do the same."""
    table = Table("records", "what", title="Whole runs: programs from start to end")
    for title in ("seconds", "CPU seconds", "records/s", "peak MB", "pages", "speed"):
        table.add_column(title, justify="right")
    last = dict(costs.keys())
    for (size, name), cost in costs.items():
        is_last = name == last[size]
        if isinstance(cost, str):
            table.add_row(f"{size:,}", name, "failed", cost, end_section=is_last)
            continue
        other = costs.get((size, _BESIDE.get(name, "")))
        ratio = f"{other.seconds / cost.seconds:.1f}×" if isinstance(other, Cost) else ""
        figures = (f"{cost.seconds:.2f}", f"{cost.cpu:.2f}", f"{size / cost.seconds:,.0f}", f"{cost.peak:,.0f}")
        pages = f"{cost.pages:,}" if cost.pages else ""
        table.add_row(f"{size:,}", name, *figures, pages, ratio, end_section=is_last)
    return table


def growth_table(costs: Costs) -> Table:
    """Time per record at the largest size against the one below it; and the same for each further record.

    The second leaves the start of the program out: (time at a size less time at the size below) / records more.
    """
    table = Table("what", title="Growth")
    for title in ("ms/record", "ms/record, largest", "ratio", "ratio, start left out"):
        table.add_column(title, justify="right")
    sizes = sorted({size for size, _ in costs})
    for name in _BESIDE:
        last, before = (_per_record(costs, size, name) for size in (sizes[-1], sizes[-2] if len(sizes) > 1 else 0))
        added = [_added(costs, low, high, name) for low, high in pairwise(sizes)]
        table.add_row(
            name,
            f"{before:.2f}" if before else "–",
            f"{last:.2f}" if last else "–",
            f"{last / before:.2f}" if last and before else "–",
            f"{added[-1] / added[-2]:.2f}" if len(added) > 1 and added[-1] and added[-2] else "–",
        )
    return table


def marks(costs: Costs) -> Iterator[Mark]:
    """Everything that should hold."""
    speed = _ratio(costs, (10_000, NAIVE), (10_000, CHECK))
    text = "check of 10,000 at least 3 times as fast as the naive way"
    yield _mark(text, speed, "×", speed is not None and speed >= 3)
    slowness = _ratio(costs, (1000, SEARCH), (1000, PLAIN))
    text = "build of 1,000, search included, no slower than mkdocs + Material"
    yield _mark(text, slowness, " of its time", slowness is not None and slowness <= 1)
    for name in _BESIDE:
        last, before = _per_record(costs, 10_000, name), _per_record(costs, 1000, name)
        growth = last / before if last and before else None
        text = f"{name}: time per record at 10,000 at most {_MOST_GROWTH} times that at 1,000"
        yield _mark(text, growth, "×", growth is not None and growth <= _MOST_GROWTH)
    for name in _BESIDE:
        cost = costs.get((10_000, name))
        peak = cost.peak if isinstance(cost, Cost) else None
        yield _mark(f"{name}: under {_MOST_MB} MB at 10,000", peak, " MB", peak is not None and peak < _MOST_MB)
    analysis = costs.get((10_000, ANALYSIS))
    cpu = analysis.cpu if isinstance(analysis, Cost) else None
    text = f"{ANALYSIS}: under {_MOST_ANALYSIS} seconds of processor time at 10,000"
    yield _mark(text, cpu, " s", cpu is not None and cpu < _MOST_ANALYSIS)


def marks_table(found: Sequence[Mark]) -> Table:
    """The marks and whether they are met."""
    table = Table("mark", "measured", "", title="Marks")
    for mark in found:
        table.add_row(mark.text, mark.shown, mark.state, style="red" if mark.state == "not met" else "")
    return table


def _mark(text: str, value: float | None, unit: str, holds: bool) -> Mark:  # noqa: FBT001 - private, named where called
    shown = "–" if value is None else f"{value:,.0f}{unit}" if value > 99 else f"{value:.2f}{unit}"
    return Mark(text, value, shown, holds)


def _ratio(costs: Costs, one: tuple[int, str], other: tuple[int, str]) -> float | None:
    first, second = costs.get(one), costs.get(other)
    return first.seconds / second.seconds if isinstance(first, Cost) and isinstance(second, Cost) else None


def _per_record(costs: Costs, size: int, name: str) -> float | None:
    cost = costs.get((size, name))
    return 1000 * cost.seconds / size if isinstance(cost, Cost) else None


def _added(costs: Costs, low: int, high: int, name: str) -> float | None:
    few, many = costs.get((low, name)), costs.get((high, name))
    return (many.seconds - few.seconds) / (high - low) if isinstance(few, Cost) and isinstance(many, Cost) else None

"""Measure all of the analysis of a loaded library: print seconds of wall time and of processor time.

python benchmarks/analysis.py LIBRARY [--each]
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from afterword.analysis import attainment, playbook
from afterword.analysis.assumptions import build_ledger
from afterword.analysis.deals import tally_deals
from afterword.analysis.guardrails import measure_reach
from afterword.analysis.pairs import compare_entries, list_related_pairs
from afterword.analysis.questions import answer_questions
from afterword.analysis.rates import recompute_kpis
from afterword.analysis.series import list_series
from afterword.analysis.teams import list_teams
from afterword.analysis.weights import weigh_causes
from afterword.library.projection import Projection
from afterword.schema.audience import Audience
from afterword.workspace import project

PARTS: Mapping[str, Callable[[Projection], object]] = {
    "attainment": lambda library: _group_group_attainment(attainment.measure_entries(library)),
    "sums": lambda library: [list(recompute_kpis(entry, library.vocabulary)) for entry in library.entries],
    "questions": lambda library: [answer_questions(entry, library) for entry in library.entries],
    "weights": lambda library: [
        weigh_causes(library.entries, lambda cause, field=field: cause.get(field, "")) for field in ("variable", "gap")
    ],
    "deals": lambda library: [tally_deals(library.entries, field) for field in ("reason", "competitor", "stage")],
    "assumptions": build_ledger,
    "guardrails": measure_reach,
    "playbook": lambda library: [
        playbook.plays_by_content_type(library),
        playbook.plays_by_creator_profile(library),
        playbook.plays_by_audience(library),
        playbook.plays_by_audience(library, "product"),
    ],
    "comparisons": lambda library: [compare_entries(a, b, library) for a, b in list_related_pairs(library)],
    "series": list_series,
    "teams": list_teams,
}
"""Computations that the pages need, by subject."""


def _group_group_attainment(entries: Sequence[attainment.MeasuredEntry]) -> object:
    group_functions = (
        attainment.group_by_market,
        attainment.group_by_goal,
        attainment.group_by_content_type,
        attainment.group_by_quarter,
    )
    return [group(entries) for group in group_functions]


def main(root: Path, *, prints_parts: bool) -> None:
    """Run every part once. Garbage collection skips the loaded library, which is not part of the measurement."""
    library = project.load_project(root).library.project(Audience.INTERNAL)
    gc.freeze()
    start_time, start_cpu_time = time.perf_counter(), time.process_time()
    for name, part in PARTS.items():
        part_start = time.process_time()
        part(library)
        if prints_parts:
            print(f"{name:12} {time.process_time() - part_start:.3f}")
    # `measure.measure_part` reads this line.
    print(f"{time.perf_counter() - start_time:.3f} {time.process_time() - start_cpu_time:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), prints_parts="--each" in sys.argv)

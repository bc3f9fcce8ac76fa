"""What all of the analysis costs, once a library is read: prints seconds by the clock and of processor time.

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
    "attainment": lambda library: _attainment(attainment.measure_entries(library)),
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
"""What the pages ask of a library, by subject."""


def _attainment(found: Sequence[attainment.MeasuredEntry]) -> object:
    by = (
        attainment.group_by_market,
        attainment.group_by_goal,
        attainment.group_by_content_type,
        attainment.group_by_quarter,
    )
    return [group(found) for group in by]


def main(root: Path, *, each: bool) -> None:
    """Runs every part once. What was read before is not looked through for garbage again: that is not their work."""
    library = project.load_project(root).library.project(Audience.INTERNAL)
    gc.freeze()
    begun, used = time.perf_counter(), time.process_time()
    for name, part in PARTS.items():
        before = time.process_time()
        part(library)
        if each:
            print(f"{name:12} {time.process_time() - before:.3f}")
    print(f"{time.perf_counter() - begun:.3f} {time.process_time() - used:.3f}")  # what `measure.part` reads


if __name__ == "__main__":
    main(Path(sys.argv[1]), each="--each" in sys.argv)

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
from afterword.analysis.assumptions import ledger
from afterword.analysis.deals import tallies
from afterword.analysis.guardrails import reaches
from afterword.analysis.pairs import between, tied
from afterword.analysis.questions import answers
from afterword.analysis.rates import recomputed
from afterword.analysis.series import all_series
from afterword.analysis.teams import teams
from afterword.analysis.weights import weights
from afterword.library.projection import Projection
from afterword.schema.fields import Audience
from afterword.workspace import project

PARTS: Mapping[str, Callable[[Projection], object]] = {
    "attainment": lambda library: _attainment(attainment.measured(library)),
    "sums": lambda library: [list(recomputed(entry, library.vocabulary)) for entry in library.entries],
    "questions": lambda library: [answers(entry, library) for entry in library.entries],
    "weights": lambda library: [
        weights(library.entries, lambda cause, field=field: cause.get(field, "")) for field in ("variable", "gap")
    ],
    "deals": lambda library: [tallies(library.entries, field) for field in ("reason", "competitor", "stage")],
    "assumptions": ledger,
    "guardrails": reaches,
    "playbook": lambda library: [
        playbook.by_content(library),
        playbook.by_creator(library),
        playbook.by_audience(library),
        playbook.by_audience(library, "product"),
    ],
    "comparisons": lambda library: [between(a, b, library) for a, b in tied(library)],
    "series": all_series,
    "teams": teams,
}
"""What the pages ask of a library, by subject."""


def _attainment(found: Sequence[attainment.Measured]) -> object:
    by = (attainment.by_market, attainment.by_goal, attainment.by_content, attainment.by_quarter)
    return [group(found) for group in by]


def main(root: Path, *, each: bool) -> None:
    """Runs every part once. What was read before is not looked through for garbage again: that is not their work."""
    library = project.load(root).library.project(Audience.INTERNAL)
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

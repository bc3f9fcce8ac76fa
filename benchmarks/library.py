"""Generate a library of any size from a seed: the same size and seed give the same bytes.

Deals, campaigns, launches and projects of eleven years, in English and Russian: won and lost, terse and long, some
still planned, some from public sources. They link what came before them, most often their own series and the
well-known.

    python benchmarks/library.py FOLDER [COUNT] [SEED]
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

from outline import make_outlines
from record_text import render_record

ROOT = Path(__file__).resolve().parent.parent
_CONFIG = """\
site_name: Bench
theme: {name: material, font: false}
plugins:
  - afterword:
      search: !ENV [BENCH_SEARCH, true]
"""


def write_library(folder: Path, count: int, seed: int = 1) -> None:
    """Write a library of `count` records with the repository's own schema into an empty or new folder."""
    shutil.copytree(ROOT / "schema", folder / "schema", dirs_exist_ok=True)
    (folder / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    for file, text in render_records(count, seed).items():
        target = folder / "postmortems" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def render_records(count: int, seed: int = 1) -> Mapping[str, str]:
    """Return the text of every record by its file, oldest first."""
    outlines = make_outlines(count, seed)
    return {outline.file: render_record(Random(f"{seed}-{outline.number}"), outline, outlines) for outline in outlines}


if __name__ == "__main__":
    write_library(Path(sys.argv[1]), *(int(argument) for argument in (sys.argv[2:] or ["1000"])))

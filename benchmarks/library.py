"""Libraries of any size, made from a seed: the same size and seed give the same bytes.

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

from outline import outlines
from story import record

ROOT = Path(__file__).resolve().parent.parent
_CONFIG = """\
site_name: Bench
theme: {name: material, font: false}
plugins:
  - afterword:
      search: !ENV [BENCH_SEARCH, true]
"""


def generate(folder: Path, count: int, seed: int = 1) -> None:
    """Writes a library of `count` records with the repository's own schema into an empty or new folder."""
    shutil.copytree(ROOT / "schema", folder / "schema", dirs_exist_ok=True)
    (folder / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    for file, text in records(count, seed).items():
        target = folder / "postmortems" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def records(count: int, seed: int = 1) -> Mapping[str, str]:
    """The text of every record by its file, oldest first."""
    known = outlines(count, seed)
    return {outline.file: record(Random(f"{seed}-{outline.number}"), outline, known) for outline in known}


if __name__ == "__main__":
    generate(Path(sys.argv[1]), *(int(argument) for argument in (sys.argv[2:] or ["1000"])))

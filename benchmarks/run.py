"""What checking and building cost, beside what a team would write or use without Afterword.

    python benchmarks/run.py [--quick | --sizes 100,1000,10000] [--repeat N] [--profile check|build]

Everything runs as a program of its own, from start to end, on libraries made from a seed. Only of the analysis what
comes after reading is counted.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

import click
import profiles
from measure import Cost, Failed, middle, part, run
from rich.console import Console
from verdict import ANALYSIS, BUILD, CHECK, NAIVE, PLAIN, SEARCH, Costs, growth_table, main_table, marks, marks_table

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
PACKAGES = ("afterword", "mkdocs", "mkdocs-material", "pagefind-bin", "python-frontmatter", "jsonschema")
_SILENT = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767225600"}


def _sizes(_: click.Context, __: click.Parameter, given: str) -> list[int]:
    try:
        return sorted({int(word) for word in given.replace(" ", "").split(",")})
    except ValueError as error:
        message = "numbers with commas between them, such as 100,1000"
        raise click.BadParameter(message) from error


@click.command()
@click.option("--sizes", default="100,1000,10000", callback=_sizes, show_default=True, help="Records of each library.")
@click.option("--quick", is_flag=True, help="The same as --sizes 100,1000.")
@click.option("--repeat", type=click.IntRange(1), help="Runs of each; by default 3 up to 1,000 records, then 1.")
@click.option("--profile", type=click.Choice(["check", "build"]), help="Show where the time goes instead.")
@click.option("--json", "out", default=".cache/bench.json", show_default=True, type=click.Path(path_type=Path))
def main(sizes: list[int], quick: bool, repeat: int | None, profile: str | None, out: Path) -> None:  # noqa: FBT001 - click names them
    """Measure, print a table, and say which marks are met."""
    console = Console(width=max(120, Console().width))
    sizes = [100, 1000] if quick else sizes
    with tempfile.TemporaryDirectory(prefix="afterword-bench-") as folder:
        if profile:
            library = _library(Path(folder), sizes[-1])
            os.environ.update(_SILENT, BENCH_SEARCH="false")
            profiles.show(profile, library, console)
            return
        load = os.getloadavg()[0]
        console.print(f"{_machine()}; load of the machine at the start: {load:.1f}")
        costs: Costs = {}
        for size in sizes:
            costs |= _measured(Path(folder), size, repeat or (3 if size <= 1000 else 1), Console(stderr=True))
    console.print(main_table(costs))
    console.print(growth_table(costs))
    verdicts = list(marks(costs))
    console.print(marks_table(verdicts))
    _write(out, costs, load, [(mark.text, mark.state) for mark in verdicts])


def _library(folder: Path, size: int) -> Path:
    """A new library; made by a program of its own, since memory held here would count for those that are measured."""
    target = folder / str(size)
    run(sys.executable, HERE / "library.py", target, str(size))
    return target


def _measured(folder: Path, size: int, repeat: int, told: Console) -> Costs:
    """The cost of every job at one size; ways that are compared take turns, so that noise meets all of them."""
    with told.status(f"{size:,} records: writing them"):
        library, plain = _library(folder, size), folder / f"{size}-plain"
        run(sys.executable, HERE / "plain.py", library, plain)
    found: dict[str, list[Cost]] = {}
    failed: dict[str, str] = {}
    site = folder / "site"
    for turn in range(repeat):
        for name, command, environment in _jobs(library, plain, site):
            with told.status(f"{size:,} records: {name}, {turn + 1} of {repeat}"):
                try:
                    cost = (part if name == ANALYSIS else run)(*command, environment={**_SILENT, **environment})
                    pages = sum(1 for _ in site.rglob("*.html"))
                    found.setdefault(name, []).append(replace(cost, pages=pages))
                except Failed as error:
                    failed[name] = str(error)
                shutil.rmtree(site, ignore_errors=True)
    return {(size, name): failed.get(name) or middle(found[name]) for name in (*found, *failed)}


def _jobs(library: Path, plain: Path, site: Path) -> Iterator[tuple[str, tuple[str | Path, ...], Mapping[str, str]]]:
    """Name, command and environment of everything that is measured."""
    yield CHECK, (BIN / "afterword", "check", "--root", library), {}
    yield NAIVE, (sys.executable, HERE / "naive.py", library), {}
    yield ANALYSIS, (sys.executable, HERE / "analysis.py", library), {}
    build = (BIN / "afterword", "build", "--root", library, "--out", site)
    yield BUILD, build, {"BENCH_SEARCH": "false"}
    yield SEARCH, build, {"BENCH_SEARCH": "true"}
    yield PLAIN, (BIN / "mkdocs", "build", "-q", "-f", plain / "mkdocs.yml", "-d", site), {}


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _write(out: Path, costs: Costs, load: float, verdicts: list[tuple[str, str]]) -> None:
    rows = [
        {"records": size, "what": name, **(asdict(cost) if isinstance(cost, Cost) else {"failed": cost})}
        for (size, name), cost in costs.items()
    ]
    packages = {name: version(name) for name in PACKAGES}
    result = {"machine": _machine(), "load": load, "packages": packages, "rows": rows, "marks": dict(verdicts)}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

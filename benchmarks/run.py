"""Measure checking and building, beside what a team would write or use without Afterword.

    python benchmarks/run.py [--quick | --sizes 100,1000,10000] [--repeat N] [--profile check|build]

Everything runs as a program of its own, from start to end, on libraries made from a seed. Of the analysis, only
the part after reading is counted.
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
from measure import ProgramError, RunCost, measure_part, measure_run, median_cost
from results import (
    ANALYSIS,
    BUILD,
    CHECK,
    NAIVE,
    PLAIN,
    SEARCH,
    CostTable,
    build_growth_table,
    build_main_table,
    build_target_table,
    check_targets,
)
from rich.console import Console

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
PACKAGES = ("afterword", "mkdocs", "mkdocs-material", "pagefind-bin", "python-frontmatter", "jsonschema")
_ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767225600"}


def _parse_sizes(_: click.Context, __: click.Parameter, text: str) -> list[int]:
    try:
        return sorted({int(word) for word in text.replace(" ", "").split(",")})
    except ValueError as error:
        message = "numbers with commas between them, such as 100,1000"
        raise click.BadParameter(message) from error


@click.command()
@click.option(
    "--sizes", default="100,1000,10000", callback=_parse_sizes, show_default=True, help="Records of each library."
)
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
            library = _make_library(Path(folder), sizes[-1])
            os.environ.update(_ENVIRONMENT, BENCH_SEARCH="false")
            profiles.print_profile(profile, library, console)
            return
        load = os.getloadavg()[0]
        console.print(f"{_describe_machine()}; load of the machine at the start: {load:.1f}")
        costs: CostTable = {}
        for size in sizes:
            costs |= _measure_size(Path(folder), size, repeat or (3 if size <= 1000 else 1), Console(stderr=True))
    console.print(build_main_table(costs))
    console.print(build_growth_table(costs))
    targets = list(check_targets(costs))
    console.print(build_target_table(targets))
    _write_results(out, costs, load, [(target.text, target.state) for target in targets])


def _make_library(folder: Path, size: int) -> Path:
    """Make a library in a process of its own, since this process's memory would count for the measured programs."""
    target = folder / str(size)
    measure_run(sys.executable, HERE / "library.py", target, str(size))
    return target


def _measure_size(folder: Path, size: int, repeat: int, console: Console) -> CostTable:
    """Measure every job at one size; the jobs take turns, so that noise affects all of them."""
    with console.status(f"{size:,} records: writing them"):
        library, plain = _make_library(folder, size), folder / f"{size}-plain"
        measure_run(sys.executable, HERE / "plain_pages.py", library, plain)
    costs_by_job: dict[str, list[RunCost]] = {}
    errors_by_job: dict[str, str] = {}
    site = folder / "site"
    for turn in range(repeat):
        for name, command, environment in _list_jobs(library, plain, site):
            with console.status(f"{size:,} records: {name}, {turn + 1} of {repeat}"):
                try:
                    cost = (measure_part if name == ANALYSIS else measure_run)(
                        *command, environment={**_ENVIRONMENT, **environment}
                    )
                    pages = sum(1 for _ in site.rglob("*.html"))
                    costs_by_job.setdefault(name, []).append(replace(cost, pages=pages))
                except ProgramError as error:
                    errors_by_job[name] = str(error)
                shutil.rmtree(site, ignore_errors=True)
    return {
        (size, name): errors_by_job.get(name) or median_cost(costs_by_job[name])
        for name in (*costs_by_job, *errors_by_job)
    }


def _list_jobs(
    library: Path, plain: Path, site: Path
) -> Iterator[tuple[str, tuple[str | Path, ...], Mapping[str, str]]]:
    """Yield the name, command and environment of every job."""
    yield CHECK, (BIN / "afterword", "check", "--root", library), {}
    yield NAIVE, (sys.executable, HERE / "naive_check.py", library), {}
    yield ANALYSIS, (sys.executable, HERE / "analysis.py", library), {}
    build = (BIN / "afterword", "build", "--root", library, "--out", site)
    yield BUILD, build, {"BENCH_SEARCH": "false"}
    yield SEARCH, build, {"BENCH_SEARCH": "true"}
    yield PLAIN, (BIN / "mkdocs", "build", "-q", "-f", plain / "mkdocs.yml", "-d", site), {}


def _describe_machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _write_results(out: Path, costs: CostTable, load: float, targets: list[tuple[str, str]]) -> None:
    rows = [
        {"records": size, "what": name, **(asdict(cost) if isinstance(cost, RunCost) else {"failed": cost})}
        for (size, name), cost in costs.items()
    ]
    packages = {name: version(name) for name in PACKAGES}
    result = {"machine": _describe_machine(), "load": load, "packages": packages, "rows": rows, "marks": dict(targets)}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

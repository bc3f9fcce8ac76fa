"""The benchmark measures real libraries and tells everything it measured; how fast it was is not judged here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from afterword.workspace import project
from support import ROOT, output

SCRIPTS = ROOT / "benchmarks"
JOBS = [
    "afterword check",
    "python-frontmatter + jsonschema",
    "all of the analysis, once read",
    "afterword build, no search",
    "afterword build",
    "mkdocs + Material",
]


def script(name: str, *arguments: str | Path) -> str:
    """What a script of the benchmark prints; it ends well."""
    command = [sys.executable, str(SCRIPTS / name), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up library of thirty records."""
    root = tmp_path_factory.mktemp("made") / "library"
    script("library.py", root, "30")
    return root


def test_the_same_seed_gives_the_same_bytes(library: Path, tmp_path: Path) -> None:
    """Two machines measure the same library; another seed makes another one."""
    script("library.py", tmp_path / "again", "30", "1")
    script("library.py", tmp_path / "other", "30", "2")
    made = contents(library)
    assert contents(tmp_path / "again") == made
    assert contents(tmp_path / "other") != made


def test_a_made_up_library_has_no_problem(library: Path) -> None:
    """What is measured is reading and checking, not reporting."""
    assert output(project.load_project(library)) == "30 files checked: no problems.\n"


def test_a_made_up_library_is_varied(library: Path) -> None:
    """Wins and losses of several kinds, in two languages, linked to one another."""
    records = project.load_project(library).library.records
    assert len(records) == 30
    assert {"deal", "campaign"} <= {record.kind for record in records}
    assert {"won", "lost", "hit", "missed", "mixed"} & {record.outcome for record in records} >= {"won", "lost"}
    assert any(record.body.links for record in records)
    assert any(record.relations for record in records)
    assert "ru" in {record.lang for record in records}


def test_the_naive_way_finds_nothing_either(library: Path) -> None:
    """Both ways that are compared validate the same records."""
    assert script("naive_check.py", library) == "0 faults\n"


def test_the_benchmark_tells_every_row(tmp_path: Path) -> None:
    """Each job has its row with figures; what cannot be said at this size is said to be not measured."""
    out = tmp_path / "bench.json"
    printed = script("run.py", "--sizes", "20", "--repeat", "1", "--json", out)
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed.splitlines() if line.startswith("│")]
    measured = [row for row in rows if row[0] == "20"]
    assert [row[1] for row in measured] == JOBS
    assert all(float(cell.replace(",", "")) >= 0 for row in measured for cell in row[2:6])
    assert sum(row[-1] == "not measured" for row in rows) == len(json.loads(out.read_text(encoding="utf-8"))["marks"])
    assert [row["what"] for row in json.loads(out.read_text(encoding="utf-8"))["rows"]] == JOBS


@pytest.mark.parametrize(("command", "module"), [("check", "afterword/workspace/project.py"), ("build", "jinja2")])
def test_the_profile_tells_modules_and_functions(command: str, module: str) -> None:
    """Whoever wants it faster sees where the time goes, in functions of ours and in modules of any kind."""
    printed = script("run.py", "--sizes", "5", "--profile", command)
    assert f"{command}: own time by module" in printed
    assert module in printed

"""However many processes read a library, and however they are started, what they find is the same."""

from __future__ import annotations

import gc
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from afterword.disk import files
from afterword.records.record import Record
from afterword.workspace import definitions, file_reader, project
from corpora import WHOLE, seeded
from support import HOSTILE_FILES, HOSTILE_VALUES, Case, output

_SAMPLE = 460
"""Hostile values that make the library large enough for two processes, with the hostile files."""
STARTS = multiprocessing.get_all_start_methods()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library large enough for two processes: everything that should not stand in a folder of records."""
    root = Case("schema-required", "good").library(tmp_path_factory.mktemp("large") / "library")
    values = list(HOSTILE_VALUES) if WHOLE else seeded().sample(list(HOSTILE_VALUES), _SAMPLE)
    for folder in ("postmortems/hostile", "briefs", "docs"):
        (root / folder).mkdir()
        is_sampled = not WHOLE and folder != "postmortems/hostile"
        for name in seeded().sample(list(HOSTILE_FILES), 10) if is_sampled else HOSTILE_FILES:
            (root / folder / f"{name}.md").write_bytes(HOSTILE_FILES[name])
    for name in values:
        (root / "postmortems" / "hostile" / f"{name}.md").write_bytes(HOSTILE_VALUES[name])
    (root / "postmortems" / "hostile" / "links.ru.md").write_bytes(HOSTILE_FILES["windows"])
    return root


@pytest.fixture(scope="module")
def alone(library: Path) -> project.Project:
    """That library as one process reads it."""
    return project.load_project(library)


def test_several_processes_find_what_one_finds(library: Path, alone: project.Project) -> None:
    """The same problems in the same order, and the same records, texts and pages."""
    together = project.load_project(library, processes=2)
    assert output(together) == output(alone)
    assert together.problems == alone.problems
    assert (together.sources, together.files, together.pages) == (alone.sources, alone.files, alone.pages)
    assert list(map(told, together.library.records)) == list(map(told, alone.library.records))
    assert list(map(told, together.library.briefs)) == list(map(told, alone.library.briefs))


def told(record: Record) -> tuple[object, ...]:
    """All that a record holds."""
    others = {lang: told(other) for lang, other in record.translations.items()}
    return repr(record.data), record.body, record.fits_schema, record.document.source, record.schema.name, others


@pytest.mark.parametrize("start", STARTS)
def test_processes_may_be_started_in_any_way(start: str, library: Path, alone: project.Project) -> None:
    """Copied, or begun anew as on macOS and Windows: a program that reads with two of them says the same."""
    program = (
        "import multiprocessing, sys; from pathlib import Path; from afterword.workspace import project\n"
        "multiprocessing.set_start_method(sys.argv[1]); found = project.load_project(Path(sys.argv[2]), processes=2)\n"
        "print(len(found.library.records), len(found.problems))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, start, library], capture_output=True, text=True, check=True, timeout=300
    )
    assert (done.stdout, done.stderr) == (f"{len(alone.library.records)} {len(alone.problems)}\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not limit what a program may open")
def test_where_no_process_can_be_started_one_reads_alone(library: Path, alone: project.Project) -> None:
    """A sandbox that gives a program too little to talk to others with does not keep it from reading."""
    program = (
        "import resource, sys; from pathlib import Path; from afterword.workspace import project\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (6, 6))\n"
        "print(len(project.load_project(Path(sys.argv[1]), processes=2).problems))"
    )
    done = subprocess.run([sys.executable, "-c", program, library], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{len(alone.problems)}\n", "")


def test_whoever_waits_is_told_how_far_it_is(library: Path) -> None:
    """Files are counted one by one, up to all of them."""
    told: list[tuple[int, int]] = []
    project.load_project(library, lambda done, total: told.append((done, total)), processes=2)
    assert told == [(count, len(told)) for count in range(1, len(told) + 1)]
    assert len(told) >= 500  # with fewer files one process reads alone


def test_an_interruption_ends_all_processes(library: Path) -> None:
    """Ctrl-C stops reading as in a program of one process, and nothing goes on behind it."""

    def interrupt(_: int, __: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project.load_project(library, interrupt, processes=2)
    assert multiprocessing.active_children() == []


def test_what_fails_in_another_process_fails_as_itself(library: Path) -> None:
    """An exception is not lost, and not wrapped into another: here a reader was given no schema."""
    reader = file_reader.FileReader(library, {}, definitions.load_definitions(library)[1], {})
    found = [file for file in files.list_files(library, "postmortems") if file.is_document]
    with pytest.raises(KeyError, match="postmortems"):
        list(file_reader.read_files(reader, found, 2))


def test_reading_leaves_the_collector_of_garbage_as_it_was(tmp_path: Path) -> None:
    """It is off while a library is read, and on again afterwards."""
    seen: set[bool] = set()
    project.load_project(
        Case("schema-required", "good").library(tmp_path / "library"), lambda _, __: seen.add(gc.isenabled())
    )
    assert (seen, gc.isenabled()) == ({False}, True)

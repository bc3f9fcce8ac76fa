"""Reading of many files, divided among processes."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from afterword import checks
from afterword.body import Body, parse_body
from afterword.disk import files
from afterword.disk.files import LibraryFile
from afterword.frontmatter import source
from afterword.frontmatter.source import Source
from afterword.library.library import Library
from afterword.problems import Problem, Subject
from afterword.records.record import Record
from afterword.records.record_reader import original_path, read_record
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.workspace.library_layout import BRIEFS, DOCS, POSTMORTEMS, TRANSLATIONS

_MIN_FILES_PER_PROCESS = 250
"""Files that each process has to read at least; for fewer, its start takes longer than it saves."""
_CHUNK_SIZE = 125
"""Files that are read together and returned together by a process."""
_MAX_PROCESSES = 61
"""Maximum number of processes that Windows can wait for."""


class ReadResult(NamedTuple):
    """Result of reading one file: its text, its record or page unless unreadable, and its own problems."""

    kind: str
    path: str
    source: Source | None
    record: Record | None
    page: Body | None
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class FileReader:
    """Everything needed to read a library's files; `changed` has the contents of changed or new files."""

    root: Path
    schemas: Mapping[str, Schema]
    vocabulary: Vocabulary
    changed: Mapping[str, bytes]

    def read_chunk(self, chunk: Sequence[LibraryFile]) -> list[ReadResult]:
        """Read files and check each record on its own.

        Every step runs for all files before the next step, and every rule for all records in turn: that takes a
        fifth less time than all steps for each file, because the processor's caches stay warm.
        """
        texts = files.read_sources(self.root, chunk, self.changed, _choose_decoder)
        results = [self._parse_file(file, *text) for file, text in zip(chunk, texts, strict=True)]
        empty_library = Library((), self.schemas[POSTMORTEMS], self.vocabulary)
        for kind, rules in _FILE_CHECKS.items():
            records = [(result.record, result.problems) for result in results if result.kind == kind and result.record]
            for rule in rules:
                for record, problems in records:
                    problems.extend(map(record.to_problem, rule.check(record, empty_library)))
        return results

    def _parse_file(self, file: LibraryFile, source: Source | None, problems: list[Problem]) -> ReadResult:
        """Return the result of a file: its record or page, and its problems so far."""
        kind = file_kind(file)
        if kind == DOCS:  # the site engine judges a page that can be read, all but its links to records
            return ReadResult(
                kind, file.path, source, None, parse_body(source.text, 1, self.vocabulary) if source else None, problems
            )
        record, record_problems = read_record(source, self.schemas[kind], self.vocabulary) if source else (None, [])
        return ReadResult(kind, file.path, source, record, None, [*problems, *record_problems])


_FILE_CHECKS = {
    POSTMORTEMS: checks.select_checks(Subject.RECORD, needs_library=False),
    BRIEFS: checks.select_checks(Subject.BRIEF, needs_library=False),
    TRANSLATIONS: (),
}
"""Rules for a single record of each kind; a translation is only checked beside its original."""


def _choose_decoder(file: LibraryFile) -> files.Decoder:
    """Return the decoder of a file: a page may contain conflict markers, a record may not."""
    return source.decode_unchecked if file_kind(file) == DOCS else source.decode_source


def file_kind(file: LibraryFile) -> str:
    """Return the kind of a file by its folder and name."""
    folder = file.path.partition("/")[0]
    return TRANSLATIONS if folder == POSTMORTEMS and original_path(file.path) is not None else folder


def read_files(reader: FileReader, listed_files: Sequence[LibraryFile], processes: int) -> Iterator[ReadResult]:
    """Read files in order, with at most `processes` processes, if there are enough files for more than one.

    Only a program that has started no threads may use more than one process, because forking does not copy
    threads.
    """
    chunks = [listed_files[start : start + _CHUNK_SIZE] for start in range(0, len(listed_files), _CHUNK_SIZE)]
    pool = _start_pool(min(processes, len(listed_files) // _MIN_FILES_PER_PROCESS, _MAX_PROCESSES), reader)
    if pool is None:
        for chunk in chunks:
            yield from reader.read_chunk(chunk)
        return
    with pool, closing(_read_chunks(pool, chunks)) as chunk_results:
        for results in chunk_results:
            yield from results


def _start_pool(processes: int, reader: FileReader) -> ProcessPoolExecutor | None:
    """Start worker processes; None where one process is enough, or where a sandbox does not allow more."""
    try:
        return ProcessPoolExecutor(processes, initializer=_init_worker, initargs=(reader,)) if processes > 1 else None
    except (OSError, NotImplementedError):
        return None


_ChunkResults = Generator[list[ReadResult], None, None]


def _read_chunks(pool: ProcessPoolExecutor, chunks: Sequence[Sequence[LibraryFile]]) -> _ChunkResults:
    """Yield the results of each chunk; closing the generator early cancels chunks that have not started."""
    yield from pool.map(_read_chunk, chunks)


_worker_readers: list[FileReader] = []
"""Reader of this worker process, passed once at its start instead of with every chunk."""


def _init_worker(reader: FileReader) -> None:
    """Store the reader of this worker, and leave Ctrl-C to the main process, which ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker_readers.append(reader)


def _read_chunk(chunk: Sequence[LibraryFile]) -> list[ReadResult]:
    """Read a chunk in a worker process."""
    with gc_paused():
        return _worker_readers[0].read_chunk(chunk)


def count_cores() -> int:
    """Return the number of processors that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause cyclic garbage collection while many long-lived objects without cycles are created."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # move new objects to the oldest generation, or the next collection would scan them all
        if was_enabled:
            gc.enable()

"""Files as what is in them, many at once: each by itself, so that the work divides among processes."""

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
from afterword.body import Body, parse
from afterword.disk import files
from afterword.disk.files import File
from afterword.frontmatter import source
from afterword.frontmatter.source import Source
from afterword.library.library import Library
from afterword.problems import Problem
from afterword.records.record import Record
from afterword.records.record_reader import original_of, read_record
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary

KINDS = POSTMORTEMS, BRIEFS, DOCS, TRANSLATIONS = "postmortems", "briefs", "docs", "translations"
"""Kinds of files; all but translations, which stand beside their originals, have a folder of that name."""

_WORTHWHILE = 250
"""Files that a process has to read at least, or to start it takes longer than it saves."""
_CHUNK = 125
"""Files that are read together, and handed over together by a process."""
_MOST = 61
"""Processes that Windows can wait for."""


class Read(NamedTuple):
    """What came of one file: its text, its record or page unless it cannot be read, and its own problems."""

    kind: str
    path: str
    source: Source | None
    record: Record | None
    page: Body | None
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to read a library's files; `changed` holds contents that files would have."""

    root: Path
    schemas: Mapping[str, Schema]
    vocabulary: Vocabulary
    changed: Mapping[str, bytes]

    def part(self, found: Sequence[File]) -> list[Read]:
        """Files, with what is wrong with each whatever else is in the library.

        Every step is taken for all of them before the next, and every rule asked of all records in turn: a processor
        that has a step at hand needs a fifth less time than one that changes from step to step.
        """
        texts = files.read_texts(self.root, found, self.changed, _decoder)
        read = [self._parsed(file, *text) for file, text in zip(found, texts, strict=True)]
        alone = Library((), self.schemas[POSTMORTEMS], self.vocabulary)
        for kind, rules in _CHECKS.items():
            records = [(one.record, one.problems) for one in read if one.kind == kind and one.record]
            for rule in rules:
                for record, problems in records:
                    problems.extend(map(record.problem, rule.check(record, alone)))
        return read

    def _parsed(self, file: File, text: Source | None, problems: list[Problem]) -> Read:
        kind = kind_of(file)
        if kind == DOCS:  # the site engine judges a page that can be read, all but its links to records
            return Read(kind, file.path, text, None, parse(text.text, 1, self.vocabulary) if text else None, problems)
        record, more = read_record(text, self.schemas[kind], self.vocabulary) if text else (None, [])
        return Read(kind, file.path, text, record, None, [*problems, *more])


_CHECKS = {
    POSTMORTEMS: checks.alone(checks.CHECKS),
    BRIEFS: checks.alone(checks.BRIEF_CHECKS),
    TRANSLATIONS: (),
}
"""Rules for a record of a kind on its own. A translation is only checked beside its original."""


def _decoder(file: File) -> files.Decode:
    """Return how the bytes of a file become text: a page may show the marks of a merge, a record may not."""
    return source.decode if kind_of(file) == DOCS else source.read


def kind_of(file: File) -> str:
    """What a file is, by its folder and its name."""
    folder = file.path.partition("/")[0]
    return TRANSLATIONS if folder == POSTMORTEMS and original_of(file.path) is not None else folder


def read(reader: Reader, found: Sequence[File], processes: int) -> Iterator[Read]:
    """What came of each file, in order, read by at most so many processes, as far as the number of files is worth it.

    More than one may only be asked for by a program that has started no thread: to copy a process copies none of them.
    """
    chunks = [found[start : start + _CHUNK] for start in range(0, len(found), _CHUNK)]
    pool = _pool(min(processes, len(found) // _WORTHWHILE, _MOST), reader)
    if pool is None:
        for chunk in chunks:
            yield from reader.part(chunk)
        return
    with pool, closing(_parts(pool, chunks)) as parts:
        for part in parts:
            yield from part


def _pool(processes: int, reader: Reader) -> ProcessPoolExecutor | None:
    """Processes that have the reader; none where one is enough, or where a sandbox has not what they need to talk."""
    try:
        return ProcessPoolExecutor(processes, initializer=_begin, initargs=(reader,)) if processes > 1 else None
    except (OSError, NotImplementedError):
        return None


_Parts = Generator[list[Read], None, None]


def _parts(pool: ProcessPoolExecutor, chunks: Sequence[Sequence[File]]) -> _Parts:
    """What was read, part by part. Closed early, it takes back what is not begun."""
    yield from pool.map(_read, chunks)


_readers: list[Reader] = []
"""What a process reads with that was started to read: it is given once, not with each part."""


def _begin(reader: Reader) -> None:
    """Ctrl-C is heard by every process of a terminal; the one that was started answers it, and ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _readers.append(reader)


def _read(found: Sequence[File]) -> list[Read]:
    with uncollected():
        return _readers[0].part(found)


def cores() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for circles among values while so many are made that are all kept, and of which none is a circle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # what was made counts as old now, or the first search afterwards would look through all of it
        if was_enabled:
            gc.enable()

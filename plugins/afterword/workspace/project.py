"""Loading of a library: from files to records, and every problem in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from afterword import checks
from afterword.body import Body
from afterword.checks import private_value_shown
from afterword.disk import files, history, opening
from afterword.disk.files import LibraryFile
from afterword.disk.read_fault import UnreadableFileError
from afterword.frontmatter import source
from afterword.frontmatter.source import Source
from afterword.library.library import Library, LibraryContext
from afterword.problems import Problem, Severity, sort_problems
from afterword.records.former_versions import VersionHistory
from afterword.records.record import Record
from afterword.records.record_reader import attach_translations
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.workspace import definitions, file_reader
from afterword.workspace.file_reader import FileReader, ReadResult
from afterword.workspace.library_layout import (
    BRIEFS,
    DOCS,
    POSTMORTEMS,
    SETTINGS_FILE,
    SYNONYMS_FILE,
    TRANSLATIONS,
    VOCABULARY_FILE,
)

ProgressCallback = Callable[[int, int], None]
"""Progress callback: the number of files read so far, and of all files."""


@dataclass(frozen=True, slots=True)
class Project:
    """Loaded library with its hand-written pages and every problem in order.

    `sources` are the texts that could be read, by file; `files` are all files of records and briefs;
    `schemas` are those of each kind of file.
    """

    root: Path
    library: Library
    pages: Mapping[str, Body]
    problems: Sequence[Problem]
    sources: Mapping[str, Source]
    files: frozenset[str]
    schemas: Mapping[str, Schema]

    def make_edition(self, audience: Audience) -> Project:
        """Return the project as built for an audience: a value that would be shown to the wrong readers is an error."""
        if audience is Audience.INTERNAL:
            return self
        leaks = private_value_shown.check_edition(self.library, self.pages, audience)
        others = [problem for problem in self.problems if problem.rule is not private_value_shown.RULE]
        return replace(self, problems=sorted([*others, *leaks], key=lambda problem: problem.sort_key))

    @property
    def has_errors(self) -> bool:
        """True if an error prevents the library from being published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def get_line(self, file: str, number: int) -> str:
        """Return a line of a file, counted from 1; empty where the file could not be read."""
        return self.sources[file].get_line(number) if file in self.sources else ""


def load_project(
    root: Path,
    progress: ProgressCallback | None = None,
    changed: Mapping[str, bytes] | None = None,
    today: date | None = None,
    processes: int = 1,
) -> Project:
    """Read and check everything under a root; `changed` has the contents of changed or new files.

    `today`, by default the current day in UTC, decides what is overdue. Only a program without threads may
    use several `processes`. Raises `Unusable` when the schema or vocabulary is broken.
    """
    schemas, vocabulary = definitions.load_definitions(root)
    listing = _list_files(root, changed or {})
    reader = FileReader(root, schemas, vocabulary, changed or {})
    results: list[ReadResult] = []
    with file_reader.gc_paused():
        for result in file_reader.read_files(reader, listing.files_to_read, processes):
            results.append(result)
            if progress:
                progress(len(results), len(listing.files_to_read))
        library, orphans = _build_library(root, reader, results, listing, today or datetime.now(UTC).date())
        pages = {result.path: result.page for result in results if result.page is not None}
        problems = [*source.find_case_clashes(listing.record_paths), *orphans]
        problems += [problem for result in results for problem in result.problems]
        problems += checks.find_library_problems(library, pages)
    severities = {code: severity for schema in schemas.values() for code, severity in schema.severities.items()}
    texts = {result.path: result.source for result in results if result.source is not None}
    return Project(root, library, pages, sort_problems(problems, severities), texts, listing.record_paths, schemas)


@dataclass(frozen=True, slots=True)
class _LibraryListing:
    """Files of a library: those that are read, the paths of records and briefs, attachments, and copied files."""

    files_to_read: Sequence[LibraryFile]
    record_paths: frozenset[str]
    attachments: frozenset[str]
    copied_files: Sequence[str]
    """Files of the folder `docs` that the site engine copies without reading them."""


def _list_files(root: Path, changed: Iterable[str]) -> _LibraryListing:
    """List the files of a library, and choose those that are read; `changed` may name new files."""
    postmortems, briefs, docs = (list(files.list_files(root, folder)) for folder in (POSTMORTEMS, BRIEFS, DOCS))
    files_to_read = [file for file in (*postmortems, *briefs, *docs) if file.is_document]
    files_to_read += [file for file in docs if file.problem and not file.is_document]  # the engine would copy it
    listed_paths = {file.path for file in files_to_read}
    files_to_read += [LibraryFile(path) for path in sorted(changed) if path not in listed_paths]
    return _LibraryListing(
        files_to_read,
        frozenset(file.path for file in files_to_read if file_reader.file_kind(file) != DOCS),
        frozenset(file.path for file in postmortems if file.is_attachment),
        [file.path for file in docs if not file.is_document],
    )


def _build_library(
    root: Path, reader: FileReader, results: Iterable[ReadResult], listing: _LibraryListing, today: date
) -> tuple[Library, Sequence[Problem]]:
    """Return the library of the records that were read, and the problems of translations without an original."""
    records_by_kind: dict[str, list[Record]] = {POSTMORTEMS: [], BRIEFS: [], TRANSLATIONS: []}
    for result in results:
        if result.record is not None:
            records_by_kind[result.kind].append(result.record)
    records, orphans = attach_translations(records_by_kind[POSTMORTEMS], records_by_kind[TRANSLATIONS])
    printed = _printed_texts(root, listing.copied_files)
    context = LibraryContext(listing.attachments, records_by_kind[BRIEFS], load_history(root), printed, today)
    return Library(records, reader.schemas[POSTMORTEMS], reader.vocabulary, context), orphans


_PRINTED_FILES = (SETTINGS_FILE, VOCABULARY_FILE, SYNONYMS_FILE)
"""Files whose words are on a site's pages or in its `library.json`."""


def _printed_texts(root: Path, copied: Iterable[str]) -> Mapping[str, str]:
    """Return what a site shows besides records: settings by file, and copied files with an empty text."""
    settings = {name: text for name in _PRINTED_FILES if (text := _read_if_readable(root, name))}
    return {**settings, **dict.fromkeys(copied, "")}


def _read_if_readable(root: Path, name: str) -> str:
    """Return the text of a file; empty where it cannot be read."""
    try:
        return opening.read_file_inside(root, name, source.MAX_BYTES).decode("utf-8", "replace")
    except UnreadableFileError:
        return ""


def load_history(root: Path) -> VersionHistory:
    """Return the history of the records in earlier commits; empty outside a repository."""
    return VersionHistory(lambda: history.read_former_versions(root, POSTMORTEMS))


def read_project_file(root: Path, file: str) -> bytes:
    """Read the bytes of a file of the library."""
    return files.read_file(root, file, files.MAX_ATTACHMENT)


def select_files(files: Iterable[str], paths: Iterable[str]) -> frozenset[str]:
    """Select the files that are among the given paths or below one of them; all are relative to the root."""
    exact_paths = frozenset(paths)
    if exact_paths & {"", "."}:
        return frozenset(files)
    folders = tuple(f"{path}/" for path in exact_paths)
    return frozenset(file for file in files if file in exact_paths or file.startswith(folders))

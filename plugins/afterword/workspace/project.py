"""The pipeline from files to a checked library."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from afterword import checks
from afterword.body import Body
from afterword.checks import private_value_shown
from afterword.checks.rule_catalogue import CONFIGURABLE_CODES
from afterword.disk import files, history, opening
from afterword.disk.files import LibraryFile
from afterword.disk.read_fault import UnreadableFileError
from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.source import Source
from afterword.library.library import Library, LibraryContext
from afterword.problems import Problem, Severity, Unusable, sort_problems
from afterword.records.former_versions import VersionHistory
from afterword.records.record import Record
from afterword.records.record_reader import attach_translations
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema, load_schema
from afterword.schema.vocabulary import SYNONYMS_SCHEMA, VOCABULARY_SCHEMA, Vocabulary
from afterword.text import languages
from afterword.text.languages import Language
from afterword.workspace import file_reader
from afterword.workspace.file_reader import FileReader

POSTMORTEMS, BRIEFS, DOCS, TRANSLATIONS = file_reader.KINDS

_SCHEMA_FILES = {
    POSTMORTEMS: "postmortem.schema.json",
    BRIEFS: "brief.schema.json",
    TRANSLATIONS: "translation.schema.json",
}
SCHEMA_PATH = Path("schema", _SCHEMA_FILES[POSTMORTEMS])
"""File that marks the root of a library."""
SYNONYMS_FILE = "synonyms.yml"
SETTINGS = "mkdocs.yml"

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

    def edition(self, audience: Audience) -> Project:
        """Return the project as a build for an audience sees it: whatever that would give away is an error."""
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


def find_root(start: Path) -> Path:
    """Return the nearest folder from `start` upwards with a library's schema; raise `Unusable` without one."""
    place = opening.real_path(start)
    for folder in (place, *place.parents):
        if opening.path_exists(folder / SCHEMA_PATH):
            return folder
    message = (
        f"{start}: no library here or above. A library's root holds {SCHEMA_PATH.as_posix()}; name it with --root,"
        " or make one with `afterword init`."
    )
    raise Unusable(message)


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
    schemas, vocabulary = load_definitions(root)
    texts: dict[str, Source] = {}
    problems: list[Problem] = []
    records_by_kind: dict[str, list[Record]] = {POSTMORTEMS: [], BRIEFS: [], TRANSLATIONS: []}
    pages: dict[str, Body] = {}
    files_by_folder = {folder: list(files.list_files(root, folder)) for folder in (POSTMORTEMS, BRIEFS, DOCS)}
    files_to_read = [file for folder in files_by_folder.values() for file in folder if file.is_read]
    files_to_read += [
        file for file in files_by_folder[DOCS] if file.problem and not file.is_read
    ]  # the engine would copy it
    listed_paths = {file.path for file in files_to_read}
    files_to_read += [LibraryFile(path) for path in sorted(changed or {}) if path not in listed_paths]
    record_paths = frozenset(file.path for file in files_to_read if file_reader.file_kind(file) != DOCS)
    problems += source.find_case_clashes(record_paths)
    reader = FileReader(root, schemas, vocabulary, changed or {})
    with file_reader.gc_paused():
        for count, result in enumerate(file_reader.read_files(reader, files_to_read, processes), 1):
            problems += result.problems
            if result.source is not None:
                texts[result.path] = result.source
            if result.record is not None:
                records_by_kind[result.kind].append(result.record)
            if result.page is not None:
                pages[result.path] = result.page
            if progress:
                progress(count, len(files_to_read))
        records, orphans = attach_translations(records_by_kind[POSTMORTEMS], records_by_kind[TRANSLATIONS])
        attachments = frozenset(file.path for file in files_by_folder[POSTMORTEMS] if file.is_attachment)
        printed = _printed(root, (file.path for file in files_by_folder[DOCS] if not file.is_read))
        context = LibraryContext(
            attachments, records_by_kind[BRIEFS], load_history(root), printed, today or datetime.now(UTC).date()
        )
        library = Library(records, schemas[POSTMORTEMS], vocabulary, context)
        problems += orphans
        problems += checks.find_library_problems(library, pages)
    severities = {code: severity for schema in schemas.values() for code, severity in schema.severities.items()}
    return Project(root, library, pages, sort_problems(problems, severities), texts, record_paths, schemas)


_PRINTED = ("mkdocs.yml", "schema/vocabulary.yml", f"schema/{SYNONYMS_FILE}")
"""Files whose words are on a site's pages or in its `library.json`."""


def _printed(root: Path, copied: Iterable[str]) -> Mapping[str, str]:
    """Return what else a site shows: texts of settings by their file, and files that it copies, without a text."""
    settings = {name: text for name in _PRINTED if (text := _readable(root, name))}
    return {**settings, **dict.fromkeys(copied, "")}


def _readable(root: Path, name: str) -> str:
    try:
        return opening.read_file_inside(root, name, source.MAX_BYTES).decode("utf-8", "replace")
    except UnreadableFileError:
        return ""


def load_definitions(root: Path) -> tuple[Mapping[str, Schema], Vocabulary]:
    """Load the schemas of a library by kind of file, and its vocabulary; raise `Unusable` if one is broken."""
    schemas = {kind: load_schema(_read_definition(root, name), name) for kind, name in _SCHEMA_FILES.items()}
    for schema in schemas.values():
        if fixed_codes := schema.severities.keys() - CONFIGURABLE_CODES:
            allowed = ", ".join(sorted(CONFIGURABLE_CODES))
            message = f"{schema.name}: x-severity cannot change {sorted(fixed_codes)}; only these: {allowed}"
            raise Unusable(message)
    return schemas, _load_vocabulary(_read_text(root, "schema/vocabulary.yml"))


def _read_definition(root: Path, name: str) -> str:
    """Read a schema's text from the library, or from the package for a kind that the library does not define."""
    path = f"schema/{name}"
    if path != SCHEMA_PATH.as_posix() and not opening.path_exists(root / path):
        return read_shipped(path)
    return _read_text(root, path).text


@lru_cache(maxsize=8)  # as `schema_of`: to read a vocabulary takes longer than to read a small library
def _load_vocabulary(text: Source) -> Vocabulary:
    return Vocabulary(_parse_yaml(text, VOCABULARY_SCHEMA))


def load_yaml_file(path: Path, json_schema: Mapping[str, Any], root: Path) -> Mapping[str, Any]:
    """Load a YAML file and validate it against a JSON Schema.

    Raises `Unusable` with the first place that does not fit.
    """
    return _parse_yaml(_decode(path.name, files.read_named_file(path, source.MAX_BYTES, root)), json_schema)


def _parse_yaml(text: Source, json_schema: Mapping[str, Any]) -> Mapping[str, Any]:
    document, problems = frontmatter.read_yaml_document(text)
    if document is not None:
        problems = [
            document.to_problem(finding)
            for finding in Schema(json.dumps(json_schema), text.path).find_violations(document.data)
        ]
    if document is None or problems:
        raise Unusable(_format_first_problem(problems))
    return document.data


def _format_first_problem(problems: Iterable[Problem]) -> str:
    first = min(problems, key=lambda problem: problem.sort_key)
    return f"{first.file}:{first.span.line}:{first.span.column}: {first.message}"


def load_synonyms(root: Path) -> Sequence[Mapping[str, Sequence[str]]]:
    """Load the groups of synonyms, each by language, from the library or else from the package.

    Raises `Unusable` when the file is broken.
    """
    path = f"schema/{SYNONYMS_FILE}"
    return _synonyms(_read_text(root, path) if opening.path_exists(root / path) else Source(path, read_shipped(path)))


@lru_cache(maxsize=8)
def _synonyms(text: Source) -> Sequence[Mapping[str, Sequence[str]]]:
    groups: Sequence[Mapping[str, Sequence[str]]] = _parse_yaml(text, SYNONYMS_SCHEMA)["words"]
    return groups


def load_language(code: str, root: Path | None = None) -> Language:
    """Load a language, with the translations of a library's schema from `schema/<code>.po`.

    Raises `Unusable` when that file is broken.
    """
    name = f"schema/{code}.po"
    words = _read_text(root, name).text if root and opening.path_exists(root / name) else ""
    return languages.load_language(code, words, name)


def load_history(root: Path) -> VersionHistory:
    """Return the history of the records in earlier commits; empty outside a repository."""
    return VersionHistory(lambda: history.read_former_versions(root, POSTMORTEMS))


def _read_text(root: Path, path: str) -> Source:
    """The text of a file of the library itself. Raises `Unusable` where it cannot be read, or is no text."""
    return _decode(path, files.read_file(root, path, source.MAX_BYTES))


def _decode(name: str, raw: bytes) -> Source:
    text, problems = source.decode_source(name, raw)  # such as merge conflict markers
    if text is None:
        raise Unusable(_format_first_problem(problems))
    return text


def select_files(files: Iterable[str], paths: Iterable[str]) -> frozenset[str]:
    """Select the files that are among the given paths or below one of them; all are relative to the root."""
    selected_paths = tuple(paths)
    return frozenset(
        file for file in files if any(file == w or w in ("", ".") or file.startswith(w + "/") for w in selected_paths)
    )


PACKAGE = Path(__file__).parents[1]
SHIPPED_FOLDERS = (PACKAGE / "shipped", PACKAGE.parent.parent)
"""Folders of the package's own data files: in a wheel, and in a checkout of the repository."""


def read_shipped(name: str) -> str:
    """Read the text of a file that comes with the package; empty when it is missing."""
    places = (folder / name for folder in SHIPPED_FOLDERS)
    return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "")


def read_project_file(root: Path, file: str) -> bytes:
    """Read the bytes of a file of the library."""
    return files.read_file(root, file, files.MAX_ATTACHMENT)


def settings(root: Path) -> bytes:
    """The bytes of the site engine's settings. Raises `Unusable` where there are none, or they cannot be read."""
    if not opening.path_exists(root / SETTINGS):
        message = f"{root} has no {SETTINGS}."
        raise Unusable(message)
    return files.read_file(root, SETTINGS, source.MAX_BYTES)


ASSETS = PACKAGE / "theme" / "material" / "assets"
"""Folder of the site's styles and scripts."""


def read_folder(folder: Path, suffix: str = "") -> Mapping[str, bytes]:
    """Read every file below a folder, by relative path; hidden files and links are left out."""
    place = opening.real_path(folder.parent)
    return files.read_folder_files(place, folder.name, suffix)

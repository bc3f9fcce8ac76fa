"""The pipeline, from files to a checked library: the only reader of disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from afterword import checks, files, frontmatter, history, languages, readers, source
from afterword.body import Body
from afterword.catalogue import GRADED
from afterword.files import File
from afterword.languages import Language
from afterword.library import Library, Surroundings
from afterword.past import Past
from afterword.problems import Problem, Severity, Unusable, ordered
from afterword.readers import Reader
from afterword.reading import with_translations
from afterword.record import Record
from afterword.schema import Schema, schema_of
from afterword.source import Source
from afterword.vocabulary import SHAPE, SYNONYMS_SHAPE, Vocabulary

POSTMORTEMS, BRIEFS, DOCS, TRANSLATIONS = readers.KINDS

_SCHEMAS = {
    POSTMORTEMS: "postmortem.schema.json",
    BRIEFS: "brief.schema.json",
    TRANSLATIONS: "translation.schema.json",
}
SCHEMA = Path("schema", _SCHEMAS[POSTMORTEMS])
"""What a folder holds that is the root of a library."""
SYNONYMS = "synonyms.yml"

Progress = Callable[[int, int], None]
"""Told how many files of how many are read."""


@dataclass(frozen=True, slots=True)
class Project:
    """What was found under a root: the library, the hand-written pages, and every problem in order.

    `sources` are the texts that could be read, by their file; `files` are all files of records and briefs; `schemas`
    are those of each kind of file.
    """

    root: Path
    library: Library
    pages: Mapping[str, Body]
    problems: Sequence[Problem]
    sources: Mapping[str, Source]
    files: frozenset[str]
    schemas: Mapping[str, Schema]

    @property
    def has_errors(self) -> bool:
        """Whether anything keeps the library from being published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def line(self, file: str, number: int) -> str:
        """A line of a file, counted from 1; empty where the file is no text."""
        return self.sources[file].line(number) if file in self.sources else ""


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds a library's schema. Raises `Unusable` when there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / SCHEMA).is_file():
            return folder
    message = (
        f"{start}: no library here or above. A library's root holds {SCHEMA.as_posix()}; name it with --root,"
        " or make one with `afterword init`."
    )
    raise Unusable(message)


def load(
    root: Path,
    progress: Progress | None = None,
    changed: Mapping[str, bytes] | None = None,
    today: date | None = None,
    processes: int = 1,
) -> Project:
    """Reads and checks everything under a root; `changed` holds contents that files would have, or new files.

    What is late is judged as of `today`, by default the day in UTC. Only a program without threads may have it read by
    several `processes`. Raises `Unusable` when the schema or vocabulary cannot be used.
    """
    schemas, vocabulary = definitions(root)
    texts: dict[str, Source] = {}
    problems: list[Problem] = []
    found: dict[str, list[Record]] = {POSTMORTEMS: [], BRIEFS: [], TRANSLATIONS: []}
    pages: dict[str, Body] = {}
    listed = {folder: list(files.below(root, folder)) for folder in (POSTMORTEMS, BRIEFS, DOCS)}
    wanted = [file for folder in listed.values() for file in folder if file.is_read]
    known = {file.path for file in wanted}
    wanted += [File(path, regular=True) for path in sorted(changed or {}) if path not in known]
    names = frozenset(file.path for file in wanted if readers.kind_of(file) != DOCS)
    problems += source.clashes(names)
    reader = Reader(root, schemas, vocabulary, changed or {})
    with readers.uncollected():
        for count, read in enumerate(readers.read(reader, wanted, processes), 1):
            problems += read.problems
            if read.source is not None:
                texts[read.path] = read.source
            if read.record is not None:
                found[read.kind].append(read.record)
            if read.page is not None:
                pages[read.path] = read.page
            if progress:
                progress(count, len(wanted))
        records, orphans = with_translations(found[POSTMORTEMS], found[TRANSLATIONS])
        attachments = frozenset(file.path for file in listed[POSTMORTEMS] if file.is_attachment)
        around = Surroundings(attachments, found[BRIEFS], past(root), today or datetime.now(UTC).date())
        library = Library(records, schemas[POSTMORTEMS], vocabulary, around)
        problems += orphans
        problems += checks.of_all(library, pages)
    severities = {code: severity for schema in schemas.values() for code, severity in schema.severities.items()}
    return Project(root, library, pages, ordered(problems, severities), texts, names, schemas)


def definitions(root: Path) -> tuple[Mapping[str, Schema], Vocabulary]:
    """The schemas of a library by kind of file, and its vocabulary. Raises `Unusable` when one is broken."""
    schemas = {kind: schema_of(_definition(root, name), name) for kind, name in _SCHEMAS.items()}
    for schema in schemas.values():
        if fixed := schema.severities.keys() - GRADED:
            message = (
                f"{schema.name}: x-severity cannot change {sorted(fixed)}; only these: {', '.join(sorted(GRADED))}"
            )
            raise Unusable(message)
    return schemas, _vocabulary(_text(root / "schema" / "vocabulary.yml"))


def _definition(root: Path, name: str) -> str:
    """A schema's text: the library's own, else for a kind of file it does not define, the one that comes with us."""
    path = root / "schema" / name
    if not path.exists() and path != root / SCHEMA:
        return shipped(f"schema/{name}")
    text = _text(path)
    if problems := source.read(f"schema/{name}", text.encode())[1]:  # such as the marks of a merge
        raise Unusable(_first(problems))
    return text


@lru_cache(maxsize=8)  # as `schema_of`: to read a vocabulary takes longer than to read a small library
def _vocabulary(text: str) -> Vocabulary:
    return Vocabulary(_yaml("schema/vocabulary.yml", text.encode(), SHAPE))


def mapping(path: Path, shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data of a YAML file that has the shape of a JSON Schema. Raises `Unusable` with the first place where not."""
    return _yaml(path.name, given(path, source.MAX_BYTES), shape)


def _yaml(name: str, raw: bytes, shape: Mapping[str, Any]) -> Mapping[str, Any]:
    text, problems = source.read(name, raw)
    document = None
    if text is not None:
        document, problems = frontmatter.read_yaml(text)
    if document is not None:
        problems = [document.problem(finding) for finding in Schema(json.dumps(shape), name).violations(document.data)]
    if document is None or problems:
        raise Unusable(_first(problems))
    return document.data


def given(path: Path, limit: int) -> bytes:
    """The bytes of a file that a command was given. Raises `Unusable` where there is none, or more than the limit."""
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise Unusable(message) from error
    if len(raw) > limit:
        message = f"{path} is larger than {limit:,} bytes, which is the most that is read. Split it, or export less."
        raise Unusable(message)
    return raw


def _first(problems: Iterable[Problem]) -> str:
    first = min(problems, key=lambda problem: problem.sort_key)
    return f"{first.file}:{first.span.line}:{first.span.column}: {first.message}"


def synonyms(root: Path) -> Sequence[Mapping[str, Sequence[str]]]:
    """The groups of words that mean the same, each by language: the library's own, else those that come with us.

    Raises `Unusable` when the file is broken.
    """
    path = root / "schema" / SYNONYMS
    return _synonyms(_text(path) if path.is_file() else shipped(f"schema/{SYNONYMS}"))


@lru_cache(maxsize=8)
def _synonyms(text: str) -> Sequence[Mapping[str, Sequence[str]]]:
    groups: Sequence[Mapping[str, Sequence[str]]] = _yaml(f"schema/{SYNONYMS}", text.encode(), SYNONYMS_SHAPE)["words"]
    return groups


def language(code: str, root: Path | None = None) -> Language:
    """A language, with the words of a library's schema from `schema/<code>.po`. Raises `Unusable` if that is broken."""
    name = f"schema/{code}.po"
    path = root / name if root else None
    return languages.language(code, _text(path) if path and path.is_file() else "", name)


def past(root: Path) -> Past:
    """What the records said in earlier commits; nothing outside a repository."""
    return Past(lambda: history.former_versions(root, POSTMORTEMS), lambda: history.is_shallow(root))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path.name}: {error}"
        raise Unusable(message) from error


def within(files: Iterable[str], chosen: Iterable[str]) -> frozenset[str]:
    """Those files, relative to the root, that are chosen or lie in a chosen folder."""
    wanted = tuple(chosen)
    return frozenset(
        file for file in files if any(file == w or w in ("", ".") or file.startswith(w + "/") for w in wanted)
    )


PACKAGE = Path(__file__).parent
SHIPPED = (PACKAGE / "shipped", PACKAGE.parent.parent)
"""Where files stand that come with the package: beside it in a wheel, at the repository's root in a checkout."""


def shipped(name: str) -> str:
    """The text of a file that comes with the package."""
    places = (folder / name for folder in SHIPPED)
    return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "")


def raw(root: Path, file: str) -> bytes:
    """The bytes of a file that was read."""
    return (root / file).read_bytes()


ASSETS = PACKAGE / "theme" / "material" / "assets"
"""The styles and scripts of the site."""


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder, by its path from there; what is hidden and links are left out."""
    files = (
        path
        for path in folder.rglob("*")
        if path.is_file() and path.resolve() == folder.resolve() / path.relative_to(folder)
    )
    found = {path.relative_to(folder): path for path in sorted(files)}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in found.items()
        if not any(part.startswith(".") for part in name.parts)
    }

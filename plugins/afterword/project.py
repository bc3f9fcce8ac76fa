"""The pipeline, from files to a checked library: the only reader of disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from afterword import checks, files, frontmatter, history, languages, readers, source
from afterword.body import Body
from afterword.catalogue import GRADED
from afterword.languages import Language
from afterword.library import Library
from afterword.pages.page import FormerName
from afterword.problems import Problem, Severity, Unusable, ordered
from afterword.readers import Reader
from afterword.reading import with_translations
from afterword.record import Record
from afterword.schema import Schema, schema_of
from afterword.source import Source
from afterword.vocabulary import SHAPE, Vocabulary

POSTMORTEMS, BRIEFS, DOCS, TRANSLATIONS = readers.KINDS

_SCHEMAS = {
    POSTMORTEMS: "postmortem.schema.json",
    BRIEFS: "brief.schema.json",
    TRANSLATIONS: "translation.schema.json",
}
_SCHEMA = Path("schema", _SCHEMAS[POSTMORTEMS])

Progress = Callable[[int, int], None]
"""Told how many files of how many are read."""


@dataclass(frozen=True, slots=True)
class Project:
    """What was found under a root: the library, its briefs and hand-written pages, and every problem in order.

    `sources` are the texts that could be read, by their file; `files` are all files of records and briefs.
    """

    root: Path
    library: Library
    briefs: Sequence[Record]
    pages: Mapping[str, Body]
    problems: Sequence[Problem]
    sources: Mapping[str, Source]
    files: frozenset[str]

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
        if (folder / _SCHEMA).is_file():
            return folder
    message = f"{start}: no library here or above. A library's root holds {_SCHEMA.as_posix()}; name it with --root."
    raise Unusable(message)


def load(
    root: Path, progress: Progress | None = None, changed: Mapping[str, bytes] | None = None, processes: int = 1
) -> Project:
    """Reads and checks everything under a root; `changed` holds contents that files would have.

    Only a program without threads may have it read by several `processes`. Raises `Unusable` when the schema or
    vocabulary cannot be used.
    """
    schemas, vocabulary = definitions(root)
    texts: dict[str, Source] = {}
    problems: list[Problem] = []
    found: dict[str, list[Record]] = {POSTMORTEMS: [], BRIEFS: [], TRANSLATIONS: []}
    pages: dict[str, Body] = {}
    listed = {folder: list(files.below(root, folder)) for folder in (POSTMORTEMS, BRIEFS, DOCS)}
    wanted = [file for folder in listed.values() for file in folder if file.is_read]
    names = frozenset(file.path for folder in (POSTMORTEMS, BRIEFS) for file in listed[folder] if file.is_read)
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
        library = Library(records, schemas[POSTMORTEMS], vocabulary, attachments)
        problems += orphans
        problems += checks.of_all(library, found[BRIEFS], pages)
    severities = {code: severity for schema in schemas.values() for code, severity in schema.severities.items()}
    return Project(root, library, found[BRIEFS], pages, ordered(problems, severities), texts, names)


def definitions(root: Path) -> tuple[Mapping[str, Schema], Vocabulary]:
    """The schemas of a library by kind of file, and its vocabulary. Raises `Unusable` when one is broken."""
    schemas = {kind: schema_of(_definition(root, name), name) for kind, name in _SCHEMAS.items()}
    for schema in schemas.values():
        if fixed := schema.severities.keys() - GRADED:
            message = (
                f"{schema.name}: x-severity cannot change {sorted(fixed)}; only these: {', '.join(sorted(GRADED))}"
            )
            raise Unusable(message)
    return schemas, _vocabulary(root / "schema" / "vocabulary.yml")


def _definition(root: Path, name: str) -> str:
    """A schema's text: the library's own, else for a kind of file it does not define, the one that comes with us."""
    path = root / "schema" / name
    return _text(path) if path.exists() or path == root / _SCHEMA else shipped(f"schema/{name}")


def _vocabulary(path: Path) -> Vocabulary:
    text, problems = source.read("schema/vocabulary.yml", _text(path).encode())
    document = None
    if text is not None:
        document, problems = frontmatter.read_yaml(text)
    if document is not None:
        problems = [
            document.problem(finding) for finding in Schema(json.dumps(SHAPE), path.name).violations(document.data)
        ]
    if document is None or problems:
        first = min(problems, key=lambda problem: problem.sort_key)
        message = f"{first.file}:{first.span.line}:{first.span.column}: {first.message}"
        raise Unusable(message)
    return Vocabulary(document.data)


def language(code: str, root: Path | None = None) -> Language:
    """A language, with the words of a library's schema from `schema/<code>.po`. Raises `Unusable` if that is broken."""
    name = f"schema/{code}.po"
    path = root / name if root else None
    return languages.language(code, _text(path) if path and path.is_file() else "", name)


def former_names(root: Path) -> Sequence[FormerName]:
    """The names and aliases that records had in earlier commits, the latest first; what cannot be read had none."""
    found = []
    for version in history.former_versions(root, POSTMORTEMS):
        text, _ = source.read(version.path or "", version.raw)
        document = frontmatter.read(text)[0] if text else None
        data = document.data if document else {}
        aliases = data.get("aliases")
        names = [data.get("name"), *(aliases if isinstance(aliases, list) else ())]
        found += [FormerName(name, version.path, version.until) for name in names if isinstance(name, str)]
    return list(dict.fromkeys(found))


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


def shipped(name: str) -> str:
    """The text of a file that comes with the package: beside it in a wheel, at the repository's root in a checkout."""
    package = Path(__file__).parent
    places = (package / "shipped" / name, package.parent.parent / name)
    return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "")


def raw(root: Path, file: str) -> bytes:
    """The bytes of a file that was read."""
    return (root / file).read_bytes()


ASSETS = Path(__file__).parent / "theme" / "material" / "assets"
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

"""The pipeline, from files to a checked library: the only reader of disk."""

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
from afterword.checks.rule_catalogue import GRADED
from afterword.disk import files, history, opening
from afterword.disk.files import File
from afterword.disk.opening import CannotReadError
from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.source import Source
from afterword.library.library import Library, Surroundings
from afterword.problems import Problem, Severity, Unusable, ordered
from afterword.records.former_versions import Past
from afterword.records.record import Record
from afterword.records.record_reader import with_translations
from afterword.schema.fields import Audience
from afterword.schema.schema import Schema, schema_of
from afterword.schema.vocabulary import SHAPE, SYNONYMS_SHAPE, Vocabulary
from afterword.text import languages
from afterword.text.languages import Language
from afterword.workspace import file_reader as readers
from afterword.workspace.file_reader import Reader

POSTMORTEMS, BRIEFS, DOCS, TRANSLATIONS = readers.KINDS

_SCHEMAS = {
    POSTMORTEMS: "postmortem.schema.json",
    BRIEFS: "brief.schema.json",
    TRANSLATIONS: "translation.schema.json",
}
SCHEMA = Path("schema", _SCHEMAS[POSTMORTEMS])
"""What a folder holds that is the root of a library."""
SYNONYMS = "synonyms.yml"
SETTINGS = "mkdocs.yml"

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

    def edition(self, audience: Audience) -> Project:
        """Return the project as a build for an audience sees it: whatever that would give away is an error."""
        if audience is Audience.INTERNAL:
            return self
        leaks = private_value_shown.check_edition(self.library, self.pages, audience)
        others = [problem for problem in self.problems if problem.rule is not private_value_shown.RULE]
        return replace(self, problems=sorted([*others, *leaks], key=lambda problem: problem.sort_key))

    @property
    def has_errors(self) -> bool:
        """Whether anything keeps the library from being published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def line(self, file: str, number: int) -> str:
        """A line of a file, counted from 1; empty where the file is no text."""
        return self.sources[file].line(number) if file in self.sources else ""


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds a library's schema. Raises `Unusable` when there is none."""
    place = opening.real_path(start)
    for folder in (place, *place.parents):
        if opening.exists(folder / SCHEMA):
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
    listed = {folder: list(files.list_files(root, folder)) for folder in (POSTMORTEMS, BRIEFS, DOCS)}
    wanted = [file for folder in listed.values() for file in folder if file.is_read]
    wanted += [file for file in listed[DOCS] if file.problem and not file.is_read]  # the engine would copy it
    known = {file.path for file in wanted}
    wanted += [File(path) for path in sorted(changed or {}) if path not in known]
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
        printed = _printed(root, (file.path for file in listed[DOCS] if not file.is_read))
        around = Surroundings(attachments, found[BRIEFS], past(root), printed, today or datetime.now(UTC).date())
        library = Library(records, schemas[POSTMORTEMS], vocabulary, around)
        problems += orphans
        problems += checks.of_all(library, pages)
    severities = {code: severity for schema in schemas.values() for code, severity in schema.severities.items()}
    return Project(root, library, pages, ordered(problems, severities), texts, names, schemas)


_PRINTED = ("mkdocs.yml", "schema/vocabulary.yml", f"schema/{SYNONYMS}")
"""Files whose words are on a site's pages or in its `library.json`."""


def _printed(root: Path, copied: Iterable[str]) -> Mapping[str, str]:
    """Return what else a site shows: texts of settings by their file, and files that it copies, without a text."""
    settings = {name: text for name in _PRINTED if (text := _readable(root, name))}
    return {**settings, **dict.fromkeys(copied, "")}


def _readable(root: Path, name: str) -> str:
    try:
        return opening.read_inside(root, name, source.MAX_BYTES).decode("utf-8", "replace")
    except CannotReadError:
        return ""


def definitions(root: Path) -> tuple[Mapping[str, Schema], Vocabulary]:
    """The schemas of a library by kind of file, and its vocabulary. Raises `Unusable` when one is broken."""
    schemas = {kind: schema_of(_definition(root, name), name) for kind, name in _SCHEMAS.items()}
    for schema in schemas.values():
        if fixed := schema.severities.keys() - GRADED:
            message = (
                f"{schema.name}: x-severity cannot change {sorted(fixed)}; only these: {', '.join(sorted(GRADED))}"
            )
            raise Unusable(message)
    return schemas, _vocabulary(_text(root, "schema/vocabulary.yml"))


def _definition(root: Path, name: str) -> str:
    """A schema's text: the library's own, else for a kind of file it does not define, the one that comes with us."""
    path = f"schema/{name}"
    if path != SCHEMA.as_posix() and not opening.exists(root / path):
        return shipped(path)
    return _text(root, path).text


@lru_cache(maxsize=8)  # as `schema_of`: to read a vocabulary takes longer than to read a small library
def _vocabulary(text: Source) -> Vocabulary:
    return Vocabulary(_yaml(text, SHAPE))


def mapping(path: Path, shape: Mapping[str, Any], root: Path) -> Mapping[str, Any]:
    """The data of a YAML file that has the shape of a JSON Schema. Raises `Unusable` with the first place where not."""
    return _yaml(_decode(path.name, files.read_given(path, source.MAX_BYTES, root)), shape)


def _yaml(text: Source, shape: Mapping[str, Any]) -> Mapping[str, Any]:
    document, problems = frontmatter.read_yaml(text)
    if document is not None:
        problems = [
            document.problem(finding) for finding in Schema(json.dumps(shape), text.path).violations(document.data)
        ]
    if document is None or problems:
        raise Unusable(_first(problems))
    return document.data


def _first(problems: Iterable[Problem]) -> str:
    first = min(problems, key=lambda problem: problem.sort_key)
    return f"{first.file}:{first.span.line}:{first.span.column}: {first.message}"


def synonyms(root: Path) -> Sequence[Mapping[str, Sequence[str]]]:
    """The groups of words that mean the same, each by language: the library's own, else those that come with us.

    Raises `Unusable` when the file is broken.
    """
    path = f"schema/{SYNONYMS}"
    return _synonyms(_text(root, path) if opening.exists(root / path) else Source(path, shipped(path)))


@lru_cache(maxsize=8)
def _synonyms(text: Source) -> Sequence[Mapping[str, Sequence[str]]]:
    groups: Sequence[Mapping[str, Sequence[str]]] = _yaml(text, SYNONYMS_SHAPE)["words"]
    return groups


def language(code: str, root: Path | None = None) -> Language:
    """A language, with the words of a library's schema from `schema/<code>.po`. Raises `Unusable` if that is broken."""
    name = f"schema/{code}.po"
    words = _text(root, name).text if root and opening.exists(root / name) else ""
    return languages.language(code, words, name)


def past(root: Path) -> Past:
    """What the records said in earlier commits; nothing outside a repository."""
    return Past(lambda: history.former_versions(root, POSTMORTEMS))


def _text(root: Path, path: str) -> Source:
    """The text of a file of the library itself. Raises `Unusable` where it cannot be read, or is no text."""
    return _decode(path, files.read_file(root, path, source.MAX_BYTES))


def _decode(name: str, raw: bytes) -> Source:
    text, problems = source.read(name, raw)  # such as the marks of a merge
    if text is None:
        raise Unusable(_first(problems))
    return text


def within(files: Iterable[str], chosen: Iterable[str]) -> frozenset[str]:
    """Those files, relative to the root, that are chosen or lie in a chosen folder."""
    wanted = tuple(chosen)
    return frozenset(
        file for file in files if any(file == w or w in ("", ".") or file.startswith(w + "/") for w in wanted)
    )


PACKAGE = Path(__file__).parents[1]
SHIPPED = (PACKAGE / "shipped", PACKAGE.parent.parent)
"""Where files stand that come with the package: beside it in a wheel, at the repository's root in a checkout."""


def shipped(name: str) -> str:
    """The text of a file that comes with the package."""
    places = (folder / name for folder in SHIPPED)
    return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "")


def raw(root: Path, file: str) -> bytes:
    """The bytes of a file that was read. Raises `Unusable` where that cannot be done again."""
    return files.read_file(root, file, files.MAX_ATTACHMENT)


def settings(root: Path) -> bytes:
    """The bytes of the site engine's settings. Raises `Unusable` where there are none, or they cannot be read."""
    if not opening.exists(root / SETTINGS):
        message = f"{root} has no {SETTINGS}."
        raise Unusable(message)
    return files.read_file(root, SETTINGS, source.MAX_BYTES)


ASSETS = PACKAGE / "theme" / "material" / "assets"
"""The styles and scripts of the site."""


def contents(folder: Path, suffix: str = "") -> Mapping[str, bytes]:
    """Every file below a folder that ends in the suffix, by its path from there; what is hidden is left out.

    Raises `Unusable` where something in it cannot be read: a link above all.
    """
    place = opening.real_path(folder.parent)
    return files.read_contents(place, folder.name, suffix)

"""The pipeline, from files to a checked library: the only reader of disk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from afterword import checks, frontmatter, history, source
from afterword.body import Body, parse
from afterword.catalogue import GRADED
from afterword.library import Library
from afterword.pages.page import FormerName
from afterword.problems import Problem, Severity, Span, Unusable, ordered, say
from afterword.reading import read_record
from afterword.record import Record
from afterword.schema import Schema
from afterword.source import Source
from afterword.vocabulary import SHAPE, Vocabulary

POSTMORTEMS, BRIEFS, DOCS = "postmortems", "briefs", "docs"
_SCHEMA = Path("schema", "postmortem.schema.json")
_SUFFIXES = (".md", ".markdown")
_SKIPPED = ("readme.md",)
"""Files of these names speak about the folder they are in, and are no records."""

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


def load(root: Path, progress: Progress | None = None, changed: Mapping[str, bytes] | None = None) -> Project:
    """Reads and checks everything under a root; `changed` holds contents that files would have.

    Raises `Unusable` when the schema or vocabulary cannot be used.
    """
    schema, brief_schema, vocabulary = definitions(root)
    texts: dict[str, Source] = {}
    problems: list[Problem] = []
    found: dict[str, list[Record]] = {POSTMORTEMS: [], BRIEFS: []}
    pages: dict[str, Body] = {}
    files = [(folder, path) for folder in (*found, DOCS) for path in _files(root, folder)]
    for count, (folder, path) in enumerate(files, 1):
        text, faults = _read(root, path, changed or {})
        if text is not None:
            texts[text.path] = text
        if folder == DOCS:  # a page is the site engine's to judge, all but its links to records
            if text is not None:
                pages[text.path] = parse(text.text, 1, vocabulary)
        else:
            record = None
            if text is not None:
                record, more = read_record(text, brief_schema if folder == BRIEFS else schema, vocabulary)
                faults += more
            problems += faults
            found[folder] += [record] if record else []
        if progress:
            progress(count, len(files))
    library = Library(found[POSTMORTEMS], schema, vocabulary)
    for record in library.records:
        problems += map(record.document.problem, checks.check(record, library))
    for brief in found[BRIEFS]:
        problems += map(brief.document.problem, checks.check_brief(brief, library))
    for file, page in pages.items():
        problems += checks.check_page(file, page, library)
    severities = {**brief_schema.severities, **schema.severities}
    names = frozenset(path.relative_to(root).as_posix() for folder, path in files if folder != DOCS)
    return Project(root, library, found[BRIEFS], pages, ordered(problems, severities), texts, names)


def definitions(root: Path) -> tuple[Schema, Schema, Vocabulary]:
    """The schemas of records and briefs and the vocabulary of a library. Raises `Unusable` when one is broken."""
    folder = root / "schema"
    postmortem, brief = (Schema(_text(folder / name), name) for name in ("postmortem.schema.json", "brief.schema.json"))
    for schema in (postmortem, brief):
        if fixed := schema.severities.keys() - GRADED:
            message = (
                f"{schema.name}: x-severity cannot change {sorted(fixed)}; only these: {', '.join(sorted(GRADED))}"
            )
            raise Unusable(message)
    return postmortem, brief, _vocabulary(folder / "vocabulary.yml")


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


def _files(root: Path, folder: str) -> Iterator[Path]:
    """Every Markdown file of a folder, in order; links are listed, and not followed."""
    for where, folders, names in os.walk(root / folder):
        links = [name for name in folders if Path(where, name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in links)
        for name in sorted((*names, *links)):
            if name in links or (name.lower().endswith(_SUFFIXES) and name.lower() not in _SKIPPED):
                yield Path(where, name)


def _read(root: Path, path: Path, changed: Mapping[str, bytes]) -> tuple[Source | None, list[Problem]]:
    name = path.relative_to(root).as_posix()
    if name in changed:
        return source.read(name, changed[name])
    if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(root):
        message = say("This is a link or a special file, which is not followed.")
        hint = say("Put the file itself here.")
        return None, [Problem.of(source.NOT_REGULAR, name, Span(), message, hint)]
    try:
        with path.open("rb") as file:
            raw = file.read(source.MAX_BYTES + 1)
    except OSError as error:
        message = say("This file cannot be read: {reason}.", reason=error.strerror or error)
        return None, [Problem.of(source.NOT_REGULAR, name, Span(), message, say("Check who may read it."))]
    return source.read(name, raw)


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

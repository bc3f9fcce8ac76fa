"""A library that briefs have to answer to, here or elsewhere, and the briefs that are brought before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from afterword.frontmatter.source import Source
from afterword.gate import brief as briefs
from afterword.gate import concepts
from afterword.gate.brief import Brief
from afterword.gate.ranking import Ranking
from afterword.gate.verdict import Gate, Verdict
from afterword.pages.page import Findings
from afterword.problems import Problem
from afterword.schema.fields import Audience
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import LANGUAGES, Language
from afterword.workspace import project, remote
from afterword.workspace import shipped_files as ground
from afterword.workspace.project import BRIEFS, Project
from afterword.workspace.source_digest import digest

_DIGITS = 12
"""Of a library's digest, what a stamp keeps."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found for one file: the verdict, or None with the problems that keep the file from being read."""

    file: str
    source: Source | None
    verdict: Verdict | None
    problems: Sequence[Problem]

    @property
    def passes(self) -> bool:
        """Whether it is a brief that may go through."""
        return self.verdict is not None and self.verdict.passes

    def line(self, _: str, number: int) -> str:
        """A line of the file, counted from 1; empty where the file is no text."""
        return self.source.line(number) if self.source else ""


@dataclass(frozen=True, slots=True)
class Library:
    """A library to answer to: its gate, which state of it that is, and how briefs are read.

    `own` are the files of its own briefs with what a check found in them, where the library is at hand.
    """

    gate: Gate
    version: str
    vocabulary: Vocabulary
    languages: Sequence[Language]
    own: Mapping[str, Brief]
    loaded: Project | None = None

    def judge(self, root: Path, paths: Sequence[Path]) -> Iterator[Judged]:
        """The verdict on each brief in files and folders under a root, in order of the files."""
        for file, text, found in remote.texts(root, paths):
            if self.loaded and root == self.loaded.root and file in self.own:
                known, problems = self.own[file], [one for one in self.loaded.problems if one.file == file]
            elif text is None:
                known, problems = None, found
            else:
                known, problems = briefs.read(text, self.gate.schema, self.vocabulary, self.languages)
            yield Judged(file, text, self.gate.judge(known, problems) if known else None, problems)


def here(loaded: Project) -> Library:
    """The library of a project, as the team sees it."""
    library = loaded.library.project(Audience.INTERNAL)
    found = Findings(library, concepts.groups(library.vocabulary, project.synonyms(loaded.root)))
    gate = Gate(found.register, found.ranking, loaded.schemas[BRIEFS], loaded.library.today)
    own = {record.path: briefs.of(record) for record in loaded.library.briefs}
    return Library(gate, digest(loaded)[:_DIGITS], library.vocabulary, _languages(loaded.root), own, loaded)


def elsewhere(raw: bytes, place: str, today: date | None) -> Library:
    """The library in a register's bytes, with the schema of briefs and the words that come with the package.

    Raises `Unusable` when there is no register in them.
    """
    register = remote.read_register(raw, place)
    schemas, vocabulary = project.definitions(ground.root())
    gate = Gate(register, Ranking(register), schemas[BRIEFS], today or datetime.now(UTC).date())
    return Library(gate, register.made_from[:_DIGITS], vocabulary, _languages(ground.root()), {})


def _languages(root: Path) -> Sequence[Language]:
    return [project.language(code, root) for code in LANGUAGES]

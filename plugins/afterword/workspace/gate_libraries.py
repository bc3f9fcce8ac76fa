"""Libraries that briefs are gated against, local or published, and the verdicts on briefs."""

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
from afterword.gate.verdict import Gate, GateVerdict
from afterword.pages.library_cache import LibraryCache
from afterword.problems import Problem
from afterword.schema.audience import Audience
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import LANGUAGES, Language
from afterword.workspace import definitions, remote, shipped_files
from afterword.workspace.library_layout import BRIEFS, POSTMORTEMS
from afterword.workspace.project import Project
from afterword.workspace.source_digest import library_digest

_DIGEST_LENGTH = 12
"""Number of digits of a library's digest that a stamp keeps."""


@dataclass(frozen=True, slots=True)
class BriefVerdict:
    """Gate verdict on one file, or None with the problems that prevent reading it."""

    file: str
    source: Source | None
    verdict: GateVerdict | None
    problems: Sequence[Problem]

    @property
    def passes(self) -> bool:
        """True if the file is a brief that passes the gate."""
        return self.verdict is not None and self.verdict.passes

    def get_line(self, _: str, number: int) -> str:
        """Return a line of the file, counted from 1; empty where the file could not be read."""
        return self.source.get_line(number) if self.source else ""


@dataclass(frozen=True, slots=True)
class GateLibrary:
    """Library to gate against: its gate, its version, and the definitions to read briefs with.

    `own_briefs` are the briefs of the library itself by file, where the library is local.
    """

    gate: Gate
    version: str
    vocabulary: Vocabulary
    languages: Sequence[Language]
    own_briefs: Mapping[str, Brief]
    loaded_project: Project | None = None

    def judge_briefs(self, root: Path, paths: Sequence[Path]) -> Iterator[BriefVerdict]:
        """Yield the verdict on each brief in files and folders under a root, in order of files."""
        for file, source, source_problems in remote.read_markdown_sources(root, paths):
            if self.loaded_project and root == self.loaded_project.root and file in self.own_briefs:
                brief, problems = (
                    self.own_briefs[file],
                    [problem for problem in self.loaded_project.problems if problem.file == file],
                )
            elif source is None:
                brief, problems = None, source_problems
            else:
                brief, problems = briefs.read_brief(source, self.gate.schema, self.vocabulary, self.languages)
            yield BriefVerdict(file, source, self.gate.judge_brief(brief, problems) if brief else None, problems)


def local_gate_library(loaded_project: Project) -> GateLibrary:
    """Return the gate library of a project, as the team sees it."""
    library = loaded_project.library.project(Audience.INTERNAL)
    synonyms = definitions.load_synonyms(loaded_project.root)
    cache = LibraryCache(library, concepts.build_groups(library.vocabulary, synonyms))
    gate = Gate(cache.published_index, cache.gate_ranking, loaded_project.schemas[BRIEFS], loaded_project.library.today)
    own_briefs = {record.path: briefs.brief_from_record(record) for record in loaded_project.library.briefs}
    return GateLibrary(
        gate,
        library_digest(loaded_project)[:_DIGEST_LENGTH],
        library.vocabulary,
        _load_languages(loaded_project.root),
        own_briefs,
        loaded_project,
    )


def published_gate_library(raw: bytes, location: str, today: date | None) -> GateLibrary:
    """Return the gate library of a published index, with the package's schemas and vocabulary.

    Raises `Unusable` when the bytes are not a published index.
    """
    index = remote.parse_index(raw, location)
    schemas, vocabulary = definitions.load_definitions(shipped_files.starter_root())
    index.schema = schemas[POSTMORTEMS]
    gate = Gate(index, Ranking(index), schemas[BRIEFS], today or datetime.now(UTC).date())
    return GateLibrary(
        gate, index.made_from[:_DIGEST_LENGTH], vocabulary, _load_languages(shipped_files.starter_root()), {}
    )


def _load_languages(root: Path) -> Sequence[Language]:
    """Load every language of the interface."""
    return [definitions.load_language(code, root) for code in LANGUAGES]

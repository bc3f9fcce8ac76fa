"""The cases under `tests/cases/<code>/<case>/`: a small library each, beside the exact output of `afterword check`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from afterword import project
from afterword.report import text

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
PAGES = ROOT / "docs" / "rules"
EXPECTED = "expected.txt"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part of a case's file that is there this many times: what would be too large to keep."""

    file: str
    part: str
    times: int

    def make(self, root: Path) -> None:
        """Repeats the part in the file under a root."""
        path = root / self.file
        written = path.read_text(encoding="utf-8")
        assert self.part in written
        path.write_text(written.replace(self.part, self.part * self.times), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link, which no archive or Windows checkout keeps."""

    file: str
    target: str

    def make(self, root: Path) -> None:
        """Links the file under a root to its target."""
        (root / self.file).symlink_to(self.target)


@dataclass(frozen=True, slots=True)
class Pipe:
    """A named pipe: whoever opens it waits for ever."""

    file: str

    def make(self, root: Path) -> None:
        """Makes the pipe under a root."""
        os.mkfifo(root / self.file)


SPECIAL: Mapping[tuple[str, str], Repeat | Link | Pipe] = {
    ("file-too-large", "bad"): Repeat(
        "postmortems/2026/paper-mountain.md",
        "2026-03-02 09:14;call;no answer;Tomas Berg;Harbour Freight;stage 3;EUR 48,000\n",
        13_000,
    ),
    ("frontmatter-too-large", "bad"): Repeat(
        "postmortems/2026/endless-list.md",
        "  - Another question about data retention came in by mail.\n",
        1_200,
    ),
    ("yaml-too-deep", "brackets"): Repeat("postmortems/2026/russian-doll.md", "[", 40_000),
    ("file-not-regular", "bad"): Link("postmortems/2026/borrowed-deck.md", "../../../elsewhere/borrowed-deck.md"),
    ("file-not-regular", "folder"): Link("postmortems/archive", "/"),
    ("file-not-regular", "pipe"): Pipe("postmortems/2026/borrowed-deck.md"),
}
"""What cases have beyond their files."""


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """One case of a problem code; the names of those that show no problem begin with `good`."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.code}/{self.name}"

    @property
    def folder(self) -> Path:
        """Where its files are kept."""
        return CASES / self.code / self.name

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.name.startswith("good")

    @property
    def expected(self) -> str:
        """The exact output of `afterword check`, as it is kept."""
        path = self.folder / EXPECTED
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def library(self, root: Path) -> Path:
        """Writes the case's library under a root: this repository's schema, overlaid by the case's own files."""
        shutil.copytree(ROOT / "schema", root / "schema")
        shutil.copytree(self.folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
        if special := SPECIAL.get((self.code, self.name)):
            special.make(root)
        return root


def cases() -> Iterator[Case]:
    """Every case there is, in order."""
    for folder in sorted(CASES.glob("*/*/")):
        yield Case(folder.parent.name, folder.name)


def output(found: project.Project) -> str:
    """What `afterword check` prints for a project where there are no colours."""
    return text.report(found.problems, len(found.files), found.line, lambda shown, _: shown)

"""What a new library starts from, and how a later template comes into one that a team has changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from afterword.authoring.edits import render_scalar
from afterword.problems import Unusable
from afterword.text.languages import LANGUAGES

BASE = ".afterword-template"
"""The folder of a library that holds the template as it came, file by file: what an update compares with."""
ANSWERS = f"{BASE}/answers.json"
_DOT = "dot-"
"""How names of hidden files begin in the template and in `BASE`, where git and others take them for none of theirs."""
_BLANK = re.compile("@[a-z]+(?::[a-z]+)?@")
"""What is filled in."""


class CI(StrEnum):
    """Where pull requests are checked."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked when the library was made: the site's name and languages, the first of them that of its texts."""

    name: str
    languages: Sequence[str]
    ci: str
    example: bool

    @classmethod
    def read(cls, raw: bytes) -> Answers:
        """Return the answers that a library keeps. Raises `Unusable` when somebody has broken them."""
        try:
            kept: dict[str, Any] = json.loads(raw)
            languages = tuple(kept["languages"])
            answers = cls(str(kept["name"]), languages, str(CI(kept["ci"])), bool(kept["example"]))
            is_whole = bool(languages) and set(languages) <= set(LANGUAGES)
        except (ValueError, TypeError, KeyError, RecursionError):
            is_whole = False
        if not is_whole:
            message = f"{ANSWERS} is not as `afterword init` wrote it. Restore it from git."
            raise Unusable(message)
        return answers

    @property
    def parts(self) -> Sequence[str]:
        """The folders of the template that are used."""
        lang = self.languages[0]
        example = (f"example-{lang}",) if self.example else ()
        return ("always", lang, *example, *(() if self.ci == CI.NONE else (self.ci,)))


@dataclass(frozen=True, slots=True)
class Locked:
    """What a library installs, as lines of a requirements file: each package at one version, by its digests."""

    afterword: str
    dependencies: str
    charts: str


def rendered(
    template: Mapping[str, bytes], schema: Mapping[str, bytes], answers: Answers, locked: Locked
) -> dict[str, bytes]:
    """Return the files of a library by their paths; the schema, which makes the folder a library, comes last.

    `template` has its parts as folders, `schema` the files of the folder `schema`.
    """
    words = {
        "@name@": " ".join(answers.name.split()),
        "@name:yaml@": render_scalar(answers.name),
        "@languages@": ", ".join(answers.languages),
        "@requirements@": f"{locked.afterword}\n{locked.dependencies.strip()}",
        "@charts@": locked.charts.strip(),
    }
    files = {}
    for name, raw in sorted(template.items()):
        part, _, path = name.partition("/")
        if part in answers.parts:
            files[_hidden(path)] = _BLANK.sub(lambda found: words[found[0]], raw.decode()).encode()
    return files | {f"schema/{name}": raw for name, raw in sorted(schema.items())}


def requirement(version: str, sha256: str) -> str:
    """Return the line of a requirements file that accepts one wheel of Afterword and no other, wherever it is found."""
    return f"afterword=={version} --hash=sha256:{sha256}"


def kept(files: Mapping[str, bytes], answers: Answers, version: str) -> dict[str, bytes]:
    """What a library remembers of its template: every file as it came, and the answers."""
    said = json.dumps({"afterword": version, **asdict(answers)}, ensure_ascii=False, indent=2) + "\n"
    return {**{f"{BASE}/{_shown(file)}": raw for file, raw in files.items()}, ANSWERS: said.encode()}


def remembered(base: Mapping[str, bytes]) -> dict[str, bytes]:
    """The template as it came by the paths of its files; `base` is what stands in that folder."""
    return {_hidden(name): raw for name, raw in base.items() if f"{BASE}/{name}" != ANSWERS}


def _hidden(name: str) -> str:
    return "/".join(f".{step.removeprefix(_DOT)}" if step.startswith(_DOT) else step for step in name.split("/"))


def _shown(path: str) -> str:
    return "/".join(f"{_DOT}{step[1:]}" if step.startswith(".") else step for step in path.split("/"))


class Outcome(StrEnum):
    """What an update does to one file."""

    ADDED = "added"
    UPDATED = "updated"
    MERGED = "merged"
    CONFLICT = "conflict"
    GONE = "deleted here, and stays so"
    LEFT = "no longer in the template, and stays"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One file of an update; `raw` is its new content, None where it stays as it is or is removed."""

    file: str
    outcome: Outcome
    raw: bytes | None = None


Merge = Callable[[bytes, bytes, bytes], tuple[bytes, bool]]
"""The team's, the base's and the template's bytes to merged ones, and whether conflicts are marked in them."""


def update(
    base: Mapping[str, bytes], fresh: Mapping[str, bytes], ours: Mapping[str, bytes], merge: Merge
) -> Iterator[Change]:
    """Yield what a new template changes in a library: nothing of the team's is lost, and what it deleted stays deleted.

    `base` is the template as it came, `fresh` as it is now; `ours` are the library's files. Raises `Unusable` where a
    file that has to be merged is no text.
    """
    for file in sorted({*base, *fresh}):
        if base.get(file) == fresh.get(file) or ours.get(file) == fresh.get(file):
            continue
        if file not in fresh:
            yield from (Change(file, Outcome.LEFT),) if file in ours else ()
        elif file not in ours:
            yield Change(file, Outcome.GONE) if file in base else Change(file, Outcome.ADDED, fresh[file])
        elif ours[file] == base.get(file):
            yield Change(file, Outcome.UPDATED, fresh[file])
        else:
            if any(b"\0" in version for version in (ours[file], base.get(file, b""))):
                message = f"{file} is not text here or in {BASE}, so it cannot be merged. Nothing was changed."
                raise Unusable(message)
            raw, conflicts = merge(ours[file], base.get(file, b""), fresh[file])
            if raw != ours[file]:
                yield Change(file, Outcome.CONFLICT if conflicts else Outcome.MERGED, raw)


def replace_wheels(wheels: Mapping[str, bytes], file: str, raw: bytes) -> Iterator[Change]:
    """Yield the changes after which a library holds one wheel; `wheels` are those it holds now."""
    if wheels.get(file) != raw:
        yield Change(file, Outcome.UPDATED if file in wheels else Outcome.ADDED, raw)
    yield from (Change(name, Outcome.REMOVED) for name in sorted(wheels) if name != file)

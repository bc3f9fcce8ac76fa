"""Render the template of a new library, and merge a later template into a library that a team has changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from afterword.authoring.edits import render_scalar
from afterword.problems import Unusable
from afterword.text.profiles import SHIPPED_PROFILES

BASE = ".afterword-template"
"""Folder of a library with the template as it was rendered, which an update compares with."""
ANSWERS = f"{BASE}/answers.json"
_DOT_PREFIX = "dot-"
"""Prefix of hidden names in the template and in `BASE`, where git and other tools would treat dot files specially."""
_PLACEHOLDER = re.compile("@[a-z]+(?::[a-z]+)?@")
"""Placeholder in a template."""


class CI(StrEnum):
    """Host on which pull requests are checked."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NONE = "none"


TEMPLATE_LANGUAGES = tuple(profile.code for profile in SHIPPED_PROFILES)
"""Languages that a new library can begin in; others are added to its `mkdocs.yml`."""


@dataclass(frozen=True, slots=True)
class InitAnswers:
    """Answers to the questions of `init`: the site's name and languages, the main one first."""

    name: str
    languages: Sequence[str]
    ci: str
    example: bool

    @classmethod
    def parse(cls, raw: bytes) -> InitAnswers:
        """Parse the stored answers of a library. Raises `Unusable` if they are damaged."""
        try:
            stored: dict[str, Any] = json.loads(raw)
            languages = tuple(stored["languages"])
            answers = cls(str(stored["name"]), languages, str(CI(stored["ci"])), bool(stored["example"]))
            is_valid = bool(languages) and set(languages) <= set(TEMPLATE_LANGUAGES)
        except (ValueError, TypeError, KeyError, RecursionError):
            is_valid = False
        if not is_valid:
            message = f"{ANSWERS} is not as `afterword init` wrote it. Restore it from git."
            raise Unusable(message)
        return answers

    @property
    def template_parts(self) -> Sequence[str]:
        """Folders of the template that are used."""
        lang = self.languages[0]
        example = (f"example-{lang}",) if self.example else ()
        return ("always", lang, *example, *(() if self.ci == CI.NONE else (self.ci,)))


@dataclass(frozen=True, slots=True)
class LockedRequirements:
    """Packages that a library installs, as lines of a requirements file with versions and digests."""

    afterword: str
    dependencies: str
    charts: str


def render_template(
    template: Mapping[str, bytes], schema: Mapping[str, bytes], answers: InitAnswers, locked: LockedRequirements
) -> dict[str, bytes]:
    """Return the files of a library by path; the schema, which makes the folder a library, comes last.

    `template` has its parts as folders, `schema` the files of the folder `schema`.
    """
    values = {
        "@name@": " ".join(answers.name.split()),
        "@name:yaml@": render_scalar(answers.name),
        "@languages@": ", ".join(answers.languages),
        "@requirements@": f"{locked.afterword}\n{locked.dependencies.strip()}",
        "@charts@": locked.charts.strip(),
    }
    files = {}
    for name, raw in sorted(template.items()):
        part, _, path = name.partition("/")
        if part in answers.template_parts:
            files[_to_hidden_path(path)] = _PLACEHOLDER.sub(lambda match: values[match[0]], raw.decode()).encode()
    return files | {f"schema/{name}": raw for name, raw in sorted(schema.items())}


def format_requirement(version: str, sha256: str) -> str:
    """Return the line of a requirements file that accepts exactly one wheel of Afterword."""
    return f"afterword=={version} --hash=sha256:{sha256}"


def make_base(files: Mapping[str, bytes], answers: InitAnswers, version: str) -> dict[str, bytes]:
    """Return the files by which a library remembers its template: every file as rendered, and the answers."""
    answers_json = json.dumps({"afterword": version, **asdict(answers)}, ensure_ascii=False, indent=2) + "\n"
    return {**{f"{BASE}/{_to_visible_path(file)}": raw for file, raw in files.items()}, ANSWERS: answers_json.encode()}


def read_base(base: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the template as it was rendered, by path; `base` has the files of that folder."""
    return {_to_hidden_path(name): raw for name, raw in base.items() if f"{BASE}/{name}" != ANSWERS}


def _to_hidden_path(name: str) -> str:
    """Return the path of a file in a library: names that begin with `dot-` become hidden."""
    return "/".join(
        f".{step.removeprefix(_DOT_PREFIX)}" if step.startswith(_DOT_PREFIX) else step for step in name.split("/")
    )


def _to_visible_path(path: str) -> str:
    """Return the path of a file in the stored template, where no name is hidden."""
    return "/".join(f"{_DOT_PREFIX}{step[1:]}" if step.startswith(".") else step for step in path.split("/"))


class UpdateOutcome(StrEnum):
    """Effect of an update on one file."""

    ADDED = "added"
    UPDATED = "updated"
    MERGED = "merged"
    CONFLICT = "conflict"
    GONE = "deleted here, and stays so"
    LEFT = "no longer in the template, and stays"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """Change of one file by an update; `raw` is its new content, None if it stays or is removed."""

    file: str
    outcome: UpdateOutcome
    raw: bytes | None = None


Merger = Callable[[bytes, bytes, bytes], tuple[bytes, bool]]
"""Function from the team's, the base's and the template's bytes to merged bytes and whether they have conflicts."""


def merge_template(
    base: Mapping[str, bytes], fresh: Mapping[str, bytes], ours: Mapping[str, bytes], merge: Merger
) -> Iterator[TemplateChange]:
    """Yield the changes that a new template makes in a library: the team's changes stay, deleted files stay deleted.

    `base` is the template as it was rendered before, `fresh` as it is now; `ours` are the library's files. Raises
    `Unusable` if a file that must be merged is binary.
    """
    for file in sorted({*base, *fresh}):
        if base.get(file) == fresh.get(file) or ours.get(file) == fresh.get(file):
            continue
        if file not in fresh:
            yield from (TemplateChange(file, UpdateOutcome.LEFT),) if file in ours else ()
        elif file not in ours:
            yield (
                TemplateChange(file, UpdateOutcome.GONE)
                if file in base
                else TemplateChange(file, UpdateOutcome.ADDED, fresh[file])
            )
        elif ours[file] == base.get(file):
            yield TemplateChange(file, UpdateOutcome.UPDATED, fresh[file])
        else:
            if any(b"\0" in version for version in (ours[file], base.get(file, b""))):
                message = f"{file} is not text here or in {BASE}, so it cannot be merged. Nothing was changed."
                raise Unusable(message)
            raw, conflicts = merge(ours[file], base.get(file, b""), fresh[file])
            if raw != ours[file]:
                yield TemplateChange(file, UpdateOutcome.CONFLICT if conflicts else UpdateOutcome.MERGED, raw)


def replace_wheels(wheels: Mapping[str, bytes], file: str, raw: bytes) -> Iterator[TemplateChange]:
    """Yield the changes after which a library has one wheel; `wheels` are those it has now."""
    if wheels.get(file) != raw:
        yield TemplateChange(file, UpdateOutcome.UPDATED if file in wheels else UpdateOutcome.ADDED, raw)
    yield from (TemplateChange(name, UpdateOutcome.REMOVED) for name in sorted(wheels) if name != file)

"""Mending what can be mended: a library as its files would be, and whether they may be written so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from io import StringIO

from afterword.authoring.edits import apply
from afterword.authoring.fixes import canonical, corrected, edits, followed
from afterword.frontmatter import frontmatter, source
from afterword.problems import Fix, Problem, Severity
from afterword.workspace import project
from afterword.workspace.project import Project

_ROUNDS = 5
"""How often problems are looked for: behind one that is mended another may show, in rare cases a third."""

_UNREADABLE = frozenset(rule.code for rule in (*source.RULES, *frontmatter.RULES))


@dataclass(frozen=True, slots=True)
class Mended:
    """A project before, and after some fixes; `contents` are the files that they change, as they would be."""

    before: Project
    after: Project
    fixes: Sequence[Fix]
    contents: Mapping[str, bytes]

    def brought(self) -> list[Problem]:
        """The errors that would be new, without those that only a wrong value in the same file had hidden."""
        errors = (problem for problem in self.before.problems if problem.severity is Severity.ERROR)
        hidden = {problem.file for problem in errors if problem.correction and problem.file in self.contents}
        known = Counter((p.file, p.code) for p in self.before.problems)
        now = Counter((p.file, p.code) for p in self.after.problems)
        more = {key for key, count in now.items() if count > known[key]}
        return [
            problem
            for problem in self.after.problems
            if (problem.file, problem.code) in more
            and problem.severity is Severity.ERROR
            and (problem.file not in hidden or problem.code in _UNREADABLE)
        ]

    def diff(self) -> str:
        """What the fixes change, as a unified diff that `git apply` takes."""
        return "".join(line for file in sorted(self.contents) for line in self._diff(file))

    def _diff(self, file: str) -> Iterator[str]:
        old, new = project.raw(self.before.root, file), self.contents[file]
        for line in unified_diff(_lines(old), _lines(new), f"a/{file}", f"b/{file}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(raw: bytes) -> list[str]:
    return StringIO(raw.decode(), newline="\n").readlines()


def mended(before: Project, files: frozenset[str], today: date | None, *, names: bool) -> Mended:
    """What the problems of some files let us mend, again until nothing is left; with `names`, aliases in links too."""
    found = Mended(before, before, (), {})
    for _ in range(_ROUNDS):
        now = found.after
        fixes = corrected((problem for problem in now.problems if problem.file in files), now.sources)
        if names:
            places = {(fix.file, fix.span) for fix in fixes}
            more = canonical(now.library, now.pages, now.sources)
            fixes += [fix for fix in more if fix.file in files and (fix.file, fix.span) not in places]
        if not fixes:
            break
        found = _with(found, fixes, today)
    return _with(found, list(followed(before.library, found.after.library)), today)


def _with(found: Mended, fixes: Sequence[Fix], today: date | None) -> Mended:
    """The same with more fixes."""
    if not fixes:
        return found
    root = found.before.root
    changed = {
        file: apply(found.contents.get(file) or project.raw(root, file), changes)
        for file, changes in edits(fixes).items()
    }
    contents = {**found.contents, **changed}
    after = project.load(root, changed=contents, today=today)
    done = sorted((*found.fixes, *fixes), key=lambda fix: (fix.file, fix.span))
    return Mended(found.before, after, done, contents)

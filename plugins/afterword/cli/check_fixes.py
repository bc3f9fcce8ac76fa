"""Fixes of a library: the project as it would be after them, and the errors that they would cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from io import StringIO

from afterword.authoring.edits import apply_edits
from afterword.authoring.fixes import edits_by_file, fix_aliases, fix_problems, fix_translation_stamps
from afterword.checks.rule_catalogue import RULE_GROUPS
from afterword.problems import Fix, Problem, RuleGroup, Severity
from afterword.workspace import project
from afterword.workspace.project import Project

_MAX_ROUNDS = 5
"""Maximum number of rounds: a fixed problem may hide another one, in rare cases a third."""

_UNREADABLE_CODES = frozenset(
    rule.code for group in (RuleGroup.FILES, RuleGroup.FRONT_MATTER) for rule in RULE_GROUPS[group]
)


@dataclass(frozen=True, slots=True)
class FixResult:
    """Project before and after fixes; `contents` are the changed files as they would be."""

    before: Project
    after: Project
    fixes: Sequence[Fix]
    contents: Mapping[str, bytes]

    def find_new_errors(self) -> list[Problem]:
        """Return the new errors, except those that a wrong value in the same file had hidden before."""
        errors = (problem for problem in self.before.problems if problem.severity is Severity.ERROR)
        affected_files = {problem.file for problem in errors if problem.correction and problem.file in self.contents}
        old_counts = Counter((p.file, p.code) for p in self.before.problems)
        new_counts = Counter((p.file, p.code) for p in self.after.problems)
        increased = {key for key, count in new_counts.items() if count > old_counts[key]}
        return [
            problem
            for problem in self.after.problems
            if (problem.file, problem.code) in increased
            and problem.severity is Severity.ERROR
            and (problem.file not in affected_files or problem.code in _UNREADABLE_CODES)
        ]

    def format_diff(self) -> str:
        """Return the changes as a unified diff that `git apply` accepts."""
        return "".join(line for file in sorted(self.contents) for line in self._diff_file(file))

    def _diff_file(self, file: str) -> Iterator[str]:
        old, new = project.read_project_file(self.before.root, file), self.contents[file]
        for line in unified_diff(_split_lines(old), _split_lines(new), f"a/{file}", f"b/{file}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _split_lines(raw: bytes) -> list[str]:
    return StringIO(raw.decode(), newline="\n").readlines()


def apply_fixes(before: Project, files: frozenset[str], today: date | None, *, names: bool) -> FixResult:
    """Apply the fixes of problems in some files, repeatedly until none is left.

    With `names`, links by an alias are changed to the name as well.
    """
    result = FixResult(before, before, (), {})
    for _ in range(_MAX_ROUNDS):
        current = result.after
        fixes = fix_problems((problem for problem in current.problems if problem.file in files), current.sources)
        if names:
            fixed_places = {(fix.file, fix.span) for fix in fixes}
            name_fixes = fix_aliases(current.library, current.pages, current.sources)
            fixes += [fix for fix in name_fixes if fix.file in files and (fix.file, fix.span) not in fixed_places]
        if not fixes:
            break
        result = _add_fixes(result, fixes, today)
    return _add_fixes(result, list(fix_translation_stamps(before.library, result.after.library)), today)


def _add_fixes(result: FixResult, fixes: Sequence[Fix], today: date | None) -> FixResult:
    """Return the result with more fixes applied."""
    if not fixes:
        return result
    root = result.before.root
    changed = {
        file: apply_edits(result.contents.get(file) or project.read_project_file(root, file), changes)
        for file, changes in edits_by_file(fixes).items()
    }
    contents = {**result.contents, **changed}
    after = project.load_project(root, changed=contents, today=today)
    all_fixes = sorted((*result.fixes, *fixes), key=lambda fix: (fix.file, fix.span))
    return FixResult(result.before, after, all_fixes, contents)

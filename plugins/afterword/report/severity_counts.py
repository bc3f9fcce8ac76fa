"""Problems counted by severity."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from afterword.problems import Problem, Severity


class SeverityCounts(NamedTuple):
    """Number of errors and of warnings."""

    errors: int
    warnings: int


def count_severities(problems: Collection[Problem]) -> SeverityCounts:
    """Count problems by severity."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return SeverityCounts(errors, len(problems) - errors)

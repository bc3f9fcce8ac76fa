"""Problems are counted by severity."""

from __future__ import annotations

from dataclasses import replace

from afterword.checks.rule_catalogue import RULES
from afterword.problems import Problem, Severity, Span, say
from afterword.report.severity_counts import SeverityCounts, count_severities


def test_errors_and_warnings_are_counted() -> None:
    """Both together are all problems."""
    error = Problem("a.md", Span(1, 1, 1), RULES["kpi-mismatch"], say("wrong"), severity=Severity.ERROR)
    warning = replace(error, severity=Severity.WARNING)
    assert count_severities([warning, error, warning]) == SeverityCounts(errors=1, warnings=2)
    assert count_severities([]) == SeverityCounts(errors=0, warnings=0)

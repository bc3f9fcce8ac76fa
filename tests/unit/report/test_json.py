"""The JSON report keeps its keys, and takes applied fixes in."""

from __future__ import annotations

import json

from afterword.problems import Fix, Problem, Rule, Span, say
from afterword.report.json import add_fixes, format_json


def test_a_report_has_a_row_for_each_problem() -> None:
    """A missing hint is null."""
    problem = Problem("a.md", Span(2, 3), Rule("x-code", "X"), say("Wrong."))
    report = json.loads(format_json([problem], 5, lambda *_: "", lambda text, _: text))
    row = {"file": "a.md", "line": 2, "column": 3, "code": "x-code", "severity": "error", "message": "Wrong."}
    assert report == {"problems": [row | {"hint": None}], "checked": 5}


def test_fixes_stand_beside_the_problems() -> None:
    """Each with the text before and after."""
    fixes = [Fix("a.md", Span(1, 2), "c", "x", "y")]
    report = format_json([], 1, lambda *_: "", lambda text, _: text)
    report = add_fixes(report, fixes, lambda text, _: text)
    assert json.loads(report)["fixed"] == [
        {"file": "a.md", "line": 1, "column": 2, "code": "c", "before": "x", "after": "y"}
    ]

"""GitHub shows each problem beside its line, whatever its texts contain."""

from __future__ import annotations

from afterword.problems import Problem, Rule, Severity, Span, say
from afterword.report.github import format_github


def test_a_problem_is_a_workflow_command() -> None:
    """Per cent signs and line ends are encoded everywhere, colons and commas in properties."""
    problem = Problem(
        "postmortems/a,b:c.md",
        Span(3, 7, 4),
        Rule("schema-enum", "Title"),
        say("100% wrong\nreally"),
        say("Write `lost`."),
    )
    report = format_github([problem], 1, lambda *_: "", lambda text, _: text)
    assert report.splitlines()[0] == (
        "::error file=postmortems/a%2Cb%3Ac.md,line=3,col=7,endColumn=11,title=schema-enum::"
        "100%25 wrong%0Areally%0Ahint: Write `lost`."
    )


def test_a_warning_stays_a_warning() -> None:
    """The command has the problem's severity."""
    problem = Problem("a.md", Span(), Rule("x", "X"), say("Look."), severity=Severity.WARNING)
    assert format_github([problem], 1, lambda *_: "", lambda text, _: text).startswith("::warning file=a.md,")

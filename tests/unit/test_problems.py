"""Problems are messages with a place, sorted by file and graded by a team's severities."""

from __future__ import annotations

from afterword.problems import Problem, Rule, Severity, Span, plural, say, sort_problems


def problem(file: str, line: int, code: str = "x", severity: Severity = Severity.ERROR) -> Problem:
    """Return a problem at the beginning of a line."""
    return Problem(file, Span(line), Rule(code, "Title"), say("Wrong."), severity=severity)


def test_a_message_fills_in_its_values() -> None:
    """Numbers are grouped where the message asks for it."""
    assert str(say("`{name}` has {count:,} rows.", name="a.csv", count=8000)) == "`a.csv` has 8,000 rows."


def test_a_plural_follows_its_number() -> None:
    """The number is a value too."""
    assert [str(plural(count, "{number} error", "{number} errors")) for count in (1, 2)] == ["1 error", "2 errors"]


def test_problems_are_sorted_by_file_and_place() -> None:
    """A code breaks ties."""
    problems = [problem("b.md", 1), problem("a.md", 2), problem("a.md", 1, "y"), problem("a.md", 1, "x")]
    assert [(p.file, p.span.line, p.code) for p in sort_problems(problems, {})] == [
        ("a.md", 1, "x"),
        ("a.md", 1, "y"),
        ("a.md", 2, "x"),
        ("b.md", 1, "x"),
    ]


def test_a_team_grades_problems() -> None:
    """What is off is dropped."""
    problems = [problem("a.md", 1, "loud"), problem("a.md", 2, "quiet"), problem("a.md", 3, "silent")]
    graded = sort_problems(problems, {"quiet": "warning", "silent": "off"})
    assert [(p.code, p.severity) for p in graded] == [("loud", Severity.ERROR), ("quiet", Severity.WARNING)]

"""Explanations of the errors of py-yaml12 in an author's words."""

from __future__ import annotations

import re

from afterword.frontmatter.yaml_explanations import COMPARE_HINT, TAB_INDENT, YamlExplanation, get_line
from afterword.problems import Span, say

_ERROR_PATTERN = re.compile(
    r"^YAML parse error: (?P<reason>.*?) at byte \d+ line (?P<line>\d+) column (?P<column>\d+)$", re.DOTALL
)


def explain_yaml12_error(text: str, error_text: str) -> YamlExplanation:
    """Return span, message and hint for an error of py-yaml12 in a text that libyaml accepts."""
    match = _ERROR_PATTERN.match(error_text)
    if match is None:
        message = say("This cannot be read as YAML 1.2: {words}.", words=error_text.removeprefix("YAML parse error: "))
        return Span(), message, COMPARE_HINT
    span, reason = Span(int(match["line"]), int(match["column"])), match["reason"]
    if "':'" in reason and get_line(text, span.line)[span.column - 2 : span.column - 1] == "\t":
        return Span(span.line, span.column - 1), *_TAB_FOR_SPACE
    if "tab" in reason and (tab_span := _find_tab(text, span)):
        return tab_span, *TAB_INDENT
    if "indentation" in reason and get_line(text, span.line)[span.column - 1 : span.column] in ("]", "}"):
        return span, *_CLOSING_BRACKET
    explanation = next((entry for part, entry in _MESSAGES_BY_REASON.items() if part in reason), None)
    return (
        (span, *explanation)
        if explanation
        else (span, say("This is not valid YAML 1.2: {words}.", words=reason), COMPARE_HINT)
    )


_TAB_FOR_SPACE = (
    say("After this colon stands a tab, which is not a space to every program."),
    say("Replace the tab by a space: `field: value`."),
)
_CLOSING_BRACKET = (
    say("This closing bracket is not indented far enough."),
    say("Indent it with spaces, at least as far as the field it belongs to."),
)
_MESSAGES_BY_REASON = {
    "quoted scalar": (
        say("The text in these quotes goes on in a line that is not indented."),
        say("Indent that line with spaces; if the text ends here, close the quote here."),
    ),
    "indentation": (
        say("This line belongs to the bracket opened above, but it is not indented far enough."),
        say("Indent it with spaces, further than the field it belongs to."),
    ),
    "comments must be": (
        say("Before this # a space is missing."),
        say("Type one if a comment begins here; if it is part of the value, put the whole value in quotes."),
    ),
}
"""Errors that only py-yaml12 reports: a part of its text, with message and hint."""


def _find_tab(text: str, span: Span) -> Span | None:
    """Return the span of the first tab used as indentation, searching from the line of a span."""
    for number, line in enumerate(text.split("\n")[span.line - 1 :], span.line):
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indentation:
            return Span(number, indentation.index("\t") + 1)
    return None

"""Errors of the YAML readers in an author's words."""

from __future__ import annotations

import re

from afterword.problems import Message, Span, say

COMPARE_HINT = say("Compare it with the lines around it; `afterword explain yaml-syntax` shows what is often wrong.")
QUOTE_HINT = say('Put the whole value in quotes, like this: `field: "value"`')
_KEY_AND_VALUE = re.compile(r"^(?P<before>[\s-]*[^\s:#][^:]*:\s+)(?P<value>\S.*)$")
_DOCUMENT_END_LINE = re.compile(r"\.\.\.(?:\s|$)")
_FIRST_CHARACTER_ERROR = re.compile("cannot start any token|alias|anchor|tag|mapping keys")
_YAML12_ERROR_PATTERN = re.compile(
    r"^YAML parse error: (?P<words>.*?) at byte \d+ line (?P<line>\d+) column (?P<column>\d+)$", re.DOTALL
)


def explain_libyaml_error(
    text: str, problem: str, context: str, span: Span, context_span: Span | None
) -> tuple[Span, Message, Message]:
    """Return span, message and hint for an error of libyaml.

    `problem` is libyaml's text about `span`; `context` is what libyaml was reading since `context_span`.
    """
    line = _get_line(text, span.line)
    if "document start" in problem or _DOCUMENT_END_LINE.match(line):
        explanation = _find_document_end(text, span), *_DOCUMENT_END
    elif line[: span.column].strip("\t -") == "" and "\t" in line[: span.column]:
        explanation = span, *_TAB_INDENT
    elif "quoted scalar" in context and context_span is not None:
        explanation = _explain_quoted_text(text, problem, span, context_span)
    elif "flow" in context and context_span is not None:
        explanation = _explain_brackets(text, span, context_span)
    elif "block scalar" in context:
        explanation = span, *_BLOCK_SCALAR
    elif "mapping values" in problem:
        explanation = _explain_second_colon(text, line, span)
    elif "sequence entries" in problem:
        explanation = span, *_INLINE_LIST
    elif "expected ':'" in problem and context_span is not None:
        explanation = _explain_missing_colon(_get_line(text, context_span.line), context_span)
    elif _FIRST_CHARACTER_ERROR.search(f"{problem} {context}"):
        explanation = _explain_first_character(text, span if "token" in problem else context_span or span)
    else:
        explanation = _explain_structure(text, line, span)
    return explanation


_TAB_INDENT = (
    say("A tab stands at the start of this line; YAML is indented with spaces."),
    say("Replace the tab by spaces, as many as the lines around it have."),
)
_DOCUMENT_END = say("Three dots end a YAML document."), say("Delete this line.")
_BLOCK_SCALAR = (
    say("After `|` or `>` the text begins on the next line."),
    say("Move this text one line down and indent it; if the sign is part of the text, put the value in quotes."),
)
_INLINE_LIST = (
    say("A list begins in the middle of this line."),
    say("Put each `- item` on a line of its own below the key, or put the value in quotes."),
)


def _find_document_end(text: str, span: Span) -> Span:
    """Return the span of the dots that end a document at or above a span.

    Without dots, it is the span extended to the end of its line.
    """
    lines = text.split("\n")[: span.line]
    line_number = next((n for n in range(len(lines), 0, -1) if _DOCUMENT_END_LINE.match(lines[n - 1])), 0)
    return Span(line_number, 1, 3) if line_number else _span_to_line_end(lines[-1], span, span.column)


def _explain_quoted_text(text: str, problem: str, span: Span, context_span: Span) -> tuple[Span, Message, Message]:
    """Explain an error of libyaml inside a text in quotes."""
    if "escape" in problem or "hex" in problem:
        return (
            Span(span.line, max(1, span.column - 1), 2),
            say("A backslash inside double quotes begins a special sign, and this one does not exist."),
            say("Put the value in single quotes, or write the backslash twice."),
        )
    return (
        context_span,
        say("The quote opened here is never closed."),
        _close_quote_hint(_get_line(text, context_span.line)[context_span.column - 1]),
    )


def _close_quote_hint(quote: str) -> Message:
    if quote == "'":
        return say("Close it at the end of the value. An apostrophe inside single quotes is written twice: 'it''s'.")
    return say('Close it at the end of the value. Quotes inside the text are written \\": "the \\"best\\" one".')


def _explain_brackets(text: str, span: Span, context_span: Span) -> tuple[Span, Message, Message]:
    """Explain an error of libyaml inside a list or mapping in brackets."""
    opened = _get_line(text, context_span.line)[context_span.column - 1 : context_span.column]
    if opened not in ("[", "{"):
        return span, say("A value is missing here."), say("Write it, or delete the comma too many.")
    closing = "]" if opened == "[" else "}"
    return (
        context_span,
        say("What stands in this bracket does not end where it should."),
        say(
            "Close it with `{closing}`, put a comma between any two entries, and put texts that hold commas, colons or "
            "brackets in quotes.",
            closing=closing,
        ),
    )


def _explain_second_colon(text: str, line: str, span: Span) -> tuple[Span, Message, Message]:
    """Explain a colon inside a value: on the line of its key, or on a line below it."""
    if re.search(r":\s", line[: span.column - 1]):
        return _value_span(line, span), say("This value holds a colon, so it reads as a second key."), QUOTE_HINT
    previous_line = next((n for n in range(span.line - 1, 0, -1) if _get_line(text, n).strip()), 0)
    if previous_line and _indentation(line) <= _indentation(_get_line(text, previous_line)):
        return _explain_missing_colon(
            _get_line(text, previous_line), Span(previous_line, _indentation(_get_line(text, previous_line)) + 1)
        )
    return (
        _span_to_line_end(line, span, _indentation(line) + 1),
        say("This line reads as a field, but its indentation makes it part of the value above."),
        say("Line it up with the fields around it; if it belongs to the text above, put that whole text in quotes."),
    )


def _explain_missing_colon(line: str, span: Span) -> tuple[Span, Message, Message]:
    """Explain a line without a key where a key is required."""
    line_span = _span_to_line_end(line, span, span.column)
    if match := re.match(r"\s*(?:- +)?\w[\w-]*:(?=[^\s/]|[^\S ])", line):
        return (
            Span(span.line, match.end(), 2),
            say("After this colon a plain space is missing."),
            say("Write `field: value`. A space copied from elsewhere can be of another kind: type it again."),
        )
    return (
        line_span,
        say("This line has no colon, so it is neither a field nor part of the one above."),
        say(
            "Write `field: value`, or indent the line below its field. "
            "If the text begins here, put a line with only --- above it."
        ),
    )


def _explain_first_character(text: str, span: Span) -> tuple[Span, Message, Message]:
    """Explain a plain value that begins with a character that has another meaning in YAML."""
    value = _get_line(text, span.line)[span.column - 1 :]
    if value.startswith("* "):
        return span, say("A list item begins with `- `, not with a star."), say("Write `- ` instead of the star.")
    if value.startswith("`"):
        return span, say("A value cannot begin with a backtick unless it is in quotes."), QUOTE_HINT
    return span, say("A value cannot begin with `{character}` unless it is in quotes.", character=value[:1]), QUOTE_HINT


def _explain_structure(text: str, line: str, span: Span) -> tuple[Span, Message, Message]:
    """Explain an error where libyaml expected a key or a list item."""
    entry = _KEY_AND_VALUE.match(line)
    if entry and entry["value"][0] in "\"'" and span.column > entry.start("value") + 1:
        if quote_span := _find_open_quote(text, span.line):
            quote = _get_line(text, quote_span.line)[quote_span.column - 1]
            return quote_span, say("The quote opened here is never closed."), _close_quote_hint(quote)
        return (
            _span_to_line_end(line, span, span.column),
            say("Text stands after the closing quote."),
            say(
                "Put the whole value in one pair of quotes, of the kind that does not stand inside it: "
                '\'the "best" one\', "it\'s us".'
            ),
        )
    if entry and entry["value"][0] in "[{" and span.column > entry.start("value") + 1:
        return _value_span(line, span), say("Text stands after the closing bracket."), QUOTE_HINT
    return (
        _span_to_line_end(line, span, span.column),
        say("This line does not fit the lines above it; most often its indentation is off."),
        say("Line it up with the field or list item it belongs to, with spaces."),
    )


def _find_open_quote(text: str, line_number: int) -> Span | None:
    """Return the nearest quote above a line that begins a value and is not closed on its own line."""
    for number in range(line_number - 1, 0, -1):
        entry = _KEY_AND_VALUE.match(_get_line(text, number))
        if entry and entry["value"][0] in "\"'":
            quote = entry["value"][0]
            return Span(number, entry.start("value") + 1) if entry["value"].count(quote) % 2 else None
    return None


def explain_yaml12_error(text: str, error_text: str) -> tuple[Span, Message, Message]:
    """Return span, message and hint for an error of py-yaml12 in a text that libyaml accepts."""
    match = _YAML12_ERROR_PATTERN.match(error_text)
    if match is None:
        message = say("This cannot be read as YAML 1.2: {words}.", words=error_text.removeprefix("YAML parse error: "))
        return Span(), message, COMPARE_HINT
    span, reason = Span(int(match["line"]), int(match["column"])), match["words"]
    if "':'" in reason and _get_line(text, span.line)[span.column - 2 : span.column - 1] == "\t":
        return Span(span.line, span.column - 1), *_TAB_FOR_SPACE
    if "tab" in reason and (tab_span := _find_tab(text, span)):
        return tab_span, *_TAB_INDENT
    if "indentation" in reason and _get_line(text, span.line)[span.column - 1 : span.column] in ("]", "}"):
        return span, *_CLOSING_BRACKET
    explanation = next((entry for part, entry in _YAML12_ERRORS.items() if part in reason), None)
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
_YAML12_ERRORS = {
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


_PLACEHOLDER = re.compile(r"\{\{[^{}]{1,100}\}\}")


def find_placeholder(line: str, span: Span) -> tuple[Span, Message, Message] | None:
    """Return span, message and hint for a template's placeholder whose second brace is at a span of a line."""
    match = _PLACEHOLDER.match(line, span.column - 2) if span.column > 1 else None
    if match is None:
        return None
    message = say("`{text}` is the placeholder of a template, which nobody has filled in.", text=match[0])
    hint = say("Write the value in its place. If it is meant as it stands, put the whole value in quotes.")
    return Span(span.line, span.column - 1, len(match[0])), message, hint


def _value_span(line: str, span: Span) -> Span:
    """Return the span of the value on a `key: value` line."""
    entry = _KEY_AND_VALUE.match(line)
    return Span(span.line, entry.start("value") + 1, len(entry["value"].rstrip())) if entry else span


def _span_to_line_end(line: str, span: Span, column: int) -> Span:
    """Return the span from a column to the end of the line."""
    return Span(span.line, column, max(1, len(line.rstrip()) - column + 1))


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _get_line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if number <= len(lines) else ""

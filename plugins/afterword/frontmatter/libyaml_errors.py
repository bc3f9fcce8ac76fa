"""Explanations of the errors of libyaml in an author's words."""

from __future__ import annotations

import re

from afterword.frontmatter.yaml_explanations import QUOTE_HINT, TAB_INDENT, YamlExplanation, get_line
from afterword.problems import Message, Span, say

_KEY_AND_VALUE = re.compile(r"^(?P<before>[\s-]*[^\s:#][^:]*:\s+)(?P<value>\S.*)$")
_DOCUMENT_END_LINE = re.compile(r"\.\.\.(?:\s|$)")
_FIRST_CHARACTER_ERROR = re.compile("cannot start any token|alias|anchor|tag|mapping keys")


def explain_libyaml_error(
    text: str, problem: str, context: str, span: Span, context_span: Span | None
) -> YamlExplanation:
    """Return span, message and hint for an error of libyaml.

    `problem` is libyaml's text about `span`; `context` is what libyaml was reading since `context_span`.
    """
    line = get_line(text, span.line)
    if "document start" in problem or _DOCUMENT_END_LINE.match(line):
        explanation = _find_document_end(text, span), *_DOCUMENT_END
    elif line[: span.column].strip("\t -") == "" and "\t" in line[: span.column]:
        explanation = span, *TAB_INDENT
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
        explanation = _explain_missing_colon(get_line(text, context_span.line), context_span)
    elif _FIRST_CHARACTER_ERROR.search(f"{problem} {context}"):
        explanation = _explain_first_character(text, span if "token" in problem else context_span or span)
    else:
        explanation = _explain_structure(text, line, span)
    return explanation


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


def _explain_quoted_text(text: str, problem: str, span: Span, context_span: Span) -> YamlExplanation:
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
        _close_quote_hint(get_line(text, context_span.line)[context_span.column - 1]),
    )


def _close_quote_hint(quote: str) -> Message:
    """Return a hint on how to close a quote of this kind."""
    if quote == "'":
        return say("Close it at the end of the value. An apostrophe inside single quotes is written twice: 'it''s'.")
    return say('Close it at the end of the value. Quotes inside the text are written \\": "the \\"best\\" one".')


def _explain_brackets(text: str, span: Span, context_span: Span) -> YamlExplanation:
    """Explain an error of libyaml inside a list or mapping in brackets."""
    opened = get_line(text, context_span.line)[context_span.column - 1 : context_span.column]
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


def _explain_second_colon(text: str, line: str, span: Span) -> YamlExplanation:
    """Explain a colon inside a value: on the line of its key, or on a line below it."""
    if re.search(r":\s", line[: span.column - 1]):
        return _value_span(line, span), say("This value holds a colon, so it reads as a second key."), QUOTE_HINT
    previous_line = next((n for n in range(span.line - 1, 0, -1) if get_line(text, n).strip()), 0)
    if previous_line and _indentation(line) <= _indentation(get_line(text, previous_line)):
        return _explain_missing_colon(
            get_line(text, previous_line), Span(previous_line, _indentation(get_line(text, previous_line)) + 1)
        )
    return (
        _span_to_line_end(line, span, _indentation(line) + 1),
        say("This line reads as a field, but its indentation makes it part of the value above."),
        say("Line it up with the fields around it; if it belongs to the text above, put that whole text in quotes."),
    )


def _explain_missing_colon(line: str, span: Span) -> YamlExplanation:
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


def _explain_first_character(text: str, span: Span) -> YamlExplanation:
    """Explain a plain value that begins with a character that has another meaning in YAML."""
    value = get_line(text, span.line)[span.column - 1 :]
    if value.startswith("* "):
        return span, say("A list item begins with `- `, not with a star."), say("Write `- ` instead of the star.")
    if value.startswith("`"):
        return span, say("A value cannot begin with a backtick unless it is in quotes."), QUOTE_HINT
    return span, say("A value cannot begin with `{character}` unless it is in quotes.", character=value[:1]), QUOTE_HINT


def _explain_structure(text: str, line: str, span: Span) -> YamlExplanation:
    """Explain an error where libyaml expected a key or a list item."""
    entry = _KEY_AND_VALUE.match(line)
    if entry and entry["value"][0] in "\"'" and span.column > entry.start("value") + 1:
        if quote_span := _find_open_quote(text, span.line):
            quote = get_line(text, quote_span.line)[quote_span.column - 1]
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
        entry = _KEY_AND_VALUE.match(get_line(text, number))
        if entry and entry["value"][0] in "\"'":
            quote = entry["value"][0]
            return Span(number, entry.start("value") + 1) if entry["value"].count(quote) % 2 else None
    return None


def _value_span(line: str, span: Span) -> Span:
    """Return the span of the value on a `key: value` line."""
    entry = _KEY_AND_VALUE.match(line)
    return Span(span.line, entry.start("value") + 1, len(entry["value"].rstrip())) if entry else span


def _span_to_line_end(line: str, span: Span, column: int) -> Span:
    """Return the span from a column to the end of the line."""
    return Span(span.line, column, max(1, len(line.rstrip()) - column + 1))


def _indentation(line: str) -> int:
    """Return the number of spaces at the start of a line."""
    return len(line) - len(line.lstrip(" "))

"""What a YAML reader complains of, in an author's words."""

from __future__ import annotations

import re

from afterword.problems import Span, Text, say

COMPARE = say("Compare it with the lines around it; `afterword explain yaml-syntax` shows what is often wrong.")
QUOTE = say('Put the whole value in quotes, like this: `field: "value"`')
_KEY_AND_VALUE = re.compile(r"^(?P<before>[\s-]*[^\s:#][^:]*:\s+)(?P<value>\S.*)$")
_END = re.compile(r"\.\.\.(?:\s|$)")
_FIRST_CHARACTER = re.compile("cannot start any token|alias|anchor|tag|mapping keys")
_YAML12_PLACE = re.compile(
    r"^YAML parse error: (?P<words>.*?) at byte \d+ line (?P<line>\d+) column (?P<column>\d+)$", re.DOTALL
)


def explain(text: str, problem: str, context: str, at: Span, since: Span | None) -> tuple[Span, Text, Text]:
    """Place, message and hint for what libyaml says: its problem `at` a place, in a context begun at `since`."""
    line = _line(text, at.line)
    if "document start" in problem or _END.match(line):
        found = _document_end(text, at), *_DOTS
    elif line[: at.column].strip("\t -") == "" and "\t" in line[: at.column]:
        found = at, *_TAB
    elif "quoted scalar" in context and since is not None:
        found = _quoted(text, problem, at, since)
    elif "flow" in context and since is not None:
        found = _bracketed(text, at, since)
    elif "block scalar" in context:
        found = at, *_BLOCK
    elif "mapping values" in problem:
        found = _second_colon(text, line, at)
    elif "sequence entries" in problem:
        found = at, *_DASH
    elif "expected ':'" in problem and since is not None:
        found = _no_colon(_line(text, since.line), since)
    elif _FIRST_CHARACTER.search(f"{problem} {context}"):
        found = _first_character(text, at if "token" in problem else since or at)
    else:
        found = _structure(text, line, at)
    return found


_TAB = (
    say("A tab stands at the start of this line; YAML is indented with spaces."),
    say("Replace the tab by spaces, as many as the lines around it have."),
)
_DOTS = say("Three dots end a YAML document."), say("Delete this line.")
_BLOCK = (
    say("After `|` or `>` the text begins on the next line."),
    say("Move this text one line down and indent it; if the sign is part of the text, put the value in quotes."),
)
_DASH = (
    say("A list begins in the middle of this line."),
    say("Put each `- item` on a line of its own below the key, or put the value in quotes."),
)


def _document_end(text: str, at: Span) -> Span:
    """The dots that end a document above a place; the place itself, to the end of its line, where there are none."""
    lines = text.split("\n")[: at.line]
    number = next((n for n in range(len(lines), 0, -1) if _END.match(lines[n - 1])), 0)
    return Span(number, 1, 3) if number else _rest(lines[-1], at, at.column)


def _quoted(text: str, problem: str, at: Span, since: Span) -> tuple[Span, Text, Text]:
    """What is wrong where libyaml stopped inside a text in quotes."""
    if "escape" in problem or "hex" in problem:
        return (
            Span(at.line, max(1, at.column - 1), 2),
            say("A backslash inside double quotes begins a special sign, and this one does not exist."),
            say("Put the value in single quotes, or write the backslash twice."),
        )
    return since, say("The quote opened here is never closed."), _close(_line(text, since.line)[since.column - 1])


def _close(quote: str) -> Text:
    if quote == "'":
        return say("Close it at the end of the value. An apostrophe inside single quotes is written twice: 'it''s'.")
    return say('Close it at the end of the value. Quotes inside the text are written \\": "the \\"best\\" one".')


def _bracketed(text: str, at: Span, since: Span) -> tuple[Span, Text, Text]:
    """What is wrong where libyaml stopped inside a list or group in brackets."""
    opened = _line(text, since.line)[since.column - 1 : since.column]
    if opened not in ("[", "{"):
        return at, say("A value is missing here."), say("Write it, or delete the comma too many.")
    closing = "]" if opened == "[" else "}"
    return (
        since,
        say("What stands in this bracket does not end where it should."),
        say(
            "Close it with `{closing}`, put a comma between any two entries, and put texts that hold commas, colons or "
            "brackets in quotes.",
            closing=closing,
        ),
    )


def _second_colon(text: str, line: str, at: Span) -> tuple[Span, Text, Text]:
    """What is wrong where libyaml met a colon where it was reading a value: on the line of its key, or on one below."""
    if re.search(r":\s", line[: at.column - 1]):
        return _value_span(line, at), say("This value holds a colon, so it reads as a second key."), QUOTE
    above = next((n for n in range(at.line - 1, 0, -1) if _line(text, n).strip()), 0)
    if above and _indent(line) <= _indent(_line(text, above)):
        return _no_colon(_line(text, above), Span(above, _indent(_line(text, above)) + 1))
    return (
        _rest(line, at, _indent(line) + 1),
        say("This line reads as a field, but its indentation makes it part of the value above."),
        say("Line it up with the fields around it; if it belongs to the text above, put that whole text in quotes."),
    )


def _no_colon(line: str, at: Span) -> tuple[Span, Text, Text]:
    """A line without a key stands where a key has to."""
    place = _rest(line, at, at.column)
    if found := re.match(r"\s*(?:- +)?\w[\w-]*:(?=[^\s/]|[^\S ])", line):
        return (
            Span(at.line, found.end(), 2),
            say("After this colon a plain space is missing."),
            say("Write `field: value`. A space copied from elsewhere can be of another kind: type it again."),
        )
    return (
        place,
        say("This line has no colon, so it is neither a field nor part of the one above."),
        say(
            "Write `field: value`, or indent the line below its field. "
            "If the text begins here, put a line with only --- above it."
        ),
    )


def _first_character(text: str, place: Span) -> tuple[Span, Text, Text]:
    """A plain value begins with a sign that means something else in YAML."""
    found = _line(text, place.line)[place.column - 1 :]
    if found.startswith("* "):
        return place, say("A list item begins with `- `, not with a star."), say("Write `- ` instead of the star.")
    if found.startswith("`"):
        return place, say("A value cannot begin with a backtick unless it is in quotes."), QUOTE
    return place, say("A value cannot begin with `{character}` unless it is in quotes.", character=found[:1]), QUOTE


def _structure(text: str, line: str, at: Span) -> tuple[Span, Text, Text]:
    """What is wrong where libyaml met something where a key or a list item should begin."""
    entry = _KEY_AND_VALUE.match(line)
    if entry and entry["value"][0] in "\"'" and at.column > entry.start("value") + 1:
        if opened := _open_quote(text, at.line):
            quote = _line(text, opened.line)[opened.column - 1]
            return opened, say("The quote opened here is never closed."), _close(quote)
        return (
            _rest(line, at, at.column),
            say("Text stands after the closing quote."),
            say(
                "Put the whole value in one pair of quotes, of the kind that does not stand inside it: "
                '\'the "best" one\', "it\'s us".'
            ),
        )
    if entry and entry["value"][0] in "[{" and at.column > entry.start("value") + 1:
        return _value_span(line, at), say("Text stands after the closing bracket."), QUOTE
    return (
        _rest(line, at, at.column),
        say("This line does not fit the lines above it; most often its indentation is off."),
        say("Line it up with the field or list item it belongs to, with spaces."),
    )


def _open_quote(text: str, before: int) -> Span | None:
    """The nearest quote above a line that begins a value and is not closed on its own line."""
    for number in range(before - 1, 0, -1):
        entry = _KEY_AND_VALUE.match(_line(text, number))
        if entry and entry["value"][0] in "\"'":
            quote = entry["value"][0]
            return Span(number, entry.start("value") + 1) if entry["value"].count(quote) % 2 else None
    return None


def of_yaml12(text: str, words: str) -> tuple[Span, Text, Text]:
    """Place, message and hint for what py-yaml12 says of a text that libyaml reads."""
    found = _YAML12_PLACE.match(words)
    if found is None:
        message = say("This cannot be read as YAML 1.2: {words}.", words=words.removeprefix("YAML parse error: "))
        return Span(), message, COMPARE
    at, said = Span(int(found["line"]), int(found["column"])), found["words"]
    if "':'" in said and _line(text, at.line)[at.column - 2 : at.column - 1] == "\t":
        return Span(at.line, at.column - 1), *_TAB_FOR_SPACE
    if "tab" in said and (tab := _tab(text, at)):
        return tab, *_TAB
    if "indentation" in said and _line(text, at.line)[at.column - 1 : at.column] in ("]", "}"):
        return at, *_CLOSING
    known = next((told for part, told in _YAML12.items() if part in said), None)
    return (at, *known) if known else (at, say("This is not valid YAML 1.2: {words}.", words=said), COMPARE)


_TAB_FOR_SPACE = (
    say("After this colon stands a tab, which is not a space to every program."),
    say("Replace the tab by a space: `field: value`."),
)
_CLOSING = (
    say("This closing bracket is not indented far enough."),
    say("Indent it with spaces, at least as far as the field it belongs to."),
)
_YAML12 = {
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
"""What only py-yaml12 complains of: a part of its words, and what that means to an author."""


def _tab(text: str, at: Span) -> Span | None:
    """The first tab that indents a line, from the line of a place on."""
    for number, line in enumerate(text.split("\n")[at.line - 1 :], at.line):
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indentation:
            return Span(number, indentation.index("\t") + 1)
    return None


_PLACEHOLDER = re.compile(r"\{\{[^{}]{1,100}\}\}")


def placeholder(line: str, at: Span) -> tuple[Span, Text, Text] | None:
    """Place, message and hint for a template's placeholder whose second brace stands at a place of a line."""
    found = _PLACEHOLDER.match(line, at.column - 2) if at.column > 1 else None
    if found is None:
        return None
    message = say("`{text}` is the placeholder of a template, which nobody has filled in.", text=found[0])
    hint = say("Write the value in its place. If it is meant as it stands, put the whole value in quotes.")
    return Span(at.line, at.column - 1, len(found[0])), message, hint


def _value_span(line: str, at: Span) -> Span:
    """The place of the value on a `key: value` line."""
    entry = _KEY_AND_VALUE.match(line)
    return Span(at.line, entry.start("value") + 1, len(entry["value"].rstrip())) if entry else at


def _rest(line: str, at: Span, column: int) -> Span:
    """The place from a column to the end of the line."""
    return Span(at.line, column, max(1, len(line.rstrip()) - column + 1))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if number <= len(lines) else ""

"""What a YAML reader complains of, in an author's words."""

from __future__ import annotations

import re

from afterword.problems import Span, Text, say

QUOTE = say('Put the whole value in quotes, like this: key: "value"')
_KEY_AND_VALUE = re.compile(r"^(?P<before>[\s-]*[^\s:#][^:]*:\s+)(?P<value>\S.*)$")
_YAML12_PLACE = re.compile(r"^YAML parse error: (?P<words>.*?) at byte \d+ line (?P<line>\d+) column (?P<column>\d+)$", re.DOTALL)


def explain(text: str, problem: str, context: str, at: Span, since: Span | None) -> tuple[Span, Text, Text]:
    """Place, message and hint for what libyaml says: its problem `at` a place, in a context begun at `since`."""
    line = _line(text, at.line)
    if line[: at.column].strip("\t -") == "" and "\t" in line[: at.column]:
        return at, say("A tab stands at the start of this line; YAML is indented with spaces."), say(
            "Replace the tab by spaces, as many as the lines around it have."
        )
    if "quoted scalar" in context and since is not None:
        return since, say("The quote opened here is never closed."), say(
            "Close it at the end of the value. A quote inside the text is written twice: 'it''s'."
        )
    if "flow" in context and since is not None:
        closing = "]" if "sequence" in context else "}"
        return since, say("The bracket opened here is not closed where it should be."), say(
            "Close it with {closing}, and put texts that hold commas, colons or brackets in quotes.", closing=closing
        )
    if "mapping values" in problem:
        return _value_span(line, at), say("This value holds a colon, so it reads as a second key."), QUOTE
    if "sequence entries" in problem:
        return at, say("A list begins in the middle of this line."), say(
            "Put each `- item` on a line of its own below the key, or put the value in quotes."
        )
    if "expected ':'" in problem and since is not None:
        return Span(since.line, since.column, len(_line(text, since.line).strip()) or 1), say(
            "This line has no colon, so it is neither a field nor part of the one above."
        ), say("Write `field: value`, or indent the line below its field.")
    if "cannot start any token" in problem or "alias" in context or "anchor" in context:
        found = line[at.column - 1 : at.column] if "token" in problem else _line(text, (since or at).line)[(since or at).column - 1 :][:1]
        place = at if "token" in problem else since or at
        return place, say("A value cannot begin with `{character}` unless it is in quotes.", character=found), QUOTE
    return _structure(text, line, at)


def _structure(text: str, line: str, at: Span) -> tuple[Span, Text, Text]:
    """libyaml met something where a key or a list item should begin."""
    entry = _KEY_AND_VALUE.match(line)
    if entry and entry["value"][0] in "\"'":
        return Span(at.line, at.column, max(1, len(line) - at.column + 1)), say(
            "Text stands after the closing quote."
        ), say("Put the whole value in one pair of quotes; a quote inside it is written twice: 'it''s'.")
    if entry and entry["value"][0] in "[{":
        return _value_span(line, at), say("Text stands after the closing bracket."), QUOTE
    return Span(at.line, at.column, max(1, len(line) - at.column + 1)), say(
        "This line does not fit the lines above it; most often its indentation is off."
    ), say("Line it up with the field or list item it belongs to, with spaces.")


def of_yaml12(words: str) -> tuple[Span, Text]:
    """Place and message for what py-yaml12 says of a document that libyaml reads."""
    found = _YAML12_PLACE.match(words)
    if found is None:
        return Span(), say("This cannot be read as YAML 1.2: {words}.", words=words.removeprefix("YAML parse error: "))
    return Span(int(found["line"]), int(found["column"])), say("This is not valid YAML 1.2: {words}.", words=found["words"])


def _value_span(line: str, at: Span) -> Span:
    """The place of the value on a `key: value` line."""
    entry = _KEY_AND_VALUE.match(line)
    return Span(at.line, entry.start("value") + 1, len(entry["value"].rstrip())) if entry else at


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if number <= len(lines) else ""

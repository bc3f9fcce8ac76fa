"""A value that is text here is something else to other readers of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from afterword.frontmatter.document import Node
from afterword.frontmatter.frontmatter import READ_OTHERWISE
from afterword.frontmatter.yaml_nodes import elsewhere
from afterword.library.library import Library
from afterword.problems import Finding, Part, Path, Text, say
from afterword.records.record import Record
from afterword.schema.spellings import advice

RULE = READ_OTHERWISE

_SUSPECT = re.compile(
    r"""[:,?\-\[{\n] [ ]* (?<=[\[{\n ]) (?=[-+.\dYyNnOo=<])
    (?: (?:[Yy]es | YES | [Nn]o | NO | [Oo]n | ON | [Oo]ff | OFF | = | <<) (?=[ ]*(?:[,\]}:#] | $))
      | [-+]?[\d.][\d._]*[_:eE][\d+-]
      | [-+]?0[\dbo_]
      | \d{4}-\d\d?-\d\d?[Tt \t]+\d
    )""",
    re.VERBOSE | re.MULTILINE,
)
"""What may be read otherwise though the schema took it as it is: words of YAML 1.1, odd numbers, times."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
"""What every program takes for the same day, be it in a text."""

_LONGEST = 10**15
"""Numbers up to which every program keeps all digits."""


def check(record: Record, library: Library) -> Iterator[Finding]:
    """What is lost on others only: where they read a number or date and would write it as it is here, all is well."""
    document = record.document
    front = document.source.text[: len(document.source.text) - len(document.body)]
    if _SUSPECT.search(front) or _is_lost(record.data, document.data):
        yield from _odd(document.places.root, record.data, document.data, ())


def _is_lost(value: Any, core: Any) -> bool:
    """Whether a text of a record is something else in YAML 1.2, and would be written in another way."""
    if value == core:
        return False
    if isinstance(value, dict):
        return any(_is_lost(inner, core[key]) for key, inner in value.items() if key in core)  # else the body says it
    if isinstance(value, list):
        return any(map(_is_lost, value, core))
    return _differs(core, value, value)


def _odd(node: Node, value: Any, core: Any, path: Path) -> Iterator[Finding]:
    """Findings below a node; `value` is what a record takes it for, `core` what it is in YAML 1.2."""
    if node.entries is not None and isinstance(value, dict):
        for key, child in node.entries:
            if key.text is not None and key.text in value:
                if key.plain:
                    yield from _scalar(key.text, key.text, key.text, (*path, key.text), Part.KEY)
                yield from _odd(child, value[key.text], core[key.text], (*path, key.text))
    elif node.items is not None and isinstance(value, list):
        for index, child in enumerate(node.items):
            yield from _odd(child, value[index], core[index], (*path, index))
    elif node.text is not None and node.plain:
        yield from _scalar(node.text, value, core, path, Part.VALUE)


def _scalar(text: str, value: Any, core: Any, path: Path, part: Part) -> Iterator[Finding]:
    if _DATE.fullmatch(text):
        return
    try:
        other = next((other for other in (elsewhere(text), core) if _differs(other, value, text)), value)
    except ValueError:
        message = say("`{text}` is text here, but other YAML readers stumble over it.", text=text)
        yield Finding(RULE, message, _quote(text), path, part, right=text)
        return
    if other is not value:
        right = value if isinstance(value, str) else _digits(value)
        there = say("text") if isinstance(other, str) else say("the value {value}", value=_shown(other))
        here = say("text") if isinstance(value, str) else say("the number {value}", value=_shown(value))
        message = say(
            "`{text}` is {here} here, but other YAML readers take it for {there}.", text=text, here=here, there=there
        )
        hint = _quote(text) if isinstance(value, str) else advice([right]) if right is not None else _WRITE_OUT
        yield Finding(RULE, message, hint, path, part, right=right)


def _differs(other: Any, value: Any, text: str) -> bool:
    if isinstance(value, str):
        return isinstance(other, bool) or str(other) != text
    return type(value) in (int, float) and other != value


def _digits(number: float) -> float | None:
    """A number that can be written in digits alone."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < _LONGEST):
        return int(number)
    return None if "e" in repr(number) else number


def _shown(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(_digits(value) or value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quote(text: str) -> Text:
    return say('Put it in quotes: `"{text}"`.', text=text)


_WRITE_OUT = say("Write the number out in digits.")

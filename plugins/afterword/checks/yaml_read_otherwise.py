"""Rule: a value that is text here is text for other YAML readers too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from afterword.frontmatter.document import YamlNode
from afterword.frontmatter.yaml_nodes import resolve_yaml11
from afterword.library.library import Library
from afterword.problems import DataPath, FieldPart, Finding, Message, Rule, RuleGroup, Severity, Subject, say
from afterword.records.record import Record
from afterword.schema.spellings import replacement_hint

RULE = Rule(
    "yaml-read-otherwise",
    "Other YAML readers take a text for something else",
    Severity.WARNING,
    group=RuleGroup.FRONT_MATTER,
    subjects=(Subject.RECORD, Subject.BRIEF, Subject.TRANSLATION),
    configurable=True,
)

_SUSPECT = re.compile(
    r"""[:,?\-\[{\n] [ ]* (?<=[\[{\n ]) (?=[-+.\dYyNnOo=<])
    (?: (?:[Yy]es | YES | [Nn]o | NO | [Oo]n | ON | [Oo]ff | OFF | = | <<) (?=[ ]*(?:[,\]}:#] | $))
      | [-+]?[\d.][\d._]*[_:eE][\d+-]
      | [-+]?0[\dbo_]
      | \d{4}-\d\d?-\d\d?[Tt \t]+\d
    )""",
    re.VERBOSE | re.MULTILINE,
)
"""Matches what other readers may take differently: words of YAML 1.1, odd numbers, times."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
"""Matches what every program reads as the same day, even in a text."""

_MAX_EXACT_NUMBER = 10**15
"""The largest number whose digits every program keeps."""


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each value that other readers would change.

    Values that other readers take as a number or date but would write back unchanged are fine.
    """
    document = record.document
    front_matter = document.source.text[: len(document.source.text) - len(document.body)]
    if _SUSPECT.search(front_matter) or _is_altered(record.data, document.data):
        yield from _find_altered(document.nodes.root, record.data, document.data, ())


def _is_altered(value: Any, core: Any) -> bool:
    """Check whether a text of a record has another value in YAML 1.2 that would be written differently."""
    if value == core:
        return False
    if isinstance(value, dict):
        return any(
            _is_altered(inner, core[key]) for key, inner in value.items() if key in core
        )  # other keys come from the body
    if isinstance(value, list):
        return any(map(_is_altered, value, core))
    return _is_read_differently(core, value, value)


def _find_altered(node: YamlNode, value: Any, core: Any, path: DataPath) -> Iterator[Finding]:
    """Yield findings below a node; `value` is the record's value, `core` the value in YAML 1.2."""
    if node.entries is not None and isinstance(value, dict):
        for key, child in node.entries:
            if key.text is not None and key.text in value:
                if key.is_plain:
                    yield from _check_scalar(key.text, key.text, key.text, (*path, key.text), FieldPart.KEY)
                yield from _find_altered(child, value[key.text], core[key.text], (*path, key.text))
    elif node.items is not None and isinstance(value, list):
        for index, child in enumerate(node.items):
            yield from _find_altered(child, value[index], core[index], (*path, index))
    elif node.text is not None and node.is_plain:
        yield from _check_scalar(node.text, value, core, path, FieldPart.VALUE)


def _check_scalar(text: str, value: Any, core: Any, path: DataPath, part: FieldPart) -> Iterator[Finding]:
    if _DATE.fullmatch(text):
        return
    try:
        other = next(
            (other for other in (resolve_yaml11(text), core) if _is_read_differently(other, value, text)), value
        )
    except ValueError:
        message = say("`{text}` is text here, but other YAML readers stumble over it.", text=text)
        yield Finding(RULE, message, _quote_hint(text), path, part, replacement=text)
        return
    if other is not value:
        right = value if isinstance(value, str) else _to_digits(value)
        other_kind = say("text") if isinstance(other, str) else say("the value {value}", value=_format_value(other))
        own_kind = say("text") if isinstance(value, str) else say("the number {value}", value=_format_value(value))
        message = say(
            "`{text}` is {here} here, but other YAML readers take it for {there}.",
            text=text,
            here=own_kind,
            there=other_kind,
        )
        hint = (
            _quote_hint(text)
            if isinstance(value, str)
            else replacement_hint([right])
            if right is not None
            else _WRITE_OUT_HINT
        )
        yield Finding(RULE, message, hint, path, part, replacement=right)


def _is_read_differently(other: Any, value: Any, text: str) -> bool:
    if isinstance(value, str):
        return isinstance(other, bool) or str(other) != text
    return type(value) in (int, float) and other != value


def _to_digits(number: float) -> float | None:
    """Return a number that can be written in digits alone; None if there is none."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < _MAX_EXACT_NUMBER):
        return int(number)
    return None if "e" in repr(number) else number


def _format_value(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(_to_digits(value) or value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quote_hint(text: str) -> Message:
    return say('Put it in quotes: `"{text}"`.', text=text)


_WRITE_OUT_HINT = say("Write the number out in digits.")

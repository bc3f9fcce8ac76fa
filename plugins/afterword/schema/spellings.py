"""Values that an author may have meant by a value which the schema rejects."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import pycountry

from afterword.problems import Message, say
from afterword.schema.fields import RawSchema
from afterword.text.date_forms import possible_dates

_BOOLEANS = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}][0-9]{3})+(?:\.[0-9]+)?")
"""Number with spaces between thousands, `84 000`; a comma or dot could also begin a fraction."""


def possible_values(value: Any, schema: RawSchema, marks: Collection[str]) -> Iterator[Any]:
    """Yield what a text can mean in a field with a schema and marks such as `x-date`.

    These are ISO forms of a date, a country or currency code in capitals, an allowed word with other
    capitals, a boolean or a number that was written in words, quotes or groups of digits, and a list of the
    one text. Similar words are not tried.
    """
    if not isinstance(value, str):
        return
    if "x-date" in marks:
        yield from possible_dates(value)
    code = value.upper()
    if "x-market" in marks and pycountry.countries.get(alpha_2=code):
        yield code
    if "x-currency" in marks and pycountry.currencies.get(alpha_3=code):
        yield code
    allowed = [*schema.get("enum", ()), schema.get("const")]
    yield from (word for word in allowed if isinstance(word, str) and word.casefold() == value.casefold())
    if value.casefold() in _BOOLEANS:
        yield _BOOLEANS[value.casefold()]
    digits = "".join(value.split()) if _GROUPED.fullmatch(value) else value
    if number := _NUMBER.fullmatch(digits):
        yield float(digits) if number["fraction"] else int(digits)
    if "," not in value:
        yield [value]


def replacement_hint(candidates: Sequence[Any]) -> Message | None:
    """Return a hint that names the one or two candidates.

    None for no candidate, and for a list, which has its own hint.
    """
    if len(candidates) > 1:
        return say(
            "It can be {first} or {second}: write the one that is meant.", first=candidates[0], second=candidates[1]
        )
    if not candidates or isinstance(candidates[0], list):
        return None
    return say("Write `{right}`.", right=candidates[0] if isinstance(candidates[0], str) else json.dumps(candidates[0]))

"""Other ways to write a value that a schema does not take as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import pycountry

from afterword.problems import Text, say
from afterword.schema.fields import Raw
from afterword.text.date_forms import readings

_TRUTH = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}][0-9]{3})+(?:\.[0-9]+)?")
"""A number whose thousands stand apart, `84 000`. A comma or a dot there could as well begin a fraction."""


def others(written: Any, schema: Raw, marks: Collection[str]) -> Iterator[Any]:
    """What a text may mean in a field with a schema and marks such as `x-date`; nothing here is like-sounding.

    These are ISO forms of a date, a country or currency code in capitals, an allowed word in other capitals, a truth
    value or number that was put in words, quotes or groups of digits, and one text where a list belongs.
    """
    if not isinstance(written, str):
        return
    if "x-date" in marks:
        yield from readings(written)
    code = written.upper()
    if "x-market" in marks and pycountry.countries.get(alpha_2=code):
        yield code
    if "x-currency" in marks and pycountry.currencies.get(alpha_3=code):
        yield code
    allowed = [*schema.get("enum", ()), schema.get("const")]
    yield from (word for word in allowed if isinstance(word, str) and word.casefold() == written.casefold())
    if written.casefold() in _TRUTH:
        yield _TRUTH[written.casefold()]
    digits = "".join(written.split()) if _GROUPED.fullmatch(written) else written
    if number := _NUMBER.fullmatch(digits):
        yield float(digits) if number["fraction"] else int(digits)
    if "," not in written:
        yield [written]


def advice(meant: Sequence[Any]) -> Text | None:
    """What to write, where a value can only mean one thing or one of two; None for a list, of which others say more."""
    if len(meant) > 1:
        return say("It can be {first} or {second}: write the one that is meant.", first=meant[0], second=meant[1])
    if not meant or isinstance(meant[0], list):
        return None
    return say("Write `{right}`.", right=meant[0] if isinstance(meant[0], str) else json.dumps(meant[0]))

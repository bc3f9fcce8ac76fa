"""The library entry is two or three sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from afterword.library import Library
from afterword.problems import Finding, Rule, say
from afterword.record import Record

RULE = Rule("summary-length", "A summary is not two or three sentences")

_END = re.compile(r"[.!?…]+[\"'”»)\]]*(?=\s|$)")
# A stop after these, or after a single letter (J. Smith, т. е.), or before a small letter ends nothing.
_SHORT = re.compile(
    r"(?:\b(?:approx|co|corp|dr|etc|inc|jr|ltd|mr|mrs|ms|no|prof|sr|st|vs"
    r"|г|гг|др|млн|млрд|напр|пр|руб|см|стр|т|тыс)|\b\w)\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> int:
    """How many sentences a text has, by its closing marks."""
    text = " ".join(text.split())
    count = end = 0
    for found in _END.finditer(text):
        after = text[found.end() :].lstrip()
        if found[0].startswith(".") and _SHORT.search(text[: found.start() + 1]) and after:
            continue
        if after[:1].islower():
            continue
        count, end = count + 1, found.end()
    return count + bool(text[end:].strip())


def check(record: Record, library: Library) -> Iterator[Finding]:
    if record.summary and not 2 <= (count := sentences(record.summary)) <= 3:
        message = say("`summary` has {count} sentences; the library entry has 2 or 3.", count=count)
        if count == 1:
            message = say("`summary` has 1 sentence; the library entry has 2 or 3.")
        hint = say("Say what happened and why it matters; the rest goes into the text below the front matter.")
        yield Finding(RULE, message, hint, ("summary",))

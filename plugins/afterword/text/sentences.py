"""Sentences, in English and Russian."""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"[.!?…]+[\"'”»)\]]*(?=\s|$)")
# A stop after these, or after a single letter (J. Smith, т. е.), or before a small letter ends nothing.
_SHORT = re.compile(
    r"(?:\b(?:approx|co|corp|dr|etc|inc|jr|ltd|mr|mrs|ms|no|prof|sr|st|vs"
    r"|г|гг|др|млн|млрд|напр|пр|руб|см|стр|т|тыс)|\b\w)\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> Sequence[str]:
    """The sentences of a text, by their closing marks; what has none at the end counts too."""
    text = " ".join(text.split())
    found, begun = [], 0
    for end in _END.finditer(text):
        word = text[text.rfind(" ", 0, end.start()) + 1 : end.start() + 1]
        after = text[end.end() + 1 : end.end() + 2]  # behind the one space
        if after.islower() or (after and word.endswith(".") and _SHORT.search(word)):
            continue
        found.append(text[begun : end.end()].strip())
        begun = end.end()
    return [*found, rest] if (rest := text[begun:].strip()) else found

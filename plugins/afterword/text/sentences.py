"""Splitting of text into sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from afterword.text.profiles import PROFILES

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”»)\]]*(?=\s|$)")
# A full stop does not end a sentence after these or a single letter (J. Smith, т. е.), or before a small letter.
_ABBREVIATIONS = "|".join(word for profile in PROFILES.values() for word in profile.abbreviations.split())
_ABBREVIATION = re.compile(rf"(?:\b(?:{_ABBREVIATIONS})|\b\w)\.$", re.IGNORECASE)


def split_sentences(text: str) -> Sequence[str]:
    """Split a text into sentences by their closing marks; text after the last mark is a sentence too."""
    text = " ".join(text.split())
    sentences, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        word = text[text.rfind(" ", 0, end.start()) + 1 : end.start() + 1]
        after = text[end.end() + 1 : end.end() + 2]  # after the single space
        if after.islower() or (after and word.endswith(".") and _ABBREVIATION.search(word)):
            continue
        sentences.append(text[start : end.end()].strip())
        start = end.end()
    return [*sentences, remainder] if (remainder := text[start:].strip()) else sentences


def lower_first_word(title: str) -> str:
    """Return a title for use inside a sentence: in lower case unless it begins with an abbreviation."""
    first_word = title.partition(" ")[0]
    return title if first_word[1:] != first_word[1:].lower() else title[:1].lower() + title[1:]

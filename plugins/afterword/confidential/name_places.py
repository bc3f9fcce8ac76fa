"""Decide whether a word of a text is used as a name, and which compounds it forms with the words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from afterword.confidential.name_patterns import MAX_NAME_WORDS, NamePattern, exception_key
from afterword.confidential.spelling import fold_word, list_match_keys, list_name_keys
from afterword.text.names import name_skeleton

_JOINER = re.compile(r"[-‐-―_.@'’&+/]?")
"""Characters between the parts of a name that is written as one word: `north-light`, `blue_harbor`."""
JOINER_OR_SPACE = re.compile(r"[-‐-― \u00a0]")
_SPACE = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*")
_WORD_SEPARATOR = re.compile(r"[-‐-―.&+,'’\s«»“”\"]{0,4}")
"""Characters and spaces between the words of a name."""
CAMEL_CASE_BOUNDARY = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZА-ЯЁ])|(?<=\D)(?=\d)|(?<=\d)(?=\D)")
"""Boundaries at which `ThanksNorthlight2026` splits into words."""
_HANDLE = re.compile(r"(?:[@#]|://|www\.)$")
_HOST = re.compile(r"\.[a-z]{2,3}(?!\w)")
"""Characters that make an ordinary lower-case word the name of an account or a site: `@target`, `target.com`."""
_MID_SENTENCE_SIGNS = ("", ",", "—", "-", "«", "“", '"', "(")
_TITLES = ("Mr", "Mrs", "Ms", "Dr")


def find_unbroken_key(text: str, start: int, end: int) -> str:
    """Return the key of the unbroken run of word characters around a range of a text."""
    while start and re.match(r"[\w.-]", text[start - 1]):
        start -= 1
    while end < len(text) and re.match(r"[\w.-]", text[end]):
        end += 1
    return exception_key(text[start:end])


def is_used_as_name(pattern: NamePattern, text: str, words: Sequence[re.Match[str]], position: int) -> bool:
    """Return whether a word is used as a name where it stands."""
    match = words[position]
    word = match[0]
    if pattern.is_exact:
        return word == pattern.words[0] or is_address(text, match)
    if not pattern.is_ordinary:
        return True
    if not word[0].isupper():
        return not pattern.is_partial and bool(_HANDLE.search(text[: match.start()]) or _HOST.match(text, match.end()))
    if not pattern.is_partial:
        return True
    before, after = (
        words[position - 1] if position else None,
        words[position + 1] if position + 1 < len(words) else None,
    )
    between = text[before.end() : match.start()] if before else ""
    is_addressed = bool(before and before[0] in _TITLES)
    is_inside = is_addressed or bool(before and before[0].islower() and between.strip() in _MID_SENTENCE_SIGNS)
    is_longer = bool(after and after[0][0].isupper() and not text[match.end() : after.start()].strip())
    return is_inside and not is_longer


def find_phrase_end(phrase: NamePattern, text: str, words: Sequence[re.Match[str]], position: int) -> int:
    """Return the end of a capitalized name of several words that begins at a word; 0 if it does not stand there."""
    end = 0
    for offset, name_word in enumerate(phrase.words):
        match = words[position + offset] if position + offset < len(words) else None
        if match is None or (end and not _WORD_SEPARATOR.fullmatch(text[end : match.start()])):
            return 0
        if not set(list_match_keys(match[0])) & list_name_keys(name_word) or (
            name_word[0].isupper() and match[0].islower()
        ):
            return 0
        end = match.end()
    return end


def list_compounds(text: str, words: Sequence[re.Match[str]], position: int) -> Iterator[tuple[int, str]]:
    """Yield the ends and keys of the compounds that a word forms with those joined to it, such as `north-light`."""
    end, key = words[position].end(), name_skeleton(fold_word(words[position][0]))
    yield end, key
    for offset, match in enumerate(words[position + 1 : position + MAX_NAME_WORDS], 1):
        between = text[end : match.start()]
        if not _JOINER.fullmatch(between) and not (offset == 1 and _SPACE.fullmatch(between)):
            return
        end = match.end()
        for form in list_match_keys(match[0]):
            yield end, key + form
        key += name_skeleton(fold_word(match[0]))


def is_address(text: str, match: re.Match[str]) -> bool:
    """Return whether a word is part of a handle, a hashtag, a host or a file name."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
    return bool(
        (before and before in "@#/_-.=")
        or (after and after[0] in "@/_=")
        or re.match(r"[.-][^\W_]", after)
        or CAMEL_CASE_BOUNDARY.search(match[0])
    )

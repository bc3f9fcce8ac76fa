"""Patterns that recognize a confidential name by its significant words, or by all of its words together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from afterword.confidential.spelling import fold_word
from afterword.confidential.word_lists import WordLists

WORD = re.compile(r"[^\W_]+")
_MAILBOX = re.compile(r"([\w.+-]+)@[\w-]+\.[\w.-]+")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put no space between words."""
_UNSPACED_KINDS = re.compile(r"[(（]株[)）]|株式会社|有限会社|合同会社|股份|有限公司|주식회사")
"""Legal forms that are written together with a name."""
MAX_ACRONYM_LENGTH = 3
"""Letters up to which a name in capitals is searched for in capitals only."""
_MAX_LOWERCASE_WORDS = 3
"""Words up to which a value in lower case counts as a name and not as a sentence."""
MAX_NAME_WORDS = 4
"""Words that one name may be split into."""


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One word of a name, or several in a row, to search for; `name` is the whole value.

    `is_ordinary`: only a capital letter distinguishes it from a common word. `is_partial`: the name has other
    words. `is_exact`: only this spelling counts. `is_given_name`: other people have this first name too.
    """

    name: str
    words: tuple[str, ...]
    is_ordinary: bool = False
    is_partial: bool = False
    is_exact: bool = False
    is_given_name: bool = False

    @property
    def key(self) -> str:
        """Its words joined and folded, by which an exception is recognized."""
        return exception_key("".join(self.words))


def exception_key(name: str) -> str:
    """Return the key by which two spellings of a name are the same exception."""
    return "".join(map(fold_word, WORD.findall(name)))


def make_patterns(name: str, lists: WordLists) -> Iterator[NamePattern]:
    """Yield the patterns of a name; none for a description such as `a colleague from finance`."""
    words = WORD.findall(_UNSPACED_KINDS.sub("", _MAILBOX.sub(r"\1", name)))
    if UNSPACED.search(name):
        yield NamePattern(name, tuple(words))
        return
    capitals = [word for word in words if word[:1].isdigit() or word.lower() == word.upper() or word != word.lower()]
    candidates = capitals or (words if len(words) <= _MAX_LOWERCASE_WORDS else [])
    significant = [word for word in candidates if not lists.is_kind(word)]
    rare = [word for word in significant if not lists.is_ordinary(word) and not word.isdigit() and len(word) > 1]
    if not rare and len(significant) < len(words) and (not capitals or len(capitals) == 1 < len(words)):
        return  # for example `Bid lead`
    for word in rare:
        yield NamePattern(
            name, (word,), is_exact=_is_acronym(word), is_given_name=len(significant) > 1 and lists.is_given_name(word)
        )
    ordinary = [word for word in significant if word not in rare and len(word) > 2 and not word.isdigit()]
    is_partial = len(significant) > 1 or any(len(word) == 1 for word in words)
    if capitals or len(words) == 1:
        yield from (NamePattern(name, (word,), is_ordinary=True, is_partial=is_partial) for word in ordinary)
    if 1 < len(words) <= MAX_NAME_WORDS and (capitals or rare):
        yield NamePattern(name, tuple(words), is_ordinary=True, is_exact=len(significant) < len(words))
    first, *other_words = significant if len(significant) == len(capitals) == len(words) else [""]
    if (
        len(other_words) == 1
        and len(other_words[0]) >= MAX_ACRONYM_LENGTH
        and not lists.is_common(first[0] + other_words[0])
    ):
        yield NamePattern(name, (first[0], other_words[0]), is_ordinary=True)  # P. Nair, pnair@


def _is_acronym(word: str) -> bool:
    return len(word) < MAX_ACRONYM_LENGTH or (len(word) == MAX_ACRONYM_LENGTH and word.isupper())


def apply_exceptions(
    patterns: Iterable[NamePattern], exceptions: Mapping[str, str]
) -> tuple[list[NamePattern], set[str]]:
    """Return the patterns that no exception names, and the exceptions that name one."""
    keys = {exception_key(name): name for name in exceptions}
    remaining, used_exceptions = [], set[str]()
    for pattern in patterns:
        matching = {keys[key] for key in (pattern.key, exception_key(pattern.name)) if key in keys}
        used_exceptions |= matching
        if not matching:
            remaining.append(pattern)
    return remaining, used_exceptions

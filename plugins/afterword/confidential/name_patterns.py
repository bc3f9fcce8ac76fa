"""Patterns that recognize a confidential name: its telling words, or all of its words together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from afterword.confidential.spelling import fold
from afterword.confidential.word_lists import WordLists

WORD = re.compile(r"[^\W_]+")
_MAILBOX = re.compile(r"([\w.+-]+)@[\w-]+\.[\w.-]+")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put no space between words."""
_UNSPACED_KINDS = re.compile(r"[(（]株[)）]|株式会社|有限会社|合同会社|股份|有限公司|주식회사")
"""Legal forms that are written in one with a name."""
ACRONYM = 3
"""Letters up to which a name in capitals is searched for in capitals only."""
_PROSE = 3
"""Words up to which a value in lower case is taken for a name and not for a sentence."""
MOST_WORDS = 4
"""Words that one name may be split into."""


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One word of a name, or several in a row, to be searched for; `name` is the whole value.

    It is `ordinary` when only a capital letter tells it from a common word, `partial` when the name has others, and
    `given` when it is a first name, which other people have too.
    """

    name: str
    words: tuple[str, ...]
    ordinary: bool = False
    partial: bool = False
    exact: bool = False
    given: bool = False

    @property
    def key(self) -> str:
        """The words in one, folded: by it an exception is recognized."""
        return exception_key("".join(self.words))


def exception_key(name: str) -> str:
    """Return what makes two spellings of a name the same exception."""
    return "".join(map(fold, WORD.findall(name)))


def patterns_of(name: str, lists: WordLists) -> Iterator[NamePattern]:
    """Yield what a name can be recognized by; nothing for a description such as `a colleague from finance`."""
    words = WORD.findall(_UNSPACED_KINDS.sub("", _MAILBOX.sub(r"\1", name)))
    if UNSPACED.search(name):
        yield NamePattern(name, tuple(words))
        return
    capitals = [word for word in words if word[:1].isdigit() or word.lower() == word.upper() or word != word.lower()]
    candidates = capitals or (words if len(words) <= _PROSE else [])
    telling = [word for word in candidates if not lists.is_kind(word)]
    rare = [word for word in telling if not lists.is_ordinary(word) and not word.isdigit() and len(word) > 1]
    if not rare and len(telling) < len(words) and (not capitals or len(capitals) == 1 < len(words)):
        return  # such as `Bid lead`
    for word in rare:
        yield NamePattern(name, (word,), exact=_is_acronym(word), given=len(telling) > 1 and lists.is_given(word))
    ordinary = [word for word in telling if word not in rare and len(word) > 2 and not word.isdigit()]
    is_partial = len(telling) > 1 or any(len(word) == 1 for word in words)
    if capitals or len(words) == 1:
        yield from (NamePattern(name, (word,), ordinary=True, partial=is_partial) for word in ordinary)
    if 1 < len(words) <= MOST_WORDS and (capitals or rare):
        yield NamePattern(name, tuple(words), ordinary=True, exact=len(telling) < len(words))
    first, *others = telling if len(telling) == len(capitals) == len(words) else [""]
    if len(others) == 1 and len(others[0]) >= ACRONYM and not lists.is_common(first[0] + others[0]):
        yield NamePattern(name, (first[0], others[0]), ordinary=True)  # P. Nair, pnair@


def _is_acronym(word: str) -> bool:
    return len(word) < ACRONYM or (len(word) == ACRONYM and word.isupper())


def allowed(patterns: Iterable[NamePattern], exceptions: Mapping[str, str]) -> tuple[list[NamePattern], set[str]]:
    """Return the patterns that no exception names, and the exceptions that name one."""
    keys = {exception_key(name): name for name in exceptions}
    kept, used = [], set[str]()
    for pattern in patterns:
        matching = {keys[key] for key in (pattern.key, exception_key(pattern.name)) if key in keys}
        used |= matching
        if not matching:
            kept.append(pattern)
    return kept, used

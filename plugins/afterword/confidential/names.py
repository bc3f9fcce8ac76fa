"""Names that must not be told, found in texts by their telling words, however these are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from afterword.confidential.name_patterns import ACRONYM, MOST_WORDS, UNSPACED, WORD, NamePattern, exception_key
from afterword.confidential.plain_text import PlainText
from afterword.confidential.spelling import (
    consonants,
    fold,
    is_same_sound,
    name_keys,
    script,
    sound,
    sounds,
    text_keys,
)
from afterword.confidential.word_lists import WordLists
from afterword.names import skeleton
from afterword.stems import is_telling, stem

_JOINT = re.compile(r"[-‐-―_.@'’&+/]?")
"""What may stand between the parts of one name that is written as one: `north-light`, `blue_harbor`."""
_SPACE = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*")
_BETWEEN = re.compile(r"[-‐-―.&+,'’\s«»“”\"]{0,4}")
"""What may stand between the words of a name of several."""
_HUMPS = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZА-ЯЁ])|(?<=\D)(?=\d)|(?<=\d)(?=\D)")
"""Where `ThanksNorthlight2026` falls into words."""
_HANDLE = re.compile(r"(?:[@#]|://|www\.)$")
_HOST = re.compile(r"\.[a-z]{2,3}(?!\w)")
"""What tells an ordinary word in lower case as the name of an account or a site: `@target`, `target.com`."""
_INSIDE_SENTENCE = ("", ",", "—", "-", "«", "“", '"', "(")
_INSIDE = 6
"""Letters from which on a name is also found inside an address: `teamnorthlight.example`."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """Where a text tells a name: characters from `start` to `end`."""

    pattern: NamePattern
    start: int
    end: int


class NameIndex:
    """Patterns of names by their keys, for searching many texts.

    `shown` are names that the readers may see elsewhere, such as handles: where one is written whole, it is no hit.
    """

    def __init__(self, patterns: Iterable[NamePattern], lists: WordLists, shown: Iterable[str] = ()) -> None:
        self._lists = lists
        self._shown = frozenset(map(exception_key, shown))
        self._words: dict[str, NamePattern] = {}
        self._phrases: dict[str, list[NamePattern]] = defaultdict(list)
        self._joined: dict[str, NamePattern] = {}
        self._sounds: dict[str, dict[str, NamePattern]] = defaultdict(dict)
        self._unspaced: dict[str, NamePattern] = {}
        for pattern in patterns:
            self._add(pattern)
        self._starts = {key[:end] for key in (*self._words, *self._joined) for end in range(2, len(key) - 1)}
        self._suspects: dict[str, bool] = {}

    def _add(self, pattern: NamePattern) -> None:
        if UNSPACED.search(pattern.name):
            self._unspaced.setdefault("".join(map(fold, pattern.words)), pattern)
            return
        if len(pattern.words) > 1:
            self._joined.setdefault(skeleton(pattern.key), pattern)
            for key in name_keys(pattern.words[0]):
                self._phrases[key].append(pattern)
            return
        for key in name_keys(pattern.words[0]):
            known = self._words.get(key)
            if known is None or (known.ordinary and not pattern.ordinary) or (known.partial and not pattern.partial):
                self._words[key] = pattern
        said = sound(pattern.words[0])
        if len(consonants(said)) > 1 and not pattern.exact:
            self._sounds[consonants(said)].setdefault(said, pattern)

    def __bool__(self) -> bool:
        return bool(self._words or self._joined or self._unspaced)

    def find(self, plain: PlainText) -> Iterator[NameHit]:
        """Yield every place at which a text tells a name; each name once."""
        text = plain.text
        names = set[str]()
        for hit in self._hits(text):
            if hit.pattern.name not in names and not (self._shown and _run(text, hit) in self._shown):
                names.add(hit.pattern.name)
                yield hit

    def _hits(self, text: str) -> Iterator[NameHit]:
        if self._unspaced and UNSPACED.search(text):
            yield from self._unspaced_hits(text)
        if not any(map(self._is_suspect, set(WORD.findall(text)))):
            return
        words = list(WORD.finditer(text))
        for position, match in enumerate(words):
            if self._is_suspect(match[0]):
                hit = self._at(text, words, position)
                if hit:
                    yield hit

    def _is_suspect(self, word: str) -> bool:
        """Return whether a word may be a name or the beginning of one, wherever it stands."""
        known = self._suspects.get(word)
        if known is None:
            known = self._suspects[word] = self._looks_like_name(word)
        return known

    def _looks_like_name(self, word: str) -> bool:
        keys = text_keys(word)
        return (
            any(key in self._words or key in self._phrases or key in self._joined for key in keys)
            or (keys[0] in self._starts and is_telling(stem(word)))
            or self._by_sound(word) is not None
            or self._inside(word) is not None
        )

    def _at(self, text: str, words: Sequence[re.Match[str]], position: int) -> NameHit | None:
        match = words[position]
        word = match[0]
        pattern = next((self._words[key] for key in text_keys(word) if key in self._words), None)
        if pattern and _fits(pattern, text, words, position):
            return NameHit(pattern, *match.span())
        for phrase in (found for key in text_keys(word) for found in self._phrases.get(key, ())):
            if end := _phrase_end(phrase, text, words, position):
                return NameHit(phrase, match.start(), end)
        for end, key in _compounds(text, words, position):
            pattern = self._compound(key, joined=end > match.end())
            if pattern and (word[0].isupper() or not pattern.exact or " " not in text[match.start() : end]):
                return NameHit(pattern, match.start(), end)
        if (pattern := self._by_sound(word)) or (_is_address(text, match) and (pattern := self._inside(word))):
            return NameHit(pattern, *match.span())
        return None

    def _compound(self, key: str, *, joined: bool) -> NamePattern | None:
        """Return the name that words make when they are written as one."""
        if pattern := self._joined.get(key):
            return pattern
        pattern = self._words.get(key) if joined else None
        return pattern if pattern and not (pattern.ordinary or pattern.exact) else None

    def _by_sound(self, word: str) -> NamePattern | None:
        """Return the name that a capitalized word may be in another script."""
        if not word[0].isupper() or len(word) < ACRONYM or self._lists.is_common(word):
            return None
        for said in sounds(word):
            for name, pattern in self._sounds.get(consonants(said), {}).items():
                if script(word) != script(pattern.words[0]) and is_same_sound(said, name):
                    return pattern
        return None

    def _inside(self, word: str) -> NamePattern | None:
        """Return the name that stands inside a longer word."""
        humps = _HUMPS.split(word) if not word.islower() and not word.isupper() else [word]
        for hump in humps if len(humps) > 1 else ():
            for key in text_keys(hump) if len(hump) > ACRONYM else ():
                if (pattern := self._words.get(key)) and not (pattern.ordinary or pattern.exact):
                    return pattern
        whole = skeleton(fold(word))
        for start in range(len(whole) - _INSIDE + 1):
            for end in range(start + _INSIDE, len(whole) + 1):
                pattern = self._words.get(whole[start:end]) or self._joined.get(whole[start:end])
                if pattern and not (len(pattern.words) == 1 and pattern.ordinary):
                    return pattern
        return None

    def _unspaced_hits(self, text: str) -> Iterator[NameHit]:
        folded = fold(text)
        for key, pattern in self._unspaced.items():
            if key in folded:
                start = max(0, text.find(pattern.name))
                yield NameHit(pattern, start, min(len(text), start + len(pattern.name)))


def _run(text: str, hit: NameHit) -> str:
    """Return the key of everything that is written in one with a hit."""
    start, end = hit.start, hit.end
    while start and re.match(r"[\w.-]", text[start - 1]):
        start -= 1
    while end < len(text) and re.match(r"[\w.-]", text[end]):
        end += 1
    return exception_key(text[start:end])


def _fits(pattern: NamePattern, text: str, words: Sequence[re.Match[str]], position: int) -> bool:
    """Return whether a word is meant as a name where it stands."""
    match = words[position]
    word = match[0]
    if pattern.exact:
        return word == pattern.words[0] or _is_address(text, match)
    if not pattern.ordinary:
        return True
    if not word[0].isupper():
        return not pattern.partial and bool(_HANDLE.search(text[: match.start()]) or _HOST.match(text, match.end()))
    if not pattern.partial:
        return True
    before, after = (
        words[position - 1] if position else None,
        words[position + 1] if position + 1 < len(words) else None,
    )
    between = text[before.end() : match.start()] if before else ""
    is_inside = bool(before and before[0].islower() and between.strip() in _INSIDE_SENTENCE)
    is_longer = bool(after and after[0][0].isupper() and not text[match.end() : after.start()].strip())
    return is_inside and not is_longer


def _phrase_end(phrase: NamePattern, text: str, words: Sequence[re.Match[str]], position: int) -> int:
    """Return where a name of several capitalized words ends that begins at a word; 0 where it does not stand there."""
    end = 0
    for offset, wanted in enumerate(phrase.words):
        match = words[position + offset] if position + offset < len(words) else None
        if match is None or (end and not _BETWEEN.fullmatch(text[end : match.start()])):
            return 0
        if not set(text_keys(match[0])) & name_keys(wanted) or (wanted[0].isupper() and match[0].islower()):
            return 0
        end = match.end()
    return end


def _compounds(text: str, words: Sequence[re.Match[str]], position: int) -> Iterator[tuple[int, str]]:
    """Yield the ends and keys of what a word and those joined to it make: `north-light`, `North Light`."""
    end, key = words[position].end(), skeleton(fold(words[position][0]))
    yield end, key
    for offset, match in enumerate(words[position + 1 : position + MOST_WORDS], 1):
        between = text[end : match.start()]
        if not _JOINT.fullmatch(between) and not (offset == 1 and _SPACE.fullmatch(between)):
            return
        end = match.end()
        for form in text_keys(match[0]):
            yield end, key + form
        key += skeleton(fold(match[0]))


def _is_address(text: str, match: re.Match[str]) -> bool:
    """Return whether a word is part of a handle, a hashtag, a host or a file name."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
    return bool(
        (before and before in "@#/_-.=")
        or (after and after[0] in "@/_=")
        or re.match(r"[.-][^\W_]", after)
        or _HUMPS.search(match[0])
    )

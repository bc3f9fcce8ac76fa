"""Names that must not be told, found in texts by their telling words, however these are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from afterword.confidential.name_patterns import ACRONYM, UNSPACED, WORD, NamePattern, exception_key
from afterword.confidential.name_places import (
    HUMPS,
    JOINT_OR_SPACE,
    compounds,
    is_address,
    is_meant,
    phrase_end,
    unbroken_key,
)
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
from afterword.text.names import name_skeleton
from afterword.text.stems import is_significant, stem_word

_PATRONYMIC = re.compile(r"(?:вич|вн|ичн)\w{1,2}$|вич$")
_LONG = 8
"""Letters from which on a name is also found in small letters of another script, and inside words."""
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
        patterns_by_sound = [item for names in self._sounds.values() for item in names.items()]
        self._scripts = {script(pattern.words[0]) for _, pattern in patterns_by_sound}
        long_sounds = [name for name, pattern in patterns_by_sound if _is_long(pattern)]
        self._sound_starts = {name[:end] for name in long_sounds for end in range(ACRONYM, len(name) - 1)}
        self._suspects: dict[str, bool] = {}

    def _add(self, pattern: NamePattern) -> None:
        if UNSPACED.search(pattern.name):
            self._unspaced.setdefault("".join(map(fold, pattern.words)), pattern)
            return
        if len(pattern.words) > 1:
            self._joined.setdefault(name_skeleton(pattern.key), pattern)
            for key in name_keys(pattern.words[0]):
                self._phrases[key].append(pattern)
            return
        for key in name_keys(pattern.words[0]):
            listed = self._words.get(key)
            if listed is None or (listed.ordinary and not pattern.ordinary) or (listed.partial and not pattern.partial):
                self._words[key] = pattern
        spoken = sound(pattern.words[0])
        if len(consonants(spoken)) > 1 and not pattern.exact:
            self._sounds[consonants(spoken)].setdefault(spoken, pattern)

    def __bool__(self) -> bool:
        return bool(self._words or self._joined or self._unspaced)

    def find(self, plain: PlainText) -> Iterator[NameHit]:
        """Yield every place at which a text tells a name; each name once."""
        text = plain.text
        names = set[str]()
        for hit in self._hits(text):
            if hit.pattern.name not in names and not (
                self._shown and unbroken_key(text, hit.start, hit.end) in self._shown
            ):
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
        is_suspect = self._suspects.get(word)
        if is_suspect is None:
            is_suspect = self._suspects[word] = self._looks_like_name(word)
        return is_suspect

    def _looks_like_name(self, word: str) -> bool:
        keys = text_keys(word)
        return (
            any(key in self._words or key in self._phrases or key in self._joined for key in keys)
            or (keys[0] in self._starts and is_significant(stem_word(word)))
            or (word[0].isupper() and sound(word) in self._sound_starts)
            or self._by_sound(word) is not None
            or self._inside(word) is not None
        )

    def _at(self, text: str, words: Sequence[re.Match[str]], position: int) -> NameHit | None:
        match = words[position]
        word = match[0]
        pattern = next((self._words[key] for key in text_keys(word) if key in self._words), None)
        if (
            pattern
            and is_meant(pattern, text, words, position)
            and not self._is_namesake(pattern, text, words, position)
        ):
            return NameHit(pattern, *match.span())
        for phrase in (phrase_pattern for key in text_keys(word) for phrase_pattern in self._phrases.get(key, ())):
            if end := phrase_end(phrase, text, words, position):
                return NameHit(phrase, match.start(), end)
        for end, key in compounds(text, words, position):
            pattern = self._compound(key, joined=end > match.end())
            if pattern and (word[0].isupper() or not re.search(r"\s", text[match.start() : end])):
                return NameHit(pattern, match.start(), end)
        is_in_address = is_address(text, match)
        pattern = self._by_sound(word)
        if not pattern or not (word[0].isupper() or is_in_address or _is_long(pattern)):
            pattern = self._inside(word)
            pattern = pattern if pattern and (is_in_address or _is_long(pattern)) else None
        if pattern and not self._is_namesake(pattern, text, words, position):
            return NameHit(pattern, *match.span())
        return self._two_by_sound(text, words, position)

    def _two_by_sound(self, text: str, words: Sequence[re.Match[str]], position: int) -> NameHit | None:
        """Return the name that two words make in another script: `Норт-Лайт`."""
        match, *following = words[position : position + 2]
        if not following or not match[0][0].isupper():
            return None
        if not JOINT_OR_SPACE.fullmatch(text[match.end() : following[0].start()]):
            return None
        pattern = self._by_sound(match[0] + following[0][0])
        return NameHit(pattern, match.start(), following[0].end()) if pattern and _is_long(pattern) else None

    def _is_namesake(self, pattern: NamePattern, text: str, words: Sequence[re.Match[str]], position: int) -> bool:
        """Return whether a first name stands before the surname of somebody else."""
        following = words[position + 1] if pattern.given and position + 1 < len(words) else None
        if following is None or not following[0][0].isupper() or len(following[0]) < ACRONYM:
            return False
        if text[words[position].end() : following.start()] not in (" ", "\u00a0", "\n"):
            return False
        keys = {key for word in WORD.findall(pattern.name) for key in name_keys(word)}
        is_surname = not (self._lists.is_common(following[0]) or _PATRONYMIC.search(following[0]))
        sounding = self._by_sound(following[0])
        is_own = bool(keys & {*text_keys(following[0])}) or (sounding is not None and sounding.name == pattern.name)
        return is_surname and not is_own

    def _compound(self, key: str, *, joined: bool) -> NamePattern | None:
        """Return the name that words make when they are written as one."""
        if pattern := self._joined.get(key):
            return pattern
        pattern = self._words.get(key) if joined else None
        return pattern if pattern and not (pattern.ordinary or pattern.exact) else None

    def _by_sound(self, word: str) -> NamePattern | None:
        """Return the name that a word may be in another script; one in small letters only where it is not short."""
        if len(word) < ACRONYM or self._lists.is_common(word):
            return None
        if self._scripts <= {script(word)}:
            return None
        is_capital = word[0].isupper()
        for spoken in sounds(word):
            for name, pattern in self._sounds.get(consonants(spoken), {}).items():
                is_enough = is_capital or len(consonants(name)) > ACRONYM
                if is_enough and script(word) != script(pattern.words[0]) and is_same_sound(spoken, name):
                    return pattern
        return None

    def _inside(self, word: str) -> NamePattern | None:
        """Return the name that stands inside a longer word."""
        humps = HUMPS.split(word) if not word.islower() and not word.isupper() else [word]
        for hump in humps if len(humps) > 1 else ():
            for key in text_keys(hump) if len(hump) > ACRONYM else ():
                if (pattern := self._words.get(key)) and not (pattern.ordinary or pattern.exact):
                    return pattern
        whole = name_skeleton(fold(word))
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


def _is_long(pattern: NamePattern) -> bool:
    """Return whether a word is long enough to be a name in small letters and inside longer words too."""
    word = pattern.words[0]
    return len(pattern.words) == 1 and len(word) >= _LONG and not pattern.ordinary

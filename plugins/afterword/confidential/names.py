"""Find confidential names in texts by their significant words, however these are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from afterword.confidential.name_patterns import MAX_ACRONYM_LENGTH, UNSPACED, WORD, NamePattern, exception_key
from afterword.confidential.name_places import (
    CAMEL_CASE_BOUNDARY,
    JOINER_OR_SPACE,
    find_phrase_end,
    find_unbroken_key,
    is_address,
    is_used_as_name,
    list_compounds,
)
from afterword.confidential.plain_text import PlainText
from afterword.confidential.spelling import (
    detect_script,
    fold_word,
    is_same_sound,
    keep_consonants,
    list_match_keys,
    list_name_keys,
    list_sounds,
    spell_sound,
)
from afterword.confidential.word_lists import WordLists
from afterword.text.names import name_skeleton
from afterword.text.stems import is_significant, stem_word

_PATRONYMIC = re.compile(r"(?:вич|вн|ичн)\w{1,2}$|вич$")
_MIN_LONG_NAME = 8
"""Letters from which on a name is also found in lower case in another script, and inside words."""
_MIN_INNER_LENGTH = 6
"""Letters from which on a name is also found inside an address: `teamnorthlight.example`."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """Occurrence of a name in a text from character `start` to `end`."""

    pattern: NamePattern
    start: int
    end: int


class NameIndex:
    """Index of name patterns by their keys, for searching many texts.

    `visible_names` are names that the readers may see elsewhere, such as handles: a whole occurrence is not a hit.
    """

    def __init__(self, patterns: Iterable[NamePattern], lists: WordLists, visible_names: Iterable[str] = ()) -> None:
        self._lists = lists
        self._visible_keys = frozenset(map(exception_key, visible_names))
        self._words: dict[str, NamePattern] = {}
        self._phrases: dict[str, list[NamePattern]] = defaultdict(list)
        self._compounds: dict[str, NamePattern] = {}
        self._sounds: dict[str, dict[str, NamePattern]] = defaultdict(dict)
        self._unspaced: dict[str, NamePattern] = {}
        for pattern in patterns:
            self._add_pattern(pattern)
        self._starts = {key[:end] for key in (*self._words, *self._compounds) for end in range(2, len(key) - 1)}
        patterns_by_sound = [item for names in self._sounds.values() for item in names.items()]
        self._scripts = {detect_script(pattern.words[0]) for _, pattern in patterns_by_sound}
        long_sounds = [name for name, pattern in patterns_by_sound if _is_long(pattern)]
        self._sound_starts = {name[:end] for name in long_sounds for end in range(MAX_ACRONYM_LENGTH, len(name) - 1)}
        self._candidate_cache: dict[str, bool] = {}

    def _add_pattern(self, pattern: NamePattern) -> None:
        if UNSPACED.search(pattern.name):
            self._unspaced.setdefault("".join(map(fold_word, pattern.words)), pattern)
            return
        if len(pattern.words) > 1:
            self._compounds.setdefault(name_skeleton(pattern.key), pattern)
            for key in list_name_keys(pattern.words[0]):
                self._phrases[key].append(pattern)
            return
        for key in list_name_keys(pattern.words[0]):
            existing = self._words.get(key)
            if (
                existing is None
                or (existing.is_ordinary and not pattern.is_ordinary)
                or (existing.is_partial and not pattern.is_partial)
            ):
                self._words[key] = pattern
        sound_key = spell_sound(pattern.words[0])
        if len(keep_consonants(sound_key)) > 1 and not pattern.is_exact:
            self._sounds[keep_consonants(sound_key)].setdefault(sound_key, pattern)

    def __bool__(self) -> bool:
        return bool(self._words or self._compounds or self._unspaced)

    def find_names(self, plain: PlainText) -> Iterator[NameHit]:
        """Yield the first occurrence of each name in a text."""
        text = plain.text
        names = set[str]()
        for hit in self._find_hits(text):
            if hit.pattern.name not in names and not (
                self._visible_keys and find_unbroken_key(text, hit.start, hit.end) in self._visible_keys
            ):
                names.add(hit.pattern.name)
                yield hit

    def _find_hits(self, text: str) -> Iterator[NameHit]:
        if self._unspaced and UNSPACED.search(text):
            yield from self._find_unspaced_hits(text)
        if not any(map(self._may_be_name, set(WORD.findall(text)))):
            return
        words = list(WORD.finditer(text))
        for position, match in enumerate(words):
            if self._may_be_name(match[0]):
                hit = self._match_word(text, words, position)
                if hit:
                    yield hit

    def _may_be_name(self, word: str) -> bool:
        """Return whether a word may be a name or the beginning of one, in any context."""
        is_candidate = self._candidate_cache.get(word)
        if is_candidate is None:
            is_candidate = self._candidate_cache[word] = self._looks_like_name(word)
        return is_candidate

    def _looks_like_name(self, word: str) -> bool:
        keys = list_match_keys(word)
        return (
            any(key in self._words or key in self._phrases or key in self._compounds for key in keys)
            or (keys[0] in self._starts and is_significant(stem_word(word)))
            or (word[0].isupper() and spell_sound(word) in self._sound_starts)
            or self._match_by_sound(word) is not None
            or self._match_inside_word(word) is not None
        )

    def _match_word(self, text: str, words: Sequence[re.Match[str]], position: int) -> NameHit | None:
        match = words[position]
        word = match[0]
        pattern = next((self._words[key] for key in list_match_keys(word) if key in self._words), None)
        if (
            pattern
            and is_used_as_name(pattern, text, words, position)
            and not self._is_namesake(pattern, text, words, position)
        ):
            return NameHit(pattern, *match.span())
        for phrase in (
            phrase_pattern for key in list_match_keys(word) for phrase_pattern in self._phrases.get(key, ())
        ):
            if end := find_phrase_end(phrase, text, words, position):
                return NameHit(phrase, match.start(), end)
        for end, key in list_compounds(text, words, position):
            pattern = self._match_compound(key, joined=end > match.end())
            if pattern and (word[0].isupper() or not re.search(r"\s", text[match.start() : end])):
                return NameHit(pattern, match.start(), end)
        is_in_address = is_address(text, match)
        pattern = self._match_by_sound(word)
        if not pattern or not (word[0].isupper() or is_in_address or _is_long(pattern)):
            pattern = self._match_inside_word(word)
            pattern = pattern if pattern and (is_in_address or _is_long(pattern)) else None
        if pattern and not self._is_namesake(pattern, text, words, position):
            return NameHit(pattern, *match.span())
        return self._match_two_words_by_sound(text, words, position)

    def _match_two_words_by_sound(self, text: str, words: Sequence[re.Match[str]], position: int) -> NameHit | None:
        """Return the name that two words form in another script: `Норт-Лайт`."""
        match, *following = words[position : position + 2]
        if not following or not match[0][0].isupper():
            return None
        if not JOINER_OR_SPACE.fullmatch(text[match.end() : following[0].start()]):
            return None
        pattern = self._match_by_sound(match[0] + following[0][0])
        return NameHit(pattern, match.start(), following[0].end()) if pattern and _is_long(pattern) else None

    def _is_namesake(self, pattern: NamePattern, text: str, words: Sequence[re.Match[str]], position: int) -> bool:
        """Return whether a first name stands before the surname of somebody else."""
        following = words[position + 1] if pattern.is_given_name and position + 1 < len(words) else None
        if following is None or not following[0][0].isupper() or len(following[0]) < MAX_ACRONYM_LENGTH:
            return False
        if text[words[position].end() : following.start()] not in (" ", "\u00a0", "\n"):
            return False
        keys = {key for word in WORD.findall(pattern.name) for key in list_name_keys(word)}
        is_surname = not (self._lists.is_common(following[0]) or _PATRONYMIC.search(following[0]))
        sound_match = self._match_by_sound(following[0])
        is_own_surname = bool(keys & {*list_match_keys(following[0])}) or (
            sound_match is not None and sound_match.name == pattern.name
        )
        return is_surname and not is_own_surname

    def _match_compound(self, key: str, *, joined: bool) -> NamePattern | None:
        """Return the name that words form when they are written as one."""
        if pattern := self._compounds.get(key):
            return pattern
        pattern = self._words.get(key) if joined else None
        return pattern if pattern and not (pattern.is_ordinary or pattern.is_exact) else None

    def _match_by_sound(self, word: str) -> NamePattern | None:
        """Return the name that a word may be in another script; a short one only with a capital letter."""
        if len(word) < MAX_ACRONYM_LENGTH or self._lists.is_common(word):
            return None
        if self._scripts <= {detect_script(word)}:
            return None
        is_capital = word[0].isupper()
        for sound_key in list_sounds(word):
            for name, pattern in self._sounds.get(keep_consonants(sound_key), {}).items():
                is_distinct = is_capital or len(keep_consonants(name)) > MAX_ACRONYM_LENGTH
                if (
                    is_distinct
                    and detect_script(word) != detect_script(pattern.words[0])
                    and is_same_sound(sound_key, name)
                ):
                    return pattern
        return None

    def _match_inside_word(self, word: str) -> NamePattern | None:
        """Return the name inside a longer word."""
        parts = CAMEL_CASE_BOUNDARY.split(word) if not word.islower() and not word.isupper() else [word]
        for part in parts if len(parts) > 1 else ():
            for key in list_match_keys(part) if len(part) > MAX_ACRONYM_LENGTH else ():
                if (pattern := self._words.get(key)) and not (pattern.is_ordinary or pattern.is_exact):
                    return pattern
        skeleton = name_skeleton(fold_word(word))
        for start in range(len(skeleton) - _MIN_INNER_LENGTH + 1):
            for end in range(start + _MIN_INNER_LENGTH, len(skeleton) + 1):
                pattern = self._words.get(skeleton[start:end]) or self._compounds.get(skeleton[start:end])
                if pattern and not (len(pattern.words) == 1 and pattern.is_ordinary):
                    return pattern
        return None

    def _find_unspaced_hits(self, text: str) -> Iterator[NameHit]:
        folded = fold_word(text)
        for key, pattern in self._unspaced.items():
            if key in folded:
                start = max(0, text.find(pattern.name))
                yield NameHit(pattern, start, min(len(text), start + len(pattern.name)))


def _is_long(pattern: NamePattern) -> bool:
    """Return whether a word is long enough to be a name in lower case and inside longer words too."""
    word = pattern.words[0]
    return len(pattern.words) == 1 and len(word) >= _MIN_LONG_NAME and not pattern.is_ordinary

"""The words that tell nobody who a name belongs to, from `name_words.yml`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from afterword.text.stems import is_significant, is_stopword, stem_word


@dataclass(frozen=True, slots=True)
class WordLists:
    """Stems of words: `kinds` are never searched for, `ordinary` need a capital letter, `given` are first names."""

    kinds: Collection[str]
    ordinary: Collection[str]
    given: Collection[str]

    def is_kind(self, word: str) -> bool:
        """Return whether a word only says what somebody is: `Ltd`, `Bank`, `manager`."""
        return stem_word(word) in self.kinds or not is_significant(stem_word(word))

    def is_common(self, word: str) -> bool:
        """Return whether a word is in one of the lists, or in every text."""
        return stem_word(word) in self.kinds or self.is_ordinary(word) or is_stopword(word)

    def is_ordinary(self, word: str) -> bool:
        """Return whether a word has a meaning of its own: `Target`, `Магнит`."""
        return stem_word(word) in self.ordinary

    def is_given(self, word: str) -> bool:
        """Return whether a word is a first name that many people have: `Anna`, `Иван`."""
        return stem_word(word) in self.given


@cache
def word_lists() -> WordLists:
    """Load the lists that come with the package."""
    text = files("afterword").joinpath("name_words.yml").read_text(encoding="utf-8")
    lists = dict(re.findall(r"^(\w+): >-\n((?:  .*\n)+)", text, re.MULTILINE))
    return WordLists(*(frozenset(map(stem_word, lists[name].split())) for name in ("kinds", "ordinary", "given")))

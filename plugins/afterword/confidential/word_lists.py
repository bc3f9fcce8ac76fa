"""Lists of words that do not identify anybody, from `name_words.yml`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from afterword.text.stems import is_significant, is_stopword, stem_word


@dataclass(frozen=True, slots=True)
class WordLists:
    """Stems of kinds of people and firms, of ordinary words, and of first names."""

    kind_stems: Collection[str]
    ordinary_stems: Collection[str]
    given_name_stems: Collection[str]

    def is_kind(self, word: str) -> bool:
        """Return whether a word only says what somebody is: `Ltd`, `Bank`, `manager`."""
        return stem_word(word) in self.kind_stems or not is_significant(stem_word(word))

    def is_common(self, word: str) -> bool:
        """Return whether a word is in one of the lists, or a stopword."""
        return stem_word(word) in self.kind_stems or self.is_ordinary(word) or is_stopword(word)

    def is_ordinary(self, word: str) -> bool:
        """Return whether a word has another meaning: `Target`, `Магнит`."""
        return stem_word(word) in self.ordinary_stems

    def is_given_name(self, word: str) -> bool:
        """Return whether a word is a common first name: `Anna`, `Иван`."""
        return stem_word(word) in self.given_name_stems


@cache
def load_word_lists() -> WordLists:
    """Load the lists that come with the package."""
    text = files("afterword").joinpath("name_words.yml").read_text(encoding="utf-8")
    lists = dict(re.findall(r"^(\w+): >-\n((?:  .*\n)+)", text, re.MULTILINE))
    return WordLists(*(frozenset(map(stem_word, lists[name].split())) for name in ("kinds", "ordinary", "given")))

"""Definition of a language's profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import Stemmer


@dataclass(frozen=True)
class LanguageProfile:
    """Everything that is particular to one language; without slots, as it keeps what it computed.

    `code` is that of ISO 639. `first_letters` is the range of letters by which a word in a script of its own is
    recognised inside a text of another language. `stemmer` is the name of an algorithm of Snowball; without one,
    words are compared as they are written. `catalogues` is the package whose folder `locale` holds the
    translations of the interface.
    """

    code: str
    catalogues: str = "afterword"
    first_letters: tuple[str, str] = ("", "")
    stemmer: str = ""
    stopwords: Sequence[str] = ()
    same_letters: Mapping[str, str] = field(default_factory=dict)
    """Letters that people write for one another, with the one that counts: ё and е."""
    abbreviations: str = ""
    """Abbreviations whose full stop does not end a sentence."""
    date_endings: tuple[str, ...] = ()
    """Patterns of what may follow the year in a date."""
    number_words: tuple[str, ...] = ()
    """Rows of the words for one, two, three and so on."""
    conjunctions: tuple[str, ...] = ()
    """Words for “and”, which part the items of a list."""
    unknown_phrases: tuple[str, ...] = ()
    """Patterns of a text that says that something is not known."""
    answers_heading: str = ""
    """Heading of the section of a brief that answers the library."""
    guardrail_word: str = ""
    """Word before the id of a guardrail in an answer."""
    waiver: str = ""
    """Words by which an answer waives a record or guardrail."""
    yes_words: tuple[str, ...] = ()
    no_words: tuple[str, ...] = ()

    def fold(self, word: str) -> str:
        """Return a word in lower case, with one letter for those that people write for one another."""
        folded = word.casefold()
        for letter, counted_letter in self.same_letters.items():
            folded = folded.replace(letter, counted_letter)
        return folded

    def stem(self, folded_word: str) -> str:
        """Return the stem of a folded word; the word itself in a language without a stemmer."""
        return str(self._stemmer.stemWord(folded_word)) if self._stemmer else folded_word

    @cached_property
    def _stemmer(self) -> Stemmer.Stemmer | None:
        return Stemmer.Stemmer(self.stemmer, 0) if self.stemmer else None

    @cached_property
    def folded_stopwords(self) -> frozenset[str]:
        """The stopwords, folded."""
        return frozenset(map(self.fold, self.stopwords))

    @cached_property
    def stopword_stems(self) -> frozenset[str]:
        """The stems of the stopwords."""
        return frozenset(map(self.stem, self.folded_stopwords))

"""Synonyms in sales and marketing, across languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from afterword.schema.vocabulary import Vocabulary
from afterword.text.profiles import PROFILES
from afterword.text.stems import stem_text

_LISTS = ("tags", "reasons", "metrics", "content_types", "variables")
"""The vocabulary lists whose terms can be the topic of a text."""

ConceptGroups = Mapping[str, Sequence[str]]
"""Words and phrases with the same meaning, in any language, by the name of their group."""


def build_groups(vocabulary: Vocabulary, synonyms: Iterable[Mapping[str, Sequence[str]]]) -> ConceptGroups:
    """Build groups from the vocabulary's terms, named `list:key`, and from synonyms by language, numbered from 1."""
    words_by_group: dict[str, Sequence[str]] = {}
    for name in _LISTS:
        for key, term in vocabulary.lists.get(name, {}).items():
            words_by_group[f"{name}:{key}"] = (
                *term.titles.values(),
                *term.synonyms,
                key.replace("-", " ").replace("_", " "),
            )
    for number, group in enumerate(synonyms, 1):
        words_by_group[str(number)] = [word for words in group.values() for word in words]
    return words_by_group


class Concepts:
    """Finds the concepts of texts: the groups whose words or phrases occur in them."""

    def __init__(self, groups: ConceptGroups) -> None:
        groups_by_phrase: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, phrases in groups.items():
            stems = (tuple(stem_text(phrase, lang)) for phrase in phrases for lang in PROFILES)
            for phrase in dict.fromkeys(stems):
                if phrase:
                    groups_by_phrase[phrase].append(name)
        self._by_first: dict[str, list[tuple[tuple[str, ...], list[str]]]] = defaultdict(list)
        for phrase, names in groups_by_phrase.items():
            self._by_first[phrase[0]].append((phrase, names))

    def find_concepts(self, text_stems: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield each concept in the stems of a text: the group's name, and the start and end of its stems."""
        for start, first in enumerate(text_stems):
            for phrase, names in self._by_first.get(first, ()):
                stop = start + len(phrase)
                if len(phrase) == 1 or tuple(text_stems[start:stop]) == phrase:
                    for name in names:
                        yield name, start, stop

    def concepts_in(self, text_stems: Sequence[str]) -> list[str]:
        """Return the names of the groups that occur in the stems of a text, with repetitions."""
        return [name for name, _, _ in self.find_concepts(text_stems)]

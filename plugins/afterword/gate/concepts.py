"""Words that mean the same to those who sell and advertise, whichever language they are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from afterword.schema.vocabulary import Vocabulary
from afterword.text.stems import stems

_LISTS = ("tags", "reasons", "metrics", "content_types", "variables")
"""Lists of the vocabulary whose terms are what a text may be about."""

Groups = Mapping[str, Sequence[str]]
"""Words and phrases that mean the same, in any language, by the name of what they mean."""


def groups(vocabulary: Vocabulary, synonyms: Iterable[Mapping[str, Sequence[str]]]) -> Groups:
    """What a team has terms for, by `list:key`, and groups of synonyms, each by language, numbered from 1."""
    found: dict[str, Sequence[str]] = {}
    for name in _LISTS:
        for key, term in vocabulary.lists.get(name, {}).items():
            found[f"{name}:{key}"] = (*term.titles.values(), *term.synonyms, key.replace("-", " ").replace("_", " "))
    for number, group in enumerate(synonyms, 1):
        found[str(number)] = [word for words in group.values() for word in words]
    return found


class Concepts:
    """What texts are about, as far as it is a word or phrase of a group."""

    def __init__(self, known: Groups) -> None:
        meant: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, phrases in known.items():
            for phrase in dict.fromkeys(tuple(stems(phrase)) for phrase in phrases):
                if phrase:
                    meant[phrase].append(name)
        self._by_first: dict[str, list[tuple[tuple[str, ...], list[str]]]] = defaultdict(list)
        for phrase, names in meant.items():
            self._by_first[phrase[0]].append((phrase, names))

    def find(self, said: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """What the stems of a text mean, each time they do: the group's name, and from which stem to which."""
        for start, first in enumerate(said):
            for phrase, names in self._by_first.get(first, ()):
                stop = start + len(phrase)
                if len(phrase) == 1 or tuple(said[start:stop]) == phrase:
                    for name in names:
                        yield name, start, stop

    def of(self, said: Sequence[str]) -> list[str]:
        """The names of the groups that a text's stems mean, each as often as it is meant."""
        return [name for name, _, _ in self.find(said)]

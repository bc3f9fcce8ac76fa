"""What others need of a record to link it, to rank it and to learn from it, without the whole of it."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import chain
from typing import Any

from afterword.frontmatter.source import INVISIBLE
from afterword.library.projection import Entry, Projection
from afterword.schema.fields import EACH, reach
from afterword.text.sentences import sentences
from afterword.text.stems import counts, is_telling, stem

Row = dict[str, Any]

_TEXTS = {
    **{key: (key,) for key in ("kind", "status", "outcome", "goal", "product", "series", "starts", "ends", "summary")},
    "account": ("deal", "account"),
    "competitor": ("deal", "competitor"),
}
"""What a row says in one text, and the field that has it."""
_LISTS = ("markets", "tags", "teams")
_LEARNINGS = ("differently", "insight", "again", "wrong_assumption")
_GUARDRAIL = ("id", "rule", "text", "evidence", "expires")
_WORDS = 80
"""How many words of its story a row has: those that say most about it. Tried on half of the judged briefs: 40 find
less, and all of them find no more."""


def rows(library: Projection) -> list[Row]:
    """A row for each entry, in their order; nothing in it is empty."""
    words = _telling(library)
    return [_row(entry, library, told) for entry, told in zip(library.entries, words, strict=True)]


def line(text: object) -> str:
    """A text on one line, without signs that cannot be seen."""
    return INVISIBLE.sub("", " ".join(str(text).split()))


def said(row: Row) -> Row:
    """What there is to say: nothing empty."""
    return {key: value for key, value in row.items() if value not in ("", [], {})}


def _row(entry: Entry, library: Projection, words: str) -> Row:
    data = entry.data
    row = {
        "name": line(entry.name),
        "slug": entry.slug,
        "lang": entry.language,
        "aliases": [line(name) for name in entry.aliases],
        "translations": {lang: line(other.name) for lang, other in sorted(entry.translations.items())},
        **{key: line(text) for key, path in _TEXTS.items() for text in reach(data, path) if isinstance(text, str)},
        **{key: _lines(data[key]) for key in _LISTS if key in data},
        "lessons": _lessons(entry),
        "text": line(" ".join(_text(entry))),
        "words": words,
        "guardrails": [_guardrail(rule) for rule in data.get("guardrails", ()) if "text" in rule],
        "relations": [*_relations(entry, library)],
    }
    row["facets"] = _facets(data, library, row)
    return said(row)


def _facets(data: Mapping[str, Any], library: Projection, row: Row) -> Row:
    """The values of each field that is a facet and that the row has not said yet, by its path."""
    told = {("lang",), *((key,) for key in _LISTS), *(path for key, path in _TEXTS.items() if key in row)}
    found = {}
    for field in library.schema.fields:
        if field.facet and field.path not in told:
            values = [value for here in reach(data, field.path) for value in _lines(here)]
            if values:
                found[".".join(step for step in field.path if step != EACH)] = [*dict.fromkeys(values)]
    return found


def _lessons(entry: Entry) -> list[str]:
    """The first sentences of two learnings: of a win first what to do again, else first what to do differently."""
    learned = entry.data.get("learnings", {})
    order = ("again", "insight", "differently") if entry.is_win else ("differently", "insight", "again")
    return [line(sentences(learned[key])[0]) for key in order if learned.get(key, "").strip()][:2]


def _text(entry: Entry) -> Iterator[str]:
    """What causes and learnings say, with the claim of a wrong assumption in the place of its id."""
    yield from (row["cause"] for row in entry.causes if "cause" in row)
    claims = {row.get("id"): row["claim"] for row in entry.data.get("assumptions", ()) if "claim" in row}
    learned = entry.data.get("learnings", {})
    yield from (claims.get(learned[key], learned[key]) for key in _LEARNINGS if key in learned)


def _stories(entry: Entry) -> Iterator[str]:
    """The prose of an entry, and its translations with their summaries, as far as the audience may read it."""
    if entry.body:
        yield entry.body.readable
    for told in entry.translations.values():
        if entry.summary:  # else it is not for this audience
            yield told.summary
        if told.body:
            yield told.body.readable


def _telling(library: Projection) -> Iterator[str]:
    """Of each story the words that say most about it (tf-idf, both by their logarithms), as it first writes them.

    Stories are kept as numbers of words meanwhile: as words they would take as much room as all that was read.
    """
    known: dict[str, int] = {}
    stories = [_numbered(counts(_stories(entry)), known) for entry in library.entries]
    words = list(known)
    stems = [stem(word) for word in words]
    holders = Counter(chain.from_iterable({stems[number] for number in numbers} for numbers, _ in stories))
    rarity = {key: math.log(1 + len(stories) / count) if is_telling(key) else 0.0 for key, count in holders.items()}
    for numbers, often in stories:
        story: dict[str, int] = defaultdict(int)
        first: dict[str, str] = {}
        for number, count in zip(numbers, often, strict=True):
            story[stems[number]] += count
            first.setdefault(stems[number], words[number])
        weights = {key: (1 + math.log(count)) * rarity[key] for key, count in story.items() if rarity[key]}
        chosen = nsmallest(_WORDS, weights, key=lambda key: (-weights[key], key))
        yield line(" ".join(sorted((first[key] for key in chosen), key=str.casefold)))


def _numbered(story: Counter[str], known: dict[str, int]) -> tuple[array[int], array[int]]:
    """The words of a story by their numbers among all that are known, and how often it has each."""
    return array("L", (known.setdefault(word, len(known)) for word in story)), array("L", story.values())


def _guardrail(rule: Mapping[str, Any]) -> Row:
    when = {key: _lines(values) for key, values in rule.get("when", {}).items()}
    return said({**{key: line(rule[key]) for key in _GUARDRAIL if key in rule}, "when": when})


def _relations(entry: Entry, library: Projection) -> Iterator[Row]:
    """Those to entries that the audience sees too; of others not even the name is said."""
    for relation in entry.relations:
        other, _ = library.resolve(relation.get("name", ""))
        if other and "type" in relation:
            yield {"type": relation["type"], "slug": other.slug}


def _lines(value: object) -> Sequence[str]:
    return [line(one) for one in (value if isinstance(value, list) else [value])]

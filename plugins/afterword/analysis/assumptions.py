"""The ledger of assumptions: what was held true, what became of it, and which of them may be the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from afterword.library.projection import Entry, Projection
from afterword.text.similarity import likeness, plain

_ALIKE = 82.0
"""Similarity from 0 to 100 from which two claims are shown to each other; nobody but a reader merges them."""
_RARE, _TELLING = 50, 4
"""In how many claims a word may stand to be telling, and how many telling words of a claim are looked at."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption of an entry; `verdict` is confirmed, wrong or untested."""

    source: Entry
    id: str
    claim: str
    test: str
    verdict: str
    evidence: str
    held_by: str


@dataclass(frozen=True, slots=True)
class Line:
    """An assumption in the ledger, with those of other entries that read much the same, the most alike first."""

    assumption: Assumption
    alike: Sequence[Assumption]


def assumptions(library: Projection) -> Sequence[Assumption]:
    """Every assumption that an audience may read, by entry, the newest first."""
    return [
        Assumption(
            entry,
            row.get("id", ""),
            row["claim"],
            row.get("test", ""),
            row.get("verdict", "untested"),
            row.get("evidence", ""),
            row.get("held_by", ""),
        )
        for entry in library.entries
        for row in entry.data.get("assumptions", ())
        if "claim" in row
    ]


def ledger(library: Projection) -> Sequence[Line]:
    """Every assumption with its near-duplicates in other entries.

    Similarity is rapidfuzz's token set ratio. Claims are compared only where they share telling words, those that
    few claims have, so that the work grows with the library and not with its square.
    """
    found = assumptions(library)
    claims = [plain(one.claim) for one in found]
    alike: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for one, other in _candidates(claims):
        if found[one].source is not found[other].source:
            ratio = likeness(claims[one], claims[other], _ALIKE)
            if ratio:
                alike[one].append((-ratio, other))
                alike[other].append((-ratio, one))
    return [Line(one, [found[n] for _, n in sorted(alike[number])]) for number, one in enumerate(found)]


def verdicts(found: Sequence[Assumption]) -> Mapping[str, int]:
    """How many assumptions came to each verdict."""
    return Counter(one.verdict for one in found)


def _candidates(claims: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of claims that share a telling word; those of the same words are next to each other in any case.

    A word of one claim alone tells nothing of pairs, so it takes no place from the words that do.
    """
    words = [sorted(set(claim.split())) for claim in claims]
    counts = Counter(word for claim in words for word in claim)
    holders: dict[str, list[int]] = defaultdict(list)
    same: dict[str, list[int]] = defaultdict(list)
    for number, claim in enumerate(words):
        telling = sorted((word for word in claim if 1 < counts[word] <= _RARE), key=lambda word: (counts[word], word))
        for word in telling[:_TELLING]:
            holders[word].append(number)
        same[" ".join(claim)].append(number)
    pairs = {(one, other) for group in holders.values() for at, one in enumerate(group) for other in group[at + 1 :]}
    pairs |= {pair for group in same.values() for pair in pairwise(group)}
    yield from sorted(pairs)

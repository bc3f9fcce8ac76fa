"""Ledger of assumptions with their verdicts and possible duplicates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from afterword.library.projection import Entry, Projection
from afterword.text.similarity import normalize_text, word_similarity

_MIN_SIMILARITY = 82.0
"""Minimum similarity, from 0 to 100, of two claims that are shown together; only a reader may merge them."""
_MAX_CLAIMS_PER_WORD, _RARE_WORDS_PER_CLAIM = 50, 4
"""The number of claims in which a rare word may occur, and the number of rare words compared per claim."""


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
class LedgerRow:
    """A ledger row: an assumption with similar assumptions of other entries, the most similar first."""

    assumption: Assumption
    alike: Sequence[Assumption]


def list_assumptions(library: Projection) -> Sequence[Assumption]:
    """List every assumption that the audience may read, by entry, the newest entry first."""
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


def build_ledger(library: Projection) -> Sequence[LedgerRow]:
    """Return every assumption with its near-duplicates in other entries.

    Similarity is rapidfuzz's token set ratio. Only claims that share rare words are compared, so that the work
    grows linearly with the library and not with its square.
    """
    assumptions = list_assumptions(library)
    claims = [normalize_text(item.claim) for item in assumptions]
    alike: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for item, other in _candidate_pairs(claims):
        if assumptions[item].source is not assumptions[other].source:
            ratio = word_similarity(claims[item], claims[other], _MIN_SIMILARITY)
            if ratio:
                alike[item].append((-ratio, other))
                alike[other].append((-ratio, item))
    return [
        LedgerRow(item, [assumptions[index] for _, index in sorted(alike[position])])
        for position, item in enumerate(assumptions)
    ]


def count_verdicts(assumptions: Sequence[Assumption]) -> Mapping[str, int]:
    """Count the assumptions by verdict."""
    return Counter(assumption.verdict for assumption in assumptions)


def _candidate_pairs(claims: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of claims that share a rare word, and neighbouring claims with the same words.

    Words of a single claim are ignored, because they cannot form a pair.
    """
    words_by_claim = [sorted(set(claim.split())) for claim in claims]
    claim_counts = Counter(word for claim in words_by_claim for word in claim)
    claims_by_word: dict[str, list[int]] = defaultdict(list)
    claims_by_wording: dict[str, list[int]] = defaultdict(list)
    for index, claim in enumerate(words_by_claim):
        rare_words = sorted(
            (word for word in claim if 1 < claim_counts[word] <= _MAX_CLAIMS_PER_WORD),
            key=lambda word: (claim_counts[word], word),
        )
        for word in rare_words[:_RARE_WORDS_PER_CLAIM]:
            claims_by_word[word].append(index)
        claims_by_wording[" ".join(claim)].append(index)
    pairs = {
        (first, other)
        for group in claims_by_word.values()
        for position, first in enumerate(group)
        for other in group[position + 1 :]
    }
    pairs |= {pair for group in claims_by_wording.values() for pair in pairwise(group)}
    yield from sorted(pairs)

"""Records related to a new one.

A plain count of common features, without weights, to suggest a few links while writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from afterword.records.record import Record
from afterword.schema.schema import Schema
from afterword.text.languages import Language
from afterword.text.sentences import lower_first_word, split_sentences

_WORD = re.compile(r"\w{4,}")
_NO_LINK = re.compile(r"[\[\]|]")
"""Matches characters that a name in a wiki link cannot contain."""


def find_related(data: Mapping[str, Any], records: Iterable[Record], limit: int = 5) -> Sequence[Record]:
    """Return the records that share the most features with a draft.

    Features are tags, market, goal, competitor, product, series and words of the name. At most `limit` records
    that share anything are returned; ties keep the order of the library.
    """
    draft_features = set(_extract_features(data))
    shared_counts = (
        (len(draft_features & set(_extract_features(record.data))), record)
        for record in records
        if not _NO_LINK.search(record.name)
    )
    ranked = sorted(
        ((count, record) for count, record in shared_counts if count), key=lambda ranked_pair: -ranked_pair[0]
    )
    return [record for _, record in ranked[:limit]]


def describe_record(record: Record, schema: Schema, language: Language) -> str:
    """Describe a record in one line: its name, its outcome, and the first sentence of its summary."""
    first = split_sentences(record.summary)[:1]
    path, value = ("outcome", record.outcome) if record.outcome else ("status", record.status)
    return ": ".join([f"{record.name} ({lower_first_word(schema.label(path, value, language))})", *first])


def _extract_features(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the features by which records are compared, each with its kind."""
    for key in ("tags", "markets"):
        yield from ((key, word) for word in data.get(key, ()))
    for key in ("goal", "product", "series"):
        yield from ((key, str(data[key]).casefold()) for _ in range(key in data))
    if competitor := data.get("deal", {}).get("competitor"):
        yield "competitor", str(competitor).casefold()
    yield from (("word", word) for word in _WORD.findall(data.get("name", "").casefold()))

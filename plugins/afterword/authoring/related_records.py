"""Records that a new one reminds of.

A plain count of what two have in common, to offer a few links while writing; it weighs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from afterword.records.record import Record
from afterword.text.sentences import sentences

_WORD = re.compile(r"\w{4,}")
_NO_LINK = re.compile(r"[\[\]|]")
"""What a name that is linked in brackets cannot hold."""


def related(data: Mapping[str, Any], records: Iterable[Record], most: int = 5) -> Sequence[Record]:
    """The records that share most with one: tags, market, goal, competitor, product, series, words of the name.

    At most so many, and only those that share anything; of equals, those that come first in the library.
    """
    own = set(_features(data))
    shared = (
        (len(own & set(_features(record.data))), record) for record in records if not _NO_LINK.search(record.name)
    )
    ranked = sorted(((count, record) for count, record in shared if count), key=lambda each: -each[0])
    return [record for _, record in ranked[:most]]


def described(record: Record) -> str:
    """A record in a line: its name, how it ended, and the first sentence of its summary."""
    first = sentences(record.summary)[:1]
    return ": ".join([f"{record.name} ({record.outcome or record.status})", *first])


def _features(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("tags", "markets"):
        yield from ((key, word) for word in data.get(key, ()))
    for key in ("goal", "product", "series"):
        yield from ((key, str(data[key]).casefold()) for _ in range(key in data))
    if competitor := data.get("deal", {}).get("competitor"):
        yield "competitor", str(competitor).casefold()
    yield from (("word", word) for word in _WORD.findall(data.get("name", "").casefold()))

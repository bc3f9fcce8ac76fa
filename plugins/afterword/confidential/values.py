"""Confidential values of a whole library that an audience must not learn, indexed for the search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.confidential.name_patterns import WORD, NamePattern, allowed, patterns_of
from afterword.confidential.names import NameIndex
from afterword.confidential.word_lists import word_lists
from afterword.library.library import Library
from afterword.library.projection import is_shown
from afterword.records.record import Record
from afterword.schema.fields import EACH, Audience, Confidential
from afterword.text.names import name_key

_SHORTEST_CODE = 4
"""Letters and digits from which on the number of a deal is searched for."""


@dataclass(frozen=True, slots=True)
class ConfidentialValue:
    """A value of a record or brief, and the field that keeps it."""

    value: str | float
    kind: Confidential
    field: str
    seen_by: Audience
    record: Record


def confidential_values(library: Library, audience: Audience) -> Iterator[ConfidentialValue]:
    """Yield every confidential value that an audience may not see, of drafts, briefs and hidden records too.

    What a case from public sources says is public already.
    """
    for record in library.records:
        if not record.is_public:
            is_hidden = not is_shown(record, audience)
            yield from (value for value in values_of(record) if is_hidden or not audience.can_see(value.seen_by))
    for brief in library.briefs:
        yield from values_of(brief)


def values_of(record: Record) -> Iterator[ConfidentialValue]:
    """Yield the confidential values of a record or brief."""
    for field, _, raw in record.schema.confidential.find_values(record.data):
        if field.confidential:
            label = ".".join(step for step in field.path if step != EACH)
            seen_by = record.schema.audience_of(field.path)
            for value in raw if isinstance(raw, list) else [raw]:
                if isinstance(value, str | int | float) and not isinstance(value, bool):
                    yield ConfidentialValue(value, field.confidential, label, seen_by, record)


@dataclass(frozen=True, slots=True)
class ConfidentialIndex:
    """The confidential values of a library by what they are found by; of a name that several have, the first."""

    names: NameIndex
    holders: Mapping[str, ConfidentialValue]
    amounts: Mapping[float, Sequence[ConfidentialValue]]
    used_exceptions: frozenset[str]

    def holder(self, name: str, record: Record | None) -> ConfidentialValue:
        """Return whose value a name is: the record's own, if it is one of these."""
        own_values = (value for value in (values_of(record) if record else ()) if value.value == name)
        return next(own_values, self.holders[name])

    def amount(self, values: Iterable[float], record: Record | None, text: str) -> ConfidentialValue | None:
        """Return the amount that a number tells, in a text of its own record or one that names that record."""
        folded = name_key(text)
        for value in values:
            for amount in self.amounts.get(value, ()):
                names = filter(None, amount.record.names)
                if amount.record is record or any(name_key(name) in folded for name in names):
                    return amount
        return None


def confidential_index(library: Library, audience: Audience) -> ConfidentialIndex:
    """Collect what an audience may not learn, but for names that the vocabulary opens to everybody."""
    holders: dict[str, ConfidentialValue] = {}
    amounts: dict[float, list[ConfidentialValue]] = defaultdict(list)
    for confidential in confidential_values(library, audience):
        if confidential.kind is Confidential.AMOUNT and isinstance(confidential.value, int | float):
            amounts[round(float(confidential.value), 2)].append(confidential)
        elif isinstance(confidential.value, str):
            holders.setdefault(confidential.value, confidential)
    patterns = [pattern for confidential in holders.values() for pattern in _patterns(confidential)]
    kept, used = allowed(patterns, library.vocabulary.public_names)
    return ConfidentialIndex(
        NameIndex(kept, word_lists(), _shown(library, audience)), holders, amounts, frozenset(used)
    )


def _patterns(confidential: ConfidentialValue) -> Iterable[NamePattern]:
    text = str(confidential.value)
    if confidential.kind is Confidential.CODE:
        words = tuple(WORD.findall(text))
        return [NamePattern(text, words, exact=True)] if len("".join(words)) >= _SHORTEST_CODE else []
    return patterns_of(text, word_lists())


def _shown(library: Library, audience: Audience) -> Iterator[str]:
    """Yield the confidential values that the audience may see all the same, such as handles."""
    for record in library.records:
        if is_shown(record, audience):
            yield from (
                str(confidential.value) for confidential in values_of(record) if audience.can_see(confidential.seen_by)
            )

"""Confidential values of a library that an audience must not learn, indexed for searching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from afterword.confidential.name_patterns import WORD, NamePattern, apply_exceptions, make_patterns
from afterword.confidential.names import NameIndex
from afterword.confidential.word_lists import load_word_lists
from afterword.library.library import Library
from afterword.library.projection import Projection, is_visible
from afterword.records.record import Record
from afterword.schema.audience import Audience
from afterword.schema.fields import EACH, Confidential
from afterword.text.names import name_key

_MIN_CODE_LENGTH = 4
"""Letters and digits from which on the number of a deal is searched for."""


@dataclass(frozen=True, slots=True)
class ConfidentialValue:
    """Confidential value of a record or brief, and the field that contains it."""

    value: str | float
    kind: Confidential
    field: str
    seen_by: Audience
    record: Record


def list_outer_editions(library: Library) -> list[Projection]:
    """Return the editions for readers outside the team that show any record, the public one first."""
    editions = (library.project(audience) for audience in (Audience.PUBLIC, Audience.PARTNER))
    return [edition for edition in editions if edition.entries]


def list_hidden_values(library: Library, audience: Audience) -> Iterator[ConfidentialValue]:
    """Yield every confidential value that an audience may not see, also of drafts, briefs and hidden records.

    Values of a case from public sources are public already.
    """
    for record in library.records:
        if not record.is_public:
            is_hidden = not is_visible(record, audience)
            yield from (
                value for value in list_confidential_values(record) if is_hidden or not audience.can_see(value.seen_by)
            )
    for brief in library.briefs:
        yield from list_confidential_values(brief)


def list_confidential_values(record: Record) -> Iterator[ConfidentialValue]:
    """Yield the confidential values of a record or brief."""
    for field, _, raw in record.schema.confidential_fields.find_values(record.data):
        if field.confidential:
            field_path = ".".join(step for step in field.path if step != EACH)
            seen_by = record.schema.audience_of(field.path)
            for value in raw if isinstance(raw, list) else [raw]:
                if isinstance(value, str | int | float) and not isinstance(value, bool):
                    yield ConfidentialValue(value, field.confidential, field_path, seen_by, record)


@dataclass(frozen=True, slots=True)
class ConfidentialIndex:
    """Confidential values of a library by name and amount; of a name that several records have, the first."""

    names: NameIndex
    values_by_name: Mapping[str, ConfidentialValue]
    values_by_amount: Mapping[float, Sequence[ConfidentialValue]]

    def find_name_value(self, name: str, record: Record | None) -> ConfidentialValue:
        """Return the value that a name belongs to: the record's own, if it has it."""
        own_values = (value for value in (list_confidential_values(record) if record else ()) if value.value == name)
        return next(own_values, self.values_by_name[name])

    def find_amount_value(self, values: Iterable[float], record: Record | None, text: str) -> ConfidentialValue | None:
        """Return the amount that a number reveals, in a text of its own record or one that names that record."""
        folded = name_key(text)
        for value in values:
            for amount in self.values_by_amount.get(value, ()):
                names = filter(None, amount.record.names)
                if amount.record is record or any(name_key(name) in folded for name in names):
                    return amount
        return None


def build_confidential_index(library: Library, audience: Audience) -> ConfidentialIndex:
    """Index what an audience may not learn, except names that the vocabulary declares public."""
    values_by_name: dict[str, ConfidentialValue] = {}
    values_by_amount: dict[float, list[ConfidentialValue]] = defaultdict(list)
    for confidential in list_hidden_values(library, audience):
        if confidential.kind is Confidential.AMOUNT and isinstance(confidential.value, int | float):
            values_by_amount[round(float(confidential.value), 2)].append(confidential)
        elif isinstance(confidential.value, str):
            values_by_name.setdefault(confidential.value, confidential)
    patterns, _ = apply_exceptions(_make_all_patterns(values_by_name.values()), library.vocabulary.public_names)
    names = NameIndex(patterns, load_word_lists(), _list_visible_values(library, audience))
    return ConfidentialIndex(names, values_by_name, values_by_amount)


def find_used_exceptions(library: Library, audience: Audience) -> set[str]:
    """Return the public names of the vocabulary that are confidential values which an audience may not see."""
    texts = (value for value in list_hidden_values(library, audience) if isinstance(value.value, str))
    return apply_exceptions(_make_all_patterns(texts), library.vocabulary.public_names)[1]


def _make_all_patterns(confidential_values: Iterable[ConfidentialValue]) -> Iterator[NamePattern]:
    return (pattern for confidential in confidential_values for pattern in _make_patterns(confidential))


def _make_patterns(confidential: ConfidentialValue) -> Iterable[NamePattern]:
    text = str(confidential.value)
    if confidential.kind is Confidential.CODE:
        words = tuple(WORD.findall(text))
        return [NamePattern(text, words, is_exact=True)] if len("".join(words)) >= _MIN_CODE_LENGTH else []
    return make_patterns(text, load_word_lists())


def _list_visible_values(library: Library, audience: Audience) -> Iterator[str]:
    """Yield the confidential values that the audience may see, such as handles."""
    for record in library.records:
        if is_visible(record, audience):
            yield from (
                str(confidential.value)
                for confidential in list_confidential_values(record)
                if audience.can_see(confidential.seen_by)
            )

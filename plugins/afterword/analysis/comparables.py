"""A record as a comparison sees it: read from its fields, with what its author says is not known left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from afterword.analysis.inputs import (
    INPUTS,
    OUTCOMES,
    Comparable,
    Input,
    Measured,
    Value,
    ValueForm,
    inputs_by_variable,
    split_text,
)
from afterword.analysis.kpis import is_number, list_kpis
from afterword.records.record import RecordFields
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import parse_period
from afterword.text.markets import find_country_code, is_country
from afterword.text.names import name_key

_NOT_KNOWN = re.compile(
    r"(?:n/a|tb[acd]|todo|unknown|not (?:known|recorded|sure|specified|available|decided)|no (?:data|idea|records?)"
    r"|undecided|to be (?:announced|confirmed|decided|determined)|(?:i |we )?do(?: not|n['’]t) know|nobody knows"
    r"|неизвестн(?:о|ый|ая|ые|ен|на|ны)|не ?известн[аоы]|не (?:указан|записан|определ[её]н|решен|уточн[её]н)[аоы]?"
    r"|нет (?:данных|сведений|информации)|н/д|не (?:знаю|знаем|помню|помним)|никто не знает|уточняется|уточнить)"
    r"(?:\s*[.,;:(?].*|\s+[-–—].*)?"
)
"""An author who says that something is not known, whatever they add to that after a comma or a dash."""
_NUMBER = re.compile(r"[-−]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?|[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_YEAR = re.compile("(?:19|20)[0-9]{2}")


def make_comparable(record: RecordFields, slugs: Mapping[str, str], vocabulary: Vocabulary) -> Comparable:
    """Return a record as a comparison sees it; `slugs` are those of records by the key of every name they go by."""
    rows = (row for group in inputs_by_variable(vocabulary).values() for row in group)
    inputs: Mapping[str, Any] = {
        row.path: value for row in rows if (value := _input(row, record, vocabulary)) is not None
    }
    words: Mapping[str, Value] = {
        key: value for key, raw in record.data.get("variables", {}).items() if (value := _known(raw)) is not None
    }
    for row in INPUTS:
        words, inputs = _merge_words(row, words, inputs, vocabulary)
    measured = [
        Measured(kpi.name, row.get("metric", ""), kpi.unit, kpi.planned, kpi.actual, kpi.lower_is_better)
        for row, kpi in zip(record.kpis, list_kpis(record, vocabulary), strict=True)
    ]
    return Comparable(
        record.name,
        record.slug,
        words,
        measured,
        dict(_relations(record, slugs)),
        record.kind,
        record.lang.split("-")[0] or "en",
        inputs,
        {path: value for path in OUTCOMES if (value := _outcome(record, path)) is not None},
    )


def _relations(
    record: RecordFields, slugs: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Sequence[str], Sequence[str]]]]:
    """Yield the variables that relations to each record name as kept and as changed, by the slug of that record."""
    claims_by_slug: dict[str, tuple[list[str], list[str]]] = {}
    for row in record.relations:
        slug = slugs.get(name_key(row.get("name", "")))
        if slug is not None and (row.get("kept") or row.get("changed")):
            kept, changed = claims_by_slug.setdefault(slug, ([], []))
            kept.extend(row.get("kept", ()))
            changed.extend(row.get("changed", ()))
    yield from claims_by_slug.items()


def _input(row: Input, record: RecordFields, vocabulary: Vocabulary) -> Any:
    """Return what a record says in the field of an input, in its form; None where it does not say, or not in whole."""
    raw = _at(record.data, row.path)
    value: Any = None
    match row.form:
        case ValueForm.MONTHS:
            value = _months(record.starts)
        case ValueForm.DAYS if record.kind != "deal":  # how long a deal took is a part of how it went
            value = _days(record.starts, record.ends)
        case ValueForm.NUMBER if raw:
            value = len(raw)
        case ValueForm.MONEY if is_number(raw):
            value = [raw, record.data[row.path.partition(".")[0]].get("currency", "")]
        case ValueForm.TALLY if _is_whole(raw):
            value = dict(sorted(Counter(map(str, raw)).items()))
        case ValueForm.CODES:
            value = _codes(raw if isinstance(raw, list) else [raw], row.terms, vocabulary)
        case ValueForm.WORDS:
            value = _texts(raw) if isinstance(raw, list) else _known(raw)
    return value


def _texts(raw: Sequence[Any]) -> Sequence[str] | None:
    return [str(item) for item in raw] if _is_whole(raw) else None


def _codes(raw: Sequence[Any], terms: str, vocabulary: Vocabulary) -> Sequence[str] | None:
    """Return codes in order, terms of the vocabulary by their keys; None for none."""
    known_codes = [str(code) for code in raw if _known(code) is not None]
    keys = {code: term.key for code in known_codes if terms and (term := vocabulary.find_term(terms, code))}
    return sorted({keys.get(code, code) for code in known_codes}) or None


def _at(data: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a dotted path; behind a list, the values of all its rows."""
    value: Any = data
    for key in path.split("."):
        if isinstance(value, list):
            value = [row.get(key) if isinstance(row, Mapping) else None for row in value]
        elif isinstance(value, Mapping):
            value = value.get(key)
        else:
            return None
    return value


def _is_whole(values: Any) -> bool:
    return bool(values) and all(_known(value) is not None for value in values)


def _known(value: Any) -> Value:
    """Return a text or number; None where an author says that it is not known."""
    if not isinstance(value, str):
        return value if is_number(value) else None
    is_said = any(map(str.isalnum, value)) and not _NOT_KNOWN.fullmatch(name_key(value))
    return _number(value.strip()) if is_said else None


def _number(text: str) -> Value:
    """Return the number that a text is, and any other text, or one that looks like a year, as it stands."""
    if not _NUMBER.fullmatch(text) or _YEAR.fullmatch(text):
        return text
    digits = re.sub(r"\s|,(?=\d{3}(?!\d))", "", text).replace("−", "-").replace(",", ".")
    return float(digits) if "." in digits else int(digits)


def _months(starts: str) -> Sequence[int] | None:
    start = parse_period(starts)
    if start is None or start.last.month - start.first.month > 2:
        return None
    return [start.first.month, start.last.month]


def _days(starts: str, ends: str) -> int | None:
    """Return how many days it ran, the first and the last included; None unless both days are known."""
    first, last = parse_period(starts), parse_period(ends)
    if first is None or last is None or first.first != first.last or last.first != last.last:
        return None
    return (last.last - first.first).days + 1


def _outcome(record: RecordFields, path: str) -> Any:
    raw = _at(record.data, path)
    if isinstance(raw, Mapping):
        return [raw["amount"], raw.get("currency", "")] if is_number(raw.get("amount")) else None
    return _known(raw)


def _merge_words(
    row: Input, words: Mapping[str, Value], inputs: Mapping[str, Any], vocabulary: Vocabulary
) -> tuple[Mapping[str, Value], Mapping[str, Any]]:
    """Return the words and the inputs of a record, without words that only repeat an input.

    Words that name countries or content types and nothing else, in any language, stand for the field where it is empty.
    """
    text, recorded = words.get(row.variable), inputs.get(row.path)
    if not isinstance(text, str):
        return words, inputs
    others = {key: value for key, value in words.items() if key != row.variable}
    if row.path in ("markets", "execution.content_types"):
        whole = _code(text, row.terms, vocabulary)  # as a country may have “and” in its name
        codes = [whole] if whole else [_code(part, row.terms, vocabulary) for part in split_text(text)]
        named = sorted({code for code in codes if code}) if all(codes) else None
        if named and recorded in (None, named):
            return others, {**inputs, row.path: named}
    elif isinstance(recorded, str) and name_key(recorded) == name_key(text):
        return others, inputs
    return words, inputs


def _code(text: str, terms: str, vocabulary: Vocabulary) -> str | None:
    if not terms:
        return text if len(text) == 2 and is_country(text) else find_country_code(text)
    term = vocabulary.find_term(terms, text)
    return term.key if term else None

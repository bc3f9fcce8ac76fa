"""Build the comparable form of a record from its fields, leaving out what its author says is unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from afterword.analysis.inputs import (
    COMPARED_FIELDS,
    OUTCOME_PATHS,
    Comparable,
    ComparedField,
    MeasuredKpi,
    Value,
    ValueForm,
    group_fields_by_variable,
    split_text,
)
from afterword.analysis.kpis import is_number, list_kpis
from afterword.records.record import RecordFields
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import parse_period
from afterword.text.markets import find_country_code, is_country
from afterword.text.names import name_key
from afterword.text.profiles import PROFILES

_UNKNOWN_PHRASES = "|".join(phrase for profile in PROFILES.values() for phrase in profile.unknown_phrases)
_UNKNOWN = re.compile(rf"(?:{_UNKNOWN_PHRASES})(?:\s*[.,;:(?].*|\s+[-–—].*)?")
"""Text by which an author says that something is not known, with whatever follows a comma or a dash."""
_NUMBER = re.compile(r"[-−]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?|[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_YEAR = re.compile("(?:19|20)[0-9]{2}")


def make_comparable(record: RecordFields, slugs: Mapping[str, str], vocabulary: Vocabulary) -> Comparable:
    """Return the comparable form of a record; `slugs` are those of records by the key of every name."""
    rows = (row for group in group_fields_by_variable(vocabulary).values() for row in group)
    inputs: Mapping[str, Any] = {
        row.path: value for row in rows if (value := _read_input(row, record, vocabulary)) is not None
    }
    variables: Mapping[str, Value] = {
        key: value for key, raw in record.data.get("variables", {}).items() if (value := _parse_value(raw)) is not None
    }
    for row in COMPARED_FIELDS:
        variables, inputs = _merge_worded_variable(row, variables, inputs, vocabulary)
    measured = [
        MeasuredKpi(kpi.name, row.get("metric", ""), kpi.unit, kpi.planned, kpi.actual, kpi.lower_is_better)
        for row, kpi in zip(record.kpis, list_kpis(record, vocabulary), strict=True)
    ]
    return Comparable(
        record.name,
        record.slug,
        variables,
        measured,
        dict(_group_relations(record, slugs)),
        record.kind,
        record.lang.split("-")[0] or "en",
        inputs,
        {path: value for path in OUTCOME_PATHS if (value := _read_outcome(record, path)) is not None},
    )


def _group_relations(
    record: RecordFields, slugs: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Sequence[str], Sequence[str]]]]:
    """Yield, by slug of the other record, the variables that relations name as kept and as changed."""
    claims_by_slug: dict[str, tuple[list[str], list[str]]] = {}
    for row in record.relations:
        slug = slugs.get(name_key(row.get("name", "")))
        if slug is not None and (row.get("kept") or row.get("changed")):
            kept, changed = claims_by_slug.setdefault(slug, ([], []))
            kept.extend(row.get("kept", ()))
            changed.extend(row.get("changed", ()))
    yield from claims_by_slug.items()


def _read_input(row: ComparedField, record: RecordFields, vocabulary: Vocabulary) -> Any:
    """Return the value of an input in its form; None if it is missing or only partly known."""
    raw = _get_at_path(record.data, row.path)
    value: Any = None
    match row.form:
        case ValueForm.MONTHS:
            value = _start_months(record.starts)
        case ValueForm.DAYS if record.kind != "deal":  # the length of a deal is a part of its outcome
            value = _run_days(record.starts, record.ends)
        case ValueForm.NUMBER if raw:
            value = len(raw)
        case ValueForm.MONEY if is_number(raw):
            value = [raw, record.data[row.path.partition(".")[0]].get("currency", "")]
        case ValueForm.TALLY if _is_complete(raw):
            value = dict(sorted(Counter(map(str, raw)).items()))
        case ValueForm.CODES:
            value = _to_codes(raw if isinstance(raw, list) else [raw], row.terms, vocabulary)
        case ValueForm.WORDS:
            value = _to_texts(raw) if isinstance(raw, list) else _parse_value(raw)
    return value


def _to_texts(raw: Sequence[Any]) -> Sequence[str] | None:
    return [str(item) for item in raw] if _is_complete(raw) else None


def _to_codes(raw: Sequence[Any], terms: str, vocabulary: Vocabulary) -> Sequence[str] | None:
    """Return sorted codes, with vocabulary terms as their keys; None if there are none."""
    known_codes = [str(code) for code in raw if _parse_value(code) is not None]
    keys = {code: term.key for code in known_codes if terms and (term := vocabulary.find_term(terms, code))}
    return sorted({keys.get(code, code) for code in known_codes}) or None


def _get_at_path(data: Mapping[str, Any], path: str) -> Any:
    """Return the value at a dotted path; within a list, the values of all its items."""
    value: Any = data
    for key in path.split("."):
        if isinstance(value, list):
            value = [row.get(key) if isinstance(row, Mapping) else None for row in value]
        elif isinstance(value, Mapping):
            value = value.get(key)
        else:
            return None
    return value


def _is_complete(values: Any) -> bool:
    return bool(values) and all(_parse_value(value) is not None for value in values)


def _parse_value(value: Any) -> Value:
    """Return a text or number; None if the author says that it is not known."""
    if not isinstance(value, str):
        return value if is_number(value) else None
    is_known = any(map(str.isalnum, value)) and not _UNKNOWN.fullmatch(name_key(value))
    return _parse_number(value.strip()) if is_known else None


def _parse_number(text: str) -> Value:
    """Return the number that a text spells; any other text, and a year, stays as it is."""
    if not _NUMBER.fullmatch(text) or _YEAR.fullmatch(text):
        return text
    digits = re.sub(r"\s|,(?=\d{3}(?!\d))", "", text).replace("−", "-").replace(",", ".")
    return float(digits) if "." in digits else int(digits)


def _start_months(starts: str) -> Sequence[int] | None:
    start = parse_period(starts)
    if start is None or start.last.month - start.first.month > 2:
        return None
    return [start.first.month, start.last.month]


def _run_days(starts: str, ends: str) -> int | None:
    """Return the length in days, first and last included; None unless both days are known."""
    first, last = parse_period(starts), parse_period(ends)
    if first is None or last is None or first.first != first.last or last.first != last.last:
        return None
    return (last.last - first.first).days + 1


def _read_outcome(record: RecordFields, path: str) -> Any:
    raw = _get_at_path(record.data, path)
    if isinstance(raw, Mapping):
        return [raw["amount"], raw.get("currency", "")] if is_number(raw.get("amount")) else None
    return _parse_value(raw)


def _merge_worded_variable(
    row: ComparedField, variables: Mapping[str, Value], inputs: Mapping[str, Any], vocabulary: Vocabulary
) -> tuple[Mapping[str, Value], Mapping[str, Any]]:
    """Drop a worded variable that only repeats an input, and return variables and inputs.

    A variable that lists only countries or content types, in any language, fills an empty field.
    """
    text, recorded = variables.get(row.variable), inputs.get(row.path)
    if not isinstance(text, str):
        return variables, inputs
    other_variables = {key: value for key, value in variables.items() if key != row.variable}
    if row.path in ("markets", "execution.content_types"):
        whole_code = _find_code(text, row.terms, vocabulary)  # because the name of a country may contain “and”
        codes = [whole_code] if whole_code else [_find_code(part, row.terms, vocabulary) for part in split_text(text)]
        named_codes = sorted({code for code in codes if code}) if all(codes) else None
        if named_codes and recorded in (None, named_codes):
            return other_variables, {**inputs, row.path: named_codes}
    elif isinstance(recorded, str) and name_key(recorded) == name_key(text):
        return other_variables, inputs
    return variables, inputs


def _find_code(text: str, terms: str, vocabulary: Vocabulary) -> str | None:
    if not terms:
        return text if len(text) == 2 and is_country(text) else find_country_code(text)
    term = vocabulary.find_term(terms, text)
    return term.key if term else None

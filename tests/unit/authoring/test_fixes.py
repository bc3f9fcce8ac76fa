"""Fixes change what can only mean one thing, and nothing beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from afterword.authoring.edits import Edit, apply_edits
from afterword.authoring.fixes import edits_by_file, fix_problems
from afterword.checks.marked_fields import marked_texts
from afterword.frontmatter import source
from afterword.library.library import Library
from afterword.problems import DataPath, FieldPart, Problem
from afterword.records.record import Record
from afterword.records.record_reader import read_record
from afterword.schema.vocabulary import Vocabulary
from afterword.workspace import definitions
from afterword.workspace.library_layout import POSTMORTEMS
from support import ROOT, everything

SCHEMAS, VOCABULARY = definitions.load_definitions(ROOT)
SCHEMA = SCHEMAS[POSTMORTEMS]
FILE = "postmortems/a.md"
EXAMPLES = {
    path.name: path.read_bytes() for path in sorted((ROOT / "postmortems").rglob("*.md")) if path.suffixes == [".md"]
}
MONTHS = Locale("ru").months["format"]["wide"]


def seen(raw: bytes) -> tuple[Record, list[Problem], source.Source]:
    """The record of a file's bytes, what is wrong with it, and its text."""
    text, _ = source.decode_source(FILE, raw)
    assert text
    record, problems = read_record(text, SCHEMA, VOCABULARY)
    assert record, problems
    return record, [*problems, *everything(Library([record], SCHEMA, VOCABULARY), {})], text


def data(record: Record) -> dict[str, Any]:
    """All that a file says, sound or not, with texts as written."""
    return record.schema.restore_source_texts(record.document.data, record.document.scalar_text)


def once(raw: bytes) -> tuple[bytes, dict[str, Any]]:
    """A file after one round of fixes, and the data it had, with each right value put in its place by hand."""
    record, problems, text = seen(raw)
    fixes = fix_problems(problems, {FILE: text})
    wanted = data(record)
    for problem in sorted(
        problems, key=lambda problem: bool(problem.correction and problem.correction.part is FieldPart.KEY)
    ):
        if any((fix.span, fix.code) == (problem.span, problem.code) for fix in fixes) and problem.correction:
            wanted = put(wanted, problem.correction.path, problem.correction.part, problem.correction.replacement)
    return apply_edits(raw, edits_by_file(fixes).get(FILE, [])), wanted


def put(value: Any, path: DataPath, part: FieldPart, right: Any) -> Any:
    """A copy with another value at a path, or with another key."""
    if not path:
        return right
    if isinstance(value, list):
        return [put(inner, path[1:], part, right) if index == path[0] else inner for index, inner in enumerate(value)]
    if part is FieldPart.KEY and len(path) == 1:
        return {right if key == path[0] else key: inner for key, inner in value.items()}
    return {key: put(inner, path[1:], part, right) if key == path[0] else inner for key, inner in value.items()}


def test_a_word_that_two_terms_share_is_neither() -> None:
    """A synonym of both leads nowhere, so nothing is mended by chance; a word that one term has twice is that term."""
    tags = {
        "price": {"title": {"en": "Price", "ru": "Цена"}, "synonyms": ["money", "цена"]},
        "budget": {"title": {"en": "Budget"}, "synonyms": ["Money"]},
    }
    found = [Vocabulary({"tags": tags}).find_term("tags", word) for word in ("money", "ЦЕНА", "budget")]
    assert [term and term.key for term in found] == [None, "price", "budget"]


def respelled(record: Record) -> Iterator[Edit]:
    """Ways to write the words, codes and dates of a record otherwise, each meaning the same."""
    ways: list[tuple[DataPath, str]] = []
    for _, path, text in marked_texts(record, "x-date"):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            year, month, day = text.split("-")
            ways += [(path, f"{day}.{month}.{year}"), (path, f"{int(day)} {MONTHS[int(month)]} {year}")]
            ways += [(path, f"{year}/{month}/{day}")]
        elif re.fullmatch(r"\d{4}-Q\d", text):
            ways += [(path, f"{text[5:]} {text[:4]}")]
    for mark in ("x-market", "x-currency"):
        ways += [(path, text.lower()) for _, path, text in marked_texts(record, mark) if text != "NO"]
    for field, path, text in marked_texts(record, "x-vocabulary"):
        term = VOCABULARY.lists[field.vocabulary or ""][text]
        ways += [(path, word) for word in (*term.synonyms, *term.titles.values())]
    ways += [((key,), str(record.data[key]).title()) for key in ("kind", "status", "outcome") if key in record.data]
    for path, way in ways:
        span = record.document.find_span(path)
        if record.document.scalar_text(path) and not re.search("[,:#'\"]|^[yn]$", way):
            yield Edit.at_span(span, way)


SPELLED = {name: list(respelled(seen(raw)[0])) for name, raw in EXAMPLES.items()}


@given(st.data(), st.sampled_from(sorted(EXAMPLES)), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_whatever_is_written_otherwise_in_an_example_comes_back_to_the_byte(
    draw: st.DataObject, name: str, end: str, mark: str
) -> None:
    """Dates, codes, synonyms and capitals of our postmortems, several at once, in any kind of text file."""
    original = (mark + EXAMPLES[name].decode().replace("\n", end)).encode()
    chosen = draw.draw(st.lists(st.sampled_from(SPELLED[name]), max_size=6, unique_by=lambda e: (e.line, e.column)))
    changed = apply_edits(original, chosen)
    fixed, wanted = once(changed)
    assert data(seen(fixed)[0]) == wanted
    for _ in range(4):
        fixed = once(fixed)[0]
    assert fixed == original


TEXTS = st.sampled_from(
    [
        "NO", "yes", "on", "Off", "12:30", "0123", "1e3", "1_000", "0o17", "1.10", "+1", "=", "<<", "~", "n", "-0",
        "31.03.2026", "31 марта 2026", "March 31, 2026", "Q1 2026", "2026-3-1", "03/04/2026", "2026-02-30", "2026",
        "2026-01-02 10:00:00", "ru", "RU", "eur", "Lost", "Deal", "скидка", "discount", "discounting", "price",
        "speed", "скорость", "true", "84000", "it's", 'the "best"', "a\\b", "x: y", "a, b", "🚀 NO", "", "two\nlines",
    ]
)  # fmt: skip
WAYS = st.sampled_from(["plain", "'", '"', "json", ">-", "|", "two lines"])
FIELDS = st.sampled_from(
    ["ends: {}", "due: {}", "kind: {}", "Status: draft", "outcome: {}", "markets: {}", "tags: {}", "product: {}",
     "markets: [{}, RU]", "tags:\n  - {}\n  - pricing # why", "aliases: [{}]", "stop_doing: {}",
     "deal: {{amount: {}, currency: eur}}", "deal:\n  account: {}", "revenue: {{ amount: 0123,currency: {} }}",
     "variables: {{{}: yes}}", "variables:\n  ? {}\n  : on", 'variables: {{"speed":{}}}',
     "actions: [{{action: a, done: {}}}]", "kpis:\n- {{name: a, planned: {}, actual: 1e3}}", "series: {} # {}"]
)  # fmt: skip


def spelled(text: str, way: str) -> str:
    """A text as YAML; not always a YAML that means it."""
    if way in (">-", "|"):
        return f"{way}\n    {text}"
    if way == "two lines":
        return f'"{text}\n    {text}"'
    return {"'": f"'{text}'", '"': f'"{text}"', "json": json.dumps(text)}.get(way, text)


LINES = st.lists(st.tuples(FIELDS, TEXTS, WAYS), max_size=6, unique_by=lambda line: line[0].partition(":")[0])


@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_a_fix_changes_what_it_names_and_nothing_else(lines: list[tuple[str, str, str]], end: str) -> None:
    """However a value is written, a file that could be read can be read, and says the same but for what was mended."""
    fields = (
        field.replace("{}", spelled(text, way)).replace("{{", "{").replace("}}", "}") for field, text, way in lines
    )
    raw = "\n".join(["---", "name: A # 31.03.2026", *fields, "---", "[[A]]", ""]).replace("\n", end).encode()
    text, _ = source.decode_source(FILE, raw)
    if text is None or read_record(text, SCHEMA, VOCABULARY)[0] is None:
        return
    for _ in range(5):
        before, (raw, wanted) = raw, once(raw)
        assert data(seen(raw)[0]) == wanted
        if raw == before:
            break
    assert raw == before
    record = seen(raw)[0]
    if record.fits_schema:
        assert as_text(yaml.safe_load(raw.decode().split("---")[1])) == as_text(record.data)


def as_text(value: Any) -> Any:
    """Data with each number, day and text as it would be written."""
    if isinstance(value, Mapping):
        return {str(key): as_text(inner) for key, inner in value.items()}
    return [as_text(inner) for inner in value] if isinstance(value, list) else str(value)

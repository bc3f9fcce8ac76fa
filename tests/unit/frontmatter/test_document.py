"""Places of keys and values in front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.problems import DataPath, FieldPart
from read_texts import KEYS, ODD, PLAIN, WORDS, core, read, same, thorough

TEXT = st.one_of(st.sampled_from(ODD), st.text(max_size=24), WORDS).filter(
    lambda text: not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]", text)
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as an author writes it: `style` is plain, single, double or block."""

    text: str
    style: str

    @property
    def raw(self) -> str:
        """Its source text on one line."""
        if self.style == "single":
            return "'" + self.text.replace("'", "''") + "'"
        return json.dumps(self.text, ensure_ascii=False) if self.style == "double" else self.text


@dataclass(frozen=True, slots=True)
class Group:
    """A mapping (keys and values) or a list (values alone), written in block or flow style."""

    entries: Sequence[tuple[Scalar | None, Any]]
    flow: bool


scalars = st.one_of(
    st.builds(Scalar, PLAIN, st.just("plain")),
    st.builds(Scalar, TEXT, st.sampled_from(["single", "double"])),
    st.builds(Scalar, WORDS.filter(bool), st.just("block")),
)
keys = st.one_of(
    st.builds(Scalar, KEYS, st.just("plain")), st.builds(Scalar, KEYS, st.sampled_from(["single", "double"]))
)


def groups(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Group]:
    """Mappings and lists of such values."""
    pairs = st.lists(st.tuples(keys, values), min_size=1, max_size=4, unique_by=lambda pair: pair[0].text)
    items = st.lists(values.map(lambda value: (None, value)), min_size=1, max_size=4)
    return st.builds(Group, st.one_of(pairs, items), st.booleans())


front_matters = st.lists(
    st.tuples(keys, st.recursive(scalars, groups, max_leaves=6)),
    min_size=1,
    max_size=6,
    unique_by=lambda pair: pair[0].text,
).map(lambda entries: Group(entries, flow=False))


@dataclass(slots=True)
class Pen:
    """Writes front matter and remembers what it wrote where."""

    lines: list[str] = field(default_factory=lambda: ["---", ""])
    placed: list[tuple[DataPath, FieldPart, int, int, str]] = field(default_factory=list)
    plain: dict[DataPath, str | None] = field(default_factory=dict)

    def put(self, text: str) -> None:
        """Adds to the last line."""
        self.lines[-1] += text

    def mark(self, path: DataPath, part: FieldPart, text: str) -> None:
        """Adds to the last line what stands at a path."""
        self.placed.append((path, part, len(self.lines), len(self.lines[-1]) + 1, text))
        self.put(text)

    def block(self, group: Group, indent: int, path: DataPath) -> None:
        """A group in block style, its first line begun."""
        for number, (key, value) in enumerate(group.entries):
            if number:
                self.lines.append(" " * indent)
            if key is None:
                here = (*path, number)
                self.put("- ")
            else:
                here = (*path, key.text)
                self.mark(here, FieldPart.KEY, key.raw)
                self.put(": ")
            self.value(value, indent, here, compact=key is None)

    def value(self, value: Scalar | Group, indent: int, path: DataPath, *, compact: bool) -> None:
        """What follows a key or a dash."""
        if isinstance(value, Group) and not value.flow:
            if not compact:
                self.lines.append(" " * (indent + 2))
            self.block(value, indent + 2, path)
        elif isinstance(value, Scalar) and value.style == "block":
            self.plain[path] = None
            self.mark(path, FieldPart.VALUE, "|-")
            self.lines.append(" " * (indent + 2) + value.text)
        else:
            self.flow(value, path)

    def flow(self, value: Scalar | Group, path: DataPath) -> None:
        """A value on one line."""
        if isinstance(value, Scalar):
            if value.style == "block":
                value = Scalar(value.text, "double")
            self.plain[path] = value.text if value.style == "plain" else None
            self.mark(path, FieldPart.VALUE, value.raw)
            return
        mapping = value.entries[0][0] is not None
        self.put("{" if mapping else "[")
        for number, (key, inner) in enumerate(value.entries):
            self.put(", " if number else "")
            if key is not None:
                self.mark((*path, key.text), FieldPart.KEY, key.raw)
                self.put(": ")
            self.flow(inner, (*path, number if key is None else key.text))
        self.put("}" if mapping else "]")

    def done(self) -> str:
        """The whole file."""
        return "\n".join([*self.lines, "---", "", "Prose.", ""])


def meant(value: Scalar | Group) -> Any:
    """The data that an author means by what was written."""
    if isinstance(value, Scalar):
        return core(value.text) if value.style == "plain" else value.text
    if value.entries[0][0] is None:
        return [meant(inner) for _, inner in value.entries]
    return {key.text: meant(inner) for key, inner in value.entries if key}


@thorough
@given(front_matters)
def test_what_was_written_is_kept_with_its_place(group: Group) -> None:
    """Any value in any style is read as YAML 1.2 has it, its source text is kept, and its place is exact."""
    pen = Pen()
    pen.block(group, 0, ())
    text = pen.done()
    document, problems = read(text)
    assert problems == [], text
    assert document is not None
    assert same(document.data, meant(group)), text
    assert {path: document.scalar_text(path) for path in pen.plain} == pen.plain, text
    for path, part, line, column, raw in pen.placed:
        span = document.find_span(path, part)
        found = document.source.get_line(span.line)[span.column - 1 :]
        assert (span.line, span.column) == (line, column), (path, part, text)
        assert found.startswith(raw), (path, part, text)
        if raw != "|-":
            assert span.length == max(1, len(raw)), (path, part, text)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"), ("0123", 123), ("12:30", "12:30"), ("1e3", 1000.0), ("0o17", 15), ("~", None), ("Null", None),
        ("2026-01-02", "2026-01-02"),
        ("12345678901234567890123", 12345678901234567890123.0), ("yes", "yes"), ("16:9", "16:9"), ("1_000", "1_000"),
        ("0b11", "0b11"),
    ],
)  # fmt: skip
def test_a_plain_scalar_keeps_its_text(written: str, value: object) -> None:
    """`NO`, `0123` and `12:30` are what YAML 1.2 says, and their source text is at hand where a schema wants text."""
    document, problems = read(f"---\nname: {written}\n---\n")
    assert problems == []
    assert document is not None
    assert same(document.data["name"], value)
    assert document.scalar_text(("name",)) == written

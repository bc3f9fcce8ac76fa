"""Front matter is read as it was written, or the author is told where it cannot be."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
import yaml
import yaml12
from hypothesis import example, given
from hypothesis import strategies as st

from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.document import Document
from afterword.problems import DataPath, FieldPart, Problem
from corpora import OWN_YAML, ROOT, YamlCase, yaml_cases
from read_texts import KEYS, PLAIN, core, read, same, thorough


def read_yaml(text: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The mapping of a YAML file's text."""
    found, problems = source.decode_source("schema/vocabulary.yml", text.encode(errors="surrogatepass"))
    document = None
    if found is not None:
        document, problems = frontmatter.read_yaml_document(found)
    return None if document is None else document.data, problems


def misplaced(problems: Sequence[Problem], text: str) -> Iterator[str]:
    """Problems whose place is not in the file, or which say nothing."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    lines += [""] * (lines[-1] != "")  # what is missing at the very end is missed behind the last line
    for problem in problems:
        span = problem.span
        line = lines[span.line - 1] if 0 < span.line <= len(lines) else None
        if (
            line is None
            or not 0 < span.column <= len(line) + 1
            or span.column + span.length - 1 > max(len(line), span.column)
        ):
            yield f"{problem.code} at {span}"
        if not str(problem.message) or (problem.hint is not None and not str(problem.hint)):
            yield f"{problem.code} without words"


def assert_told(value: object, problems: Sequence[Problem], text: str) -> None:
    """Either there is a value, or there is a problem with its place."""
    assert (value is None) == bool(problems), text
    assert list(misplaced(problems, text)) == [], text


# ------------------------------------------------------------------------------------------------ the YAML test suite

# What a record may not use although YAML has it.
REFUSED = {
    "yaml-not-mapping", "yaml-too-deep", "yaml-key-not-text", "yaml-anchor", "yaml-alias", "yaml-merge-key", "yaml-tag",
    "yaml-second-document", "yaml-duplicate-key", "yaml-not-finite", "yaml-ambiguous", "file-control-character",
}  # fmt: skip
YAML = yaml_cases()
every_case = pytest.mark.parametrize("case", YAML.cases, ids=lambda case: case.id)


def test_how_many_cases_of_the_suite_ran(capsys: pytest.CaptureFixture[str]) -> None:
    """A run says how many cases of the YAML test suite it took, and that they were missing if they were."""
    YAML.tell(capsys)
    assert len(YAML.cases) in (len(OWN_YAML), len(OWN_YAML) + 402)


@every_case
def test_yaml_is_read_rightly_or_refused(case: YamlCase) -> None:
    """A YAML file is never accepted when it is invalid, its data are the suite's, and a refusal has a reason."""
    data, problems = read_yaml(case.text)
    assert_told(data, problems, case.text)
    if case.invalid:
        assert data is None
    elif data is None:
        assert {problem.code for problem in problems} <= REFUSED
    elif case.values is not None:
        assert [data] == list(case.values)


@every_case
def test_front_matter_is_read_rightly_or_refused(case: YamlCase) -> None:
    """The same text between fences is the same data, or a problem in a line of the file."""
    text = f"---\n{case.text}{'' if case.text.endswith(chr(10)) else chr(10)}---\n\n## What went well?\n"
    document, problems = read(text)
    assert_told(document, problems, text)
    if re.search(r"^(?:---|\.\.\.)", case.text, re.MULTILINE):
        return  # ends the front matter early, and is body from there
    if case.invalid:
        assert document is None
    elif document is not None and case.values is not None:
        assert [document.data] == list(case.values)
        assert document.body == "## What went well?\n"


WILD = st.one_of(
    st.sampled_from((
        "- x", "a: b", "@x", "`x", "%x", "*x", "&x y", "!x y", "[x", "{x}", "x]", "[a, b]", "{a: b}", "{a: {b: [c]}}",
        "", " ", "'", '"', "''", '""',
        "|", ">", "? x", "-", "- -", "a # cut", "# all", ".nan", "-.inf", "<<", "tab\there", "\ttab", "a, b", "'a' b",
        '"a" b', "[a] b", "{? foo :, : bar}",
        "a\n  b", "a\n\n  b", "|\n  a\n   b", ">-\n  a\n  b", "\n  - a\n  - b: c", "\n- a\n- b", "\n  a: 1\n  a: 2",
        "[a,\n  b]", '"a\n  b"', "'a\n\n  b'", "\n  # c\n  a: b",
        "--- x", "... x", "\n--- ", "a\r b", "!!str 1", "[? a : b]", "[a: b]", "{a, b: }", '{"a":b}', "{a:b}", "x: ",
        "x:", "\u00a0x", "x\u00a0", "\ufeffx",
    )),
    PLAIN,
    st.text(max_size=12),
)  # fmt: skip
WILD_KEYS = st.one_of(
    KEYS,
    st.sampled_from(
        ("0123", "NO", "null", "1.5", "true", "a b", "? a", "'a'", "<<", "[a]", "{a: b}", "&a b", "- a", "a:", "#a", "")
    ),
)


def differences(loose: object, exact: object, where: str = "") -> Iterator[str]:
    """Where a reader that takes every scalar as text does not see what YAML 1.2's core schema sees."""
    if isinstance(loose, dict) and isinstance(exact, dict) and list(loose) == list(exact):
        for key in loose:
            yield from differences(loose[key], exact[key], f"{where}.{key}")
    elif isinstance(loose, list) and isinstance(exact, list) and len(loose) == len(exact):
        for index, (one, other) in enumerate(zip(loose, exact, strict=True)):
            yield from differences(one, other, f"{where}[{index}]")
    elif not isinstance(loose, str) or not (same(loose, exact) or same(core(loose), exact)):
        yield where


@thorough
@given(st.lists(st.tuples(WILD_KEYS, WILD), min_size=1, max_size=5))
@example([("a", "{? foo :, : bar}")])
@example([("\u2028a", "b"), ("c", "d")])
@example([("# \u2028# x\nname", "x")])
def test_where_two_readers_differ_nothing_is_guessed(entries: list[tuple[str, str]]) -> None:
    """What is accepted means the same to YAML 1.1 and 1.2 readers, but for what a plain scalar stands for."""
    front = "".join(f"{key}: {value}\n" for key, value in entries)
    text = f"---\n{front}---\n\nProse.\n"
    document, problems = read(text)
    assert_told(document, problems, text)
    carefully, _ = read_yaml(front)
    if document is None or document.body != "Prose.\n":
        assert document is not None or carefully is None or re.search("^---", front, re.MULTILINE), text
        return
    assert same(carefully, document.data), text
    loose = yaml.load(front, Loader=yaml.CBaseLoader)  # noqa: S506 - makes strings, lists and dictionaries only
    assert list(differences(loose, document.data)) == [], text
    assert same(yaml12.parse_yaml(front), document.data), text
    for path in paths(document.data):
        assert_written_there(document, path, text)


def paths(value: object, path: DataPath = ()) -> Iterator[DataPath]:
    """The path of every entry, outside in."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from paths(inner, (*path, key))


def assert_written_there(document: Document, path: DataPath, text: str) -> None:
    """The key stands at the key's place, and a plain value that ends on its line at the value's."""
    if isinstance(path[-1], str):
        key = document.find_span(path, FieldPart.KEY)
        stands = document.source.get_line(key.line)[key.column - 1 :][: key.length]
        assert core(stands.strip("'\"")) == core(path[-1]) or '"' in stands, (path, text)
    written, span = document.scalar_text(path), document.find_span(path)
    line = document.source.get_line(span.line)[span.column - 1 :]
    if written and line.startswith(written):
        assert line[: span.length] == written, (path, text)
    elif written:  # it goes on in the next line, where line ends are folded to spaces
        assert written.startswith(line[: span.length].split("\n")[0].rstrip()), (path, text)


@pytest.mark.parametrize("written", [".nan", ".inf", "-.INF", "[1, .NaN]", "{a: +.Inf}"])
def test_a_number_that_cannot_be_compared_is_a_problem(written: str) -> None:
    """Infinity and not-a-number are numbers to YAML and to nobody else."""
    document, problems = read(f"---\nplanned: {written}\n---\n")
    assert document is None
    assert [problem.code for problem in problems] == ["yaml-not-finite"]


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85"])
def test_a_line_end_that_only_some_readers_see_is_a_problem(character: str) -> None:
    """Pasted line separators are named where they stand, as behind them readers count lines differently."""
    document, problems = read(f"---\n# a note{character}# goes on\nname: x\n---\n")
    assert document is None
    assert [(p.code, p.span.line, p.span.column) for p in problems] == [("file-control-character", 2, 9)]


# ------------------------------------------------------------------------------------------------------ bad input

PIECES = (
    "---\n", "---", "\n", "...", "- ", "? ", ": ", "a", "a: ", "[", "]", "{", "}", ",", "&a ", "*a", "!t ", "|\n", ">",
    "'", '"', "#", "%", "@", "\t", "  ", "\\", "é", "🙂", "\u2028", "\x85", "\ufeff", "\r\n", "\r", "<<: ", "null",
    "0123", "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n",
)  # fmt: skip


@thorough
@given(
    st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=80).map(lambda raw: b"---\n" + raw + b"\n---\n"),
        st.text(max_size=80).map(lambda text: text.encode("utf-16")),
    )
)
def test_any_bytes_are_a_text_or_a_problem(raw: bytes) -> None:
    """Whatever a file holds, reading it ends in a text or in a problem at a place of the file."""
    found, problems = source.decode_source("postmortems/a.md", raw)
    assert (found is None) == bool(problems)
    for problem in problems:
        assert str(problem.message)
        assert 1 <= problem.span.line <= raw.count(b"\n") + 1
    if found is not None:
        document, problems = frontmatter.read_document(found)
        assert_told(document, problems, found.text)


@thorough
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(("{}", "---\n{}\n---\n")))
def test_any_text_is_front_matter_or_a_problem(text: str, fences: str) -> None:
    """Whatever stands in a file, reading its front matter ends in data or in a problem at a place of the file."""
    text = fences.replace("{}", text)
    document, problems = read(text)
    assert_told(document, problems, text)
    data, problems = read_yaml(text)
    assert_told(data, problems, text)
    if document is not None:
        assert text.replace("\r\n", "\n").endswith(document.body)
        for path in paths(document.data):
            document.find_span(path)


HOSTILE = {
    "brackets": "[" * 60_000,
    "braces": "{" * 60_000,
    "dashes": "- " * 30_000,
    "question marks": "? " * 30_000,
    "anchors": "&a " * 20_000,
    "anchors in a list": "a: [" + "&a ," * 14_000 + "]",
    "aliases": "*a " * 20_000,
    "aliases in a list": "a: [" + "*a ," * 14_000 + "]",
    "laughs": "a: &a [x, x]\n"
    + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)),
    "double quotes": '"' * 60_000,
    "single quotes": "'" * 60_000,
    "exclamation marks": "! " * 30_000,
    "colons": "a: " * 20_000,
    "commas": "a: [" + "," * 59_000 + "]",
    "nested lists": "a: " + "[" * 40_000 + "]" * 40_000,
    "nested mappings": "a: " + "{a: " * 12_000 + "}" * 12_000,
    "deep block": "".join(" " * depth + "a:\n" for depth in range(340)),
    "deep block list": "".join(" " * depth + "-\n" for depth in range(340)),
    "line breaks": "\n" * 60_000,
    "tabs": "\t" * 60_000,
    "escapes": 'a: "' + "\\" * 59_001 + '"',
    "a long key": "x" * 60_000 + ": 1",
    "the same key": "a: 1\n" * 12_000,
    "many keys": "".join(f"a{number}: 1\n" for number in range(6_000)),
    # libyaml stops at the first line; the other reader would overflow its stack on the second.
    "dashes behind what readers disagree on": "a: {? foo :, : bar}\nb:\n  " + "- " * 30_000 + "x",
    "question marks behind what readers disagree on": "a: {? foo :, : bar}\nb:\n  " + "? " * 30_000 + "x",
    "brackets behind what readers disagree on": "a: {? foo :, : bar}\nb: " + "[" * 30_000 + "]" * 30_000,
}
READER = """
import json, sys
from afterword.frontmatter import frontmatter, source
for line in sys.stdin:
    text = json.loads(line)
    results = []
    for wrapped in (f"---\\n{text}\\n---\\n", text):
        found, problems = source.decode_source("a.md", wrapped.encode())
        value = None
        if found is not None:
            value, problems = (frontmatter.read_yaml_document if wrapped is text else frontmatter.read_document)(found)
        placed = all(0 < problem.span.line <= wrapped.count("\\n") + 1 for problem in problems)
        results.append([value is not None, len(problems), placed])
    print(json.dumps(results), flush=True)
"""


@pytest.fixture(scope="module")
def hostile_results() -> Mapping[str, list[tuple[bool, int, bool]]]:
    """What a process that reads all hostile texts says of each: it lives to the last one and does not hang."""
    lines = "".join(f"{json.dumps(text)}\n" for text in HOSTILE.values())
    done = subprocess.run(
        [sys.executable, "-c", READER], input=lines, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT
    )
    last = [*HOSTILE, ""][done.stdout.count("\n")]
    assert (done.returncode, done.stderr) == (0, ""), last
    return dict(zip(HOSTILE, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_front_matter_ends_in_a_problem(
    hostile_results: Mapping[str, list[tuple[bool, int, bool]]], name: str
) -> None:
    """Sixty kilobytes meant to break a reader are refused with a place; the process lives and does not hang."""
    assert len(hostile_results[name]) == 2
    for accepted, problems, placed in hostile_results[name]:
        assert accepted != bool(problems)
        assert accepted == (name == "many keys")
        assert placed

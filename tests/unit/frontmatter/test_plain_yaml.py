"""What is read quickly is what the slow reader finds: nothing is wrong in it, and the data are the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from afterword.frontmatter import frontmatter, plain_yaml
from afterword.frontmatter.source import Source

LINES = (
    "name: a", "  b c", "    more text", "- x", "- fact: of", "  status: ok", "   x", "a:", "  k: v", "k: 'q", "  end'",
    "t: >-", "  folded", "", "# c", "  # c", "1: 2", "  - y", "  5", "- 6", "n: 7", "  8 9", "    - z", "  b: c d",
    "   e, f", "l: [a, b]", "  g]", "m: {a: b}", "z: é", "  ё х", "x: a b ", "  y ", "yes: no", "    true", "  null",
    "d: 2026-01-02", "  10:30", "a-b: c", "  'q'", '  "q"', "  *x", "  &x", "  ? k", "  !t", "  @", "- - a", "    b",
    "- a: b", "    c", "   d", "a: |", "  t", "name: a again",
    "s: 'what: it", "  # taught: b", "  us'", '- "two', '  k: lines"', "   it''s", "  'in' it", "  a\\", "- e: 'f",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=8))
def test_the_quick_reader_never_says_what_the_slow_one_does_not(lines: list[str]) -> None:
    """Lines of front matter in any order: where the quick reader answers, the slow one has the same data."""
    text = "\n".join((*lines, ""))
    quick = frontmatter.read_document(Source("a.md", f"---\n{text}---\n"))
    places = frontmatter.read_yaml_document(Source("a.yml", text))  # always reads slowly
    if plain_yaml.count_keys(text) and quick[0] and not quick[1]:
        assert places[1] == []
        assert places[0] is not None
        assert quick[0].data == places[0].data


def test_long_texts_that_a_program_has_folded_are_plain() -> None:
    """A plain text over several lines, below a key and in a list, is read quickly."""
    summary = "summary: The buyer wanted proof\n  from their own industry\n"
    assert plain_yaml.count_keys(f"{summary}facts:\n- fact: Of 6203 people\n    112 stayed\n- x\n  y\n") == 3
    assert plain_yaml.count_keys(f"{summary}  # not theirs\n  any more\n") is None


def test_long_texts_in_quotes_that_a_program_has_folded_are_plain() -> None:
    """In quotes over several lines nothing is a key or a comment; with quotes or a backslash in it, it is not plain."""
    summary = "summary: 'We counted on this: proof\n  # next time: ask'\n"
    assert plain_yaml.count_keys(f'{summary}facts:\n- fact: "Of 6203\n    people: 112"\n- "x\n  y"\n') == 3
    for odd in ("summary: 'it\n  isn''t'\n", 'a: "b\n  \\n"\n', "a: 'b\n\n  c'\n", "a: 'b\nc'\n", "a: 'b\n  c\n"):
        assert plain_yaml.count_keys(odd) is None

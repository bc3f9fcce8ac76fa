"""What is printed as Markdown says the values that it holds, and no value becomes a part of its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from afterword.cli import afterword
from afterword.report.markdown import escape_markdown, format_code, format_link
from support import Case

JOINER = "\u2060"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = [
    "`code` ``more`` `", "a | b | c", "\\| \\` \\\\", "**bold** __it__ ~~gone~~", "![x](https://evil.example/i.png)",
    "[click](javascript:alert(1))", "<img src=x onerror=alert(1)>", "<!-- hidden -->", "-->", "# Heading", "- item",
    "1. item", "1) item", "> quote", "    code", "```sh", "~~~", "---", "===", ":---", "+ item", "&lt;b&gt; &#64;all",
    "a\n\n# b\r\nc\u2028d", "[x]: https://evil.example", "[^1]", "[ ] task", "<https://evil.example>", "|", "`", "\\",
]  # fmt: skip
LOOKED_FOR = [
    "@someone", "mail a@b.example", "#123 and owner/repo#5", "GH-7", "https://evil.example/x", "www.evil.example",
    "ftp://evil.example", ":smile:", "!12", "%5", "~label", "&3",
]  # fmt: skip
FOUND = re.compile(r"[@#!%~&]\w|GH-\d|://|www\.\w|:\w+:")
"""What GitHub and GitLab look for in the text of a finished page."""
TEXTS = st.one_of(st.sampled_from(HOSTILE + LOOKED_FOR), st.text(), st.text(alphabet="`|\\<>[]()!*_-#~=:.@&$1a \n"))


def said(text: str) -> str:
    """A text as one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def leaves(tokens: list[Token]) -> Iterator[Token]:
    """What is in a line, all levels of it."""
    for token in tokens:
        if token.children is None:
            yield token
        else:
            yield from leaves(token.children)


def read(markdown: str) -> tuple[list[str], str]:
    """The structure that a parser sees in Markdown, and the text that it shows."""
    tokens = list(leaves(READER.parse(markdown)))
    kinds = [token.type for token in tokens if token.type not in ("text", "text_special")]
    return kinds, "".join(token.content for token in tokens if token.type in ("text", "text_special", "code_inline"))


@pytest.mark.parametrize(
    "frame", ["### {}", "- {}", "| a | {} |\n| --- | --- |\n| {} | b |", "{}", "- line 3: {} (`x`)"]
)
@given(text=TEXTS.filter(said))
@example(text="|\\|`")
@settings(max_examples=60)
def test_a_text_is_shown_as_written_and_changes_nothing_around_it(frame: str, text: str) -> None:
    """In a heading, an item, a cell or a paragraph: the same structure as around a word, and the text itself."""
    expected_kinds, expected_text = read(frame.replace("{}", "word"))
    kinds, shown = read(frame.replace("{}", escape_markdown(text)))
    assert kinds == expected_kinds
    assert shown.replace(JOINER, "") == expected_text.replace("word", said(text))


@given(text=TEXTS)
def test_nothing_that_a_site_looks_for_in_a_text_is_found(text: str) -> None:
    """No mention, no reference, no address, no emoji, whoever looks through what the parser has made."""
    _, shown = read(escape_markdown(text))
    assert not FOUND.search(shown)


@pytest.mark.parametrize("frame", ["a {}", "| a {} |\n| --- |\n| b {} |"])
@given(text=TEXTS.filter(said))
def test_code_ends_where_it_is_meant_to(frame: str, text: str) -> None:
    """Backticks, pipes and line ends do not get out of it."""
    kinds, shown = read(frame.replace("{}", format_code(text)))
    around = {"html_inline", "code_inline"}
    assert [kind for kind in kinds if kind not in around] == [
        kind for kind in read(frame.replace("{}", "word"))[0] if kind not in around
    ]
    assert shown == read(frame.replace("{}", "word"))[1].replace("word", said(text))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://library.example.org/names/x/", "[a\\]b](https://library.example.org/names/x/)"),
        ("https://x.example/a) ![b](c", "[a\\]b](https://x.example/a%29%20%21%5Bb%5D%28c)"),
        ("https://x.example/<&\n|`\\>", "[a\\]b](https://x.example/%3C%26%0A%7C%60%5C%3E)"),
        ("javascript:alert(1)", "a\\]b"),
        ("data:text/html,x", "a\\]b"),
        ("//x.example", "a\\]b"),
        ("", "a\\]b"),
    ],
)
def test_a_link_leads_to_the_web_or_nowhere(address: str, expected: str) -> None:
    """What is no address of the web is left out; no sign of one ends the link."""
    assert format_link("a]b", address) == expected


def test_a_brief_cannot_speak_in_the_gates_name(tmp_path: Path) -> None:
    """Its title, its file's name, its KPIs and its stamp, the library's version too, stand in the table as text."""
    root = Case("brief-unreviewed", "bad").library(tmp_path / "library")
    text = (root / "briefs" / "harbour-clinics.md").read_text(encoding="utf-8")
    evil = "x` ![p](https://evil.example/p.png) <b>Passes</b> @everyone | `"
    front = f"""---
title: "{evil}"
kpis: [{{name: "{evil}", metric: reach, planned: 5}}]
gate: {{as_of: "{evil}", library: "{evil}", demands: []}}
"""
    (root / "briefs" / "harbour-clinics.md").unlink()
    lines = text.replace("---\n", front, 1).split("\n")
    body = "\n".join(line for line in lines if not line.startswith("title: Harbour"))
    (root / "briefs" / "a`b|c<img>@all.md").write_text(body, encoding="utf-8")
    done = CliRunner().invoke(afterword, ["gate", str(root / "briefs"), "--root", str(root), "--format", "markdown"])
    kinds, shown = read(done.stdout)
    assert done.exit_code == 1
    assert not {"image", "link_open", "html_block", "heading_open"} & set(kinds[3:])
    tags = {token.content for token in leaves(READER.parse(done.stdout)) if token.type == "html_inline"}
    assert tags == {"<code>", "</code>"}
    assert shown.replace(JOINER, "").count(said(evil)) == 3
    assert shown.count("a`b|c<img>@all.md") == 1

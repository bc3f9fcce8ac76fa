"""Prose reads on the site as it does in the pull request, its places are exact, and nothing in it can run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from afterword import pages
from afterword.body.render import render_body
from afterword.frontmatter import source
from afterword.library.library import Library
from afterword.pages.page import Site
from afterword.records import record_reader
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from corpora import WHOLE
from parsed_bodies import POSTMORTEM, VOCABULARY, parsed

thorough = settings(max_examples=settings().max_examples if WHOLE else 300)


def rendered(text: str) -> str:
    """A body as HTML; wiki links lead to `../<name>/`, and one to `Hidden` nowhere."""
    return render_body(
        parsed(text), lambda link: f"../{link.target}/" if link.is_wiki and link.target != "Hidden" else None
    )


# ------------------------------------------------------------------------------------------- what GitHub shows, we show


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "| KPI | Plan |\n| :-- | --: |\n| Reach | 40 |\n",
            '<table><thead><tr><th style="text-align:left">KPI</th><th style="text-align:right">Plan</th></tr></thead>'
            "<tbody>\n"
            '<tr><td style="text-align:left">Reach</td><td style="text-align:right">40</td></tr>\n</tbody></table>\n',
            id="table",
        ),
        pytest.param(
            "| Run | Like |\n| --- | --- |\n| 2 | [[New Coke\\|the other one]] |\n",
            "<table><thead><tr><th>Run</th><th>Like</th></tr></thead><tbody>\n"
            '<tr><td>2</td><td><a href="../New Coke/">the other one</a></td></tr>\n</tbody></table>\n',
            id="wiki link in a table",
        ),
        pytest.param(
            "- [ ] call them\n- [x] write it down\n",
            '<ul>\n<li><input disabled="" type="checkbox">\ncall them</li>\n'
            '<li><input disabled="" type="checkbox" checked="">\nwrite it down</li>\n</ul>\n',
            id="task list",
        ),
        pytest.param(
            "A claim[^1].\n\n[^1]: A note.\n",
            '<p>A claim<sup class="footnote-reference"><a href="#note-1">1</a></sup>.</p>\n'
            '<div class="footnote-definition" id="note-1"><sup class="footnote-definition-label">1</sup>\n'
            "<p>A note.</p>\n</div>\n",
            id="footnote",
        ),
        pytest.param("~~gone~~\n", "<p><del>gone</del></p>\n", id="strikethrough"),
        *(
            pytest.param(
                f"> [!{kind.upper()}]\n> Mind this.\n",
                f'<blockquote class="markdown-alert-{kind}">\n<p>Mind this.</p>\n</blockquote>\n',
                id=kind,
            )
            for kind in ("note", "tip", "important", "warning", "caution")
        ),
        pytest.param(
            "See https://example.com/a_b?x=1&y=2, then.\n",
            '<p>See <a href="https://example.com/a_b?x=1&amp;y=2">https://example.com/a_b?x=1&amp;y=2</a>, then.</p>\n',
            id="bare address",
        ),
        pytest.param(
            "(https://example.com/a) *https://example.com*\n",
            '<p>(<a href="https://example.com/a">https://example.com/a</a>) <em><a href="https://example.com">https://example.com</a></em></p>\n',
            id="bare addresses in brackets and emphasis",
        ),
        pytest.param(
            "<https://example.com> <ines@example.com>\n",
            '<p><a href="https://example.com">https://example.com</a> '
            '<a href="mailto:ines@example.com">ines@example.com</a></p>\n',
            id="angle address",
        ),
        pytest.param(
            "`https://example.com`\n\n    https://example.com\n",
            "<p><code>https://example.com</code></p>\n<pre><code>https://example.com\n</code></pre>\n",
            id="an address in code",
        ),
        pytest.param("Plan\n====\n\nWhy\n---\n", '<h2 id="plan">Plan</h2>\n<h3 id="why">Why</h3>\n', id="setext"),
        pytest.param(
            "- a\n  - b\n    1. c\n",
            "<ul>\n<li>a\n<ul>\n<li>b\n<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n</li>\n</ul>\n",
            id="nested list",
        ),
        pytest.param("3. c\n4. d\n", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>\n', id="numbered list"),
        pytest.param(
            "```yaml\na: [[New Coke]]\n```\n", "<pre><code>a: [[New Coke]]\n</code></pre>\n", id="a wiki link in code"
        ),
        pytest.param(
            "[[New Coke]], [[New Coke|that one]]\n",
            '<p><a href="../New Coke/">New Coke</a>, <a href="../New Coke/">that one</a></p>\n',
            id="wiki links",
        ),
        pytest.param("[[Hidden|what they did]]\n", "<p><a>what they did</a></p>\n", id="a link to nowhere"),
        pytest.param(
            "<details><summary>More</summary>\n\n*text*\n\n</details>\n",
            "<details><summary>More</summary>\n<p><em>text</em></p>\n</details>\n",
            id="details",
        ),
        pytest.param("## A {#b .c onclick=d}\n", '<h2 id="a-b-c-onclickd">A {#b .c onclick=d}</h2>\n', id="attributes"),
        pytest.param("## C#\n", '<h2 id="c">C#</h2>\n', id="a heading that ends in #"),
        pytest.param(
            "#### Deep\n\n##### Deeper\n", '<h2 id="deep">Deep</h2>\n<h3 id="deeper">Deeper</h3>\n', id="levels"
        ),
        pytest.param("a  \nb\\\nc\n", "<p>a<br>\nb<br>\nc</p>\n", id="line breaks"),
        pytest.param("{{ site_name }} {% raw %}\n", "<p>{{ site_name }} {% raw %}</p>\n", id="template marks"),
    ],
)
def test_githubs_markdown_is_shown_as_github_shows_it(text: str, expected: str) -> None:
    """Each construct that a reviewer sees rendered in the pull request is rendered the same on the site."""
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "See https://en.wikipedia.org/wiki/New_Coke_(drink) for more.\n",
            "https://en.wikipedia.org/wiki/New_Coke_(drink)",
        ),
        ("(see https://en.wikipedia.org/wiki/New_Coke_(drink))\n", "https://en.wikipedia.org/wiki/New_Coke_(drink)"),
        ("[x](https://en.wikipedia.org/wiki/New_Coke_(drink))\n", "https://en.wikipedia.org/wiki/New_Coke_(drink)"),
        ("[x](HTTPS://Example.com/A)\n", "HTTPS://Example.com/A"),
    ],
)
def test_an_address_is_linked_whole(text: str, address: str) -> None:
    """Brackets that belong to an address stay in it, and its letters may be of any case."""
    assert f'<a href="{address}">' in rendered(text)


# --------------------------------------------------------------------------------------------- headings and their ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("## Что получилось?\n", ["что-получилось"]),
        ("## Ёлка: план — факт\n", ["ёлка-план--факт"]),
        ("## Why\n\n## Why\n\n## Why\n", ["why", "why-1", "why-2"]),
        ("## Why\n\n## Why-1\n\n## Why\n", ["why", "why-1", "why-2"]),
        ("## Why-1\n\n## Why\n\n## Why\n", ["why-1", "why", "why-2"]),
        ("## ?!\n\n## …\n", ["section", "section-1"]),
        ("## `kpis` and [[New Coke|that]]\n", ["kpis-and-that"]),
        ("## 名前\n", ["名前"]),
    ],
)
def test_headings_have_readable_ids_of_their_own(text: str, ids: list[str]) -> None:
    """An id reads as its heading does, in its own script, and no two headings share one."""
    assert [heading.id for heading in parsed(text).headings] == ids
    assert [id_ for _, id_ in Tags.of(rendered(text)).headings] == ids


# ------------------------------------------------------------------------------------------------- what must not live


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>\n", "\n"),
        ("a <b onclick=alert(1) style='color:red'>b</b>\n", "<p>a <b>b</b></p>\n"),
        ("[x](javascript:alert(1))\n", "<p><a>x</a></p>\n"),
        ("[x](JaVaScRiPt&colon;alert(1))\n", "<p><a>x</a></p>\n"),
        ("[x](&#106;avascript:alert(1))\n", "<p><a>x</a></p>\n"),
        ("[x](data:text/html,<b>x</b>)\n", "<p><a>x</a></p>\n"),
        ("[x](vbscript:x)\n", "<p><a>x</a></p>\n"),
        ("[x](//example.org/x)\n", "<p><a>x</a></p>\n"),
        ("[x](\\\\example.org/x)\n", "<p><a>x</a></p>\n"),
        ("<a href='//example.org'>x</a>\n", "<p><a>x</a></p>\n"),
        ("<a href=' https://example.org'>x</a>\n", "<p><a>x</a></p>\n"),
        ("[x](../../../etc/passwd)\n", "<p><a>x</a></p>\n"),
        ("![x](https://example.org/x.png)\n", '<p><img alt="x"></p>\n'),
        ("![x](data:image/png;base64,AAAA)\n", '<p><img alt="x"></p>\n'),
        ("![x](//example.org/x.png)\n", '<p><img alt="x"></p>\n'),
        ("<img src=x onerror=alert(1)>\n", "<img>\n"),
        ("<img srcset='https://example.org/x.png 2x' alt=y>\n", '<img alt="y">\n'),
        ("<input type=password name=q autofocus onfocus=alert(1)>\n", '<input type="checkbox">\n'),
        ("<form action=https://example.org><button>x</button></form>\n", "x\n"),
        ("<div id=location name=x class=md-header>x</div>\n", '<div id="note-location" class="">x</div>\n'),
        ("<h2 id=__drawer>x</h2>\n", '<h2 id="note-__drawer">x</h2>\n'),
        ("<td style='text-align:left;background:url(https://example.org/x)'>x</td>\n", "x\n"),
        ("<iframe src=https://example.org></iframe>\n", "\n"),
        ("<svg><a xlink:href='javascript:alert(1)'>x</a></svg>\n", "<p></p>\n"),
        (
            "<meta http-equiv=refresh content='0;url=//example.org'><base href=//example.org><link href=x>\n",
            "<p></p>\n",
        ),
        ("<style>body{display:none}</style>\n", "\n"),
        ("<!-- x --><p>y</p>\n", "<p>y</p>\n"),
    ],
)
def test_raw_html_is_cleaned(text: str, expected: str) -> None:
    """What could run, load, lead elsewhere or pass for a part of the page is gone; what it said stays."""
    assert rendered(text) == expected


def test_an_id_of_raw_html_cannot_take_the_place_of_a_heading() -> None:
    """A link to a heading leads to the heading, whatever stands before it."""
    tags = Tags.of(rendered("<div id=why>not here</div>\n\n[there](#why)\n\n## Why\n"))
    assert len(tags.ids) == len(set(tags.ids))
    assert tags.headings == [("h2", "why")]


def test_a_footnote_cannot_take_the_place_of_a_heading() -> None:
    """A footnote and a heading of the same name have an id each."""
    tags = Tags.of(rendered("Said so[^why].\n\n[^why]: They did.\n\n## Why\n"))
    assert len(tags.ids) == len(set(tags.ids))


class Tags(HTMLParser):
    """The headings, ids and links of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[str, str]] = []
        self.titles: list[str] = []
        self._in_heading = self._in_mark = False
        self.ids: list[str] = []
        self.links: list[str] = []

    @classmethod
    def of(cls, text: str) -> Tags:
        """Those of a text."""
        tags = cls()
        tags.feed(text)
        tags.close()
        return tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what counts."""
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append((tag, values.get("id", "")))
            self.titles.append("")
            self._in_heading = True
        self._in_mark = self._in_mark or tag == "sup"  # a footnote's number is no part of a heading
        if tag == "br" and self._in_heading:
            self.titles[-1] += " "
        if "href" in values:
            self.links.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        """A heading ends, or a footnote's mark."""
        self._in_mark = self._in_mark and tag != "sup"
        self._in_heading = self._in_heading and tag not in ("h1", "h2", "h3", "h4", "h5", "h6")

    def handle_data(self, data: str) -> None:
        """Text, of a heading or not."""
        if self._in_heading and not self._in_mark:
            self.titles[-1] += data


PIECES = (
    "# ", "## ", "### ", "\n", "\n\n", "===", "---", "\n===\n", "\n---\n", "> ", "- ", "1. ", "    ", "  ", "Why",
    "Привет", "C#", " #", " ##", "\\", "`", "*", "_", "~~",
    "[[New Coke]]", "[[New Coke|x]]", "[x](#why)", "[x]", "![", "](", ")", "{#a}", "{", "}", "[^1]", "\n[^1]: note\n",
    "| a | b |\n| - | - |\n| c | d |\n", "```", "https://example.com/a(b)",
    "<https://example.com>", "&amp;", "&colon;", "🙂", "é", "\t", "- [ ] ", "> [!NOTE]\n> ", "(", ".", ",",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@thorough
@given(texts)
def test_what_is_checked_is_what_is_shown(text: str) -> None:
    """The headings that the parse found are the headings on the page, in order, with their ids; so are the links."""
    found = parsed(text)
    assume(not any(re.search(r"(^|\s)#+$", heading.text) for heading in found.headings))  # `# # #`
    tags = Tags.of(rendered(text))
    top = min((heading.level for heading in found.headings), default=2)
    assert tags.headings == [(f"h{min(6, h.level - top + 2)}", h.id) for h in found.headings], rendered(text)
    assert [" ".join(title.split()) for title in tags.titles] == [heading.text for heading in found.headings], rendered(
        text
    )
    wiki = [f"../{link.target}/" for link in found.links if link.is_wiki and not link.is_image]
    assert [href for href in tags.links if href.startswith("../")] == wiki, rendered(text)
    assert [tags.ids.count(heading.id) for heading in found.headings] == [1] * len(found.headings), rendered(text)


@thorough
@given(st.one_of(texts, st.text(max_size=200)))
def test_any_text_is_a_body(text: str) -> None:
    """Whatever an author writes is read and shown, and every place found in it lies in the file."""
    found = parsed(text, 7)
    rendered(text)
    lines = text.split("\n")
    for place in (*(link.place for link in found.links), *(heading.place for heading in found.headings)):
        span = found.to_span(place)
        assert 0 <= span.line - 7 < len(lines)
        assert 0 < span.column <= len(lines[span.line - 7]) + 1


# ------------------------------------------------------------------------------------------------- links in a library

PUBLISHED = """---
name: {name}
kind: launch
status: {status}
visibility: {visibility}
---

{body}
"""


def _site(audience: Audience) -> Site:
    records = []
    for name, status, visibility, text in (
        (
            "New Coke",
            "published",
            "public",
            "See [[The Frozen Funnel|a deal of ours]], [it](the-frozen-funnel.md) and [[Qwikster#Why]].\n",
        ),
        ("The Frozen Funnel", "published", "internal", "See [[New Coke]].\n"),
        ("Qwikster", "draft", "public", "## Why\n\nSee [there](new-coke.md).\n"),
    ):
        path = f"postmortems/2026/{name.lower().replace(' ', '-')}.md"
        raw = PUBLISHED.format(name=name, status=status, visibility=visibility, body=text)
        read, _ = source.decode_source(path, raw.encode())
        assert read is not None
        records.append(record_reader.read_record(read, schema=_OPEN, vocabulary=VOCABULARY)[0])
    return Site(Library([r for r in records if r], _OPEN, VOCABULARY).project(audience), date(2026, 1, 2))


def _opened() -> Schema:
    """The project's schema, with bodies that everybody may read and nothing required."""
    raw = {key: value for key, value in POSTMORTEM.raw.items() if key != "allOf"} | {"x-body-audience": "public"}
    return Schema(json.dumps(raw), "postmortem.schema.json")


_OPEN = _opened()


def _links(audience: Audience) -> Iterator[tuple[str, list[str]]]:
    for page in pages.build_pages(_site(audience)):
        if page.url.startswith("names/") and page.url != "names/":
            shown = page.html.split('id="record-story"')[1].split("</section>")[0]
            yield page.url, Tags.of(shown).links


def test_links_between_records_lead_to_their_pages() -> None:
    """By name, by file or to a heading, a link in a body leads to the record's page."""
    assert dict(_links(Audience.INTERNAL)) == {
        "names/new-coke/": ["../the-frozen-funnel/", "../the-frozen-funnel/", "../qwikster/#why"],
        "names/the-frozen-funnel/": ["../new-coke/"],
        "names/qwikster/": ["../new-coke/"],
    }


def test_links_to_records_that_are_hidden_are_plain_text() -> None:
    """The public sees what a link said, and neither where it led nor that the record is there."""
    built = _site(Audience.PUBLIC)
    assert dict(_links(Audience.PUBLIC)) == {"names/new-coke/": []}
    page = next(page for page in pages.build_pages(built) if page.url == "names/new-coke/")
    assert "<p>See <a>a deal of ours</a>, <a>it</a> and <a>Qwikster#Why</a>.</p>" in page.html
    shown = [page for page in pages.build_pages(built) if page.section not in ("fields", "rules")]
    assert [page.url for page in shown if "rozen" in page.html + page.title + page.description + page.url] == []

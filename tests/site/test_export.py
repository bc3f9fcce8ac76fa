"""The exported pages, and the site that Zensical makes from them, beside the one that `afterword build` makes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import partial
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import markdown as python_markdown
import pytest
import yaml
import yaml12
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page as Tab

from afterword.body.markdown import render_markdown as commonmark
from afterword.exports import settings
from afterword.exports.markdown import quote_yaml, render_markdown
from afterword.pages.page import Page, PageContent
from commands import SHARED, run_here, run_process
from support import ROOT

CONFIG = """site_name: Small
theme: {name: material, font: false}
plugins:
  - afterword:
      languages: [en, ru]
      edit_url: https://git.example.org/edit/{path}
exclude_docs: /inner/
markdown_extensions:
  - admonition
  - pymdownx.superfences
"""
FUNNEL = """---
name: 'The "Frozen" Funnel: A & B <i>again</i> {{ name }} #1'
aliases: [Six Weeks of Silence]
kind: deal
status: published
schema_version: 2
visibility: public
ends: 2026-03-31
outcome: lost
keeper: Wanda Quill
markets: [DE]
deal: {account: Bellmoor Clinics, competitor: Ledgerwise}
summary: Our security answers took six weeks, and Northlight chose a rival. We lost on silence.
causes: [{cause: "Security questions went unanswered for six weeks: {% if %}", evidence: reporting}]
learnings: {differently: Answer security questions within two days}
relations: [{type: supports, name: Тихая весна}]
---

## What went well?

- The trial, as in [[Тихая весна|the spring]] and [[Тихая весна#Что мешало]].

      indented, after a blank line

```yaml
{% raw %}

# no heading
[[Not a link]]
--8<-- "secret.txt"
```

| a | b |
|---|---|
| `[[x]]` | {{ no_macro }} \\| [TOC] |

[TOC]

*[HTML]: no abbreviation

Text \\[[still text]] `a
b` :smile: ==mark== ^^up^^ and a footnote[^1].

[^1]: It says `{#id .class}`.

![Six weeks](six-weeks.png)
"""
SPRING = """---
name: Тихая весна
kind: campaign
status: published
schema_version: 2
visibility: public
lang: ru
starts: 2026-03-01
ends: 2026-04-30
outcome: missed
keeper: Анна Орлова
markets: [RU]
goal: awareness
summary: Кампания вышла в тишине. Охват остался вдвое ниже плана.
kpis: [{name: Охват, metric: reach, planned: 100, actual: 48, why: Не было авторов, gap: planning}]
causes: [{cause: Не нашли авторов, evidence: data}]
learnings: {again: План, differently: Авторы раньше, wrong_assumption: Сами придут, insight: Весна занята}
---

## Что мешало

Время. После [[Six Weeks of Silence]] об этом знали.
"""
DRAFT = "---\nname: Half a Story\nkind: deal\nstatus: draft\n---\n\n<div>\n\nraw\n\n</div>\n"
BY_HAND = """---
title: How we work
description: About [[Six Weeks of Silence]]
---

# How we work

As in [[Six Weeks of Silence]], [[Тихая весна|*весной*]] and [[Тихая весна#Что мешало|what hindered]],
not in `[[Six Weeks of Silence]]`, and no picture: ![[Six Weeks of Silence]].

!!! note
    Read [the names](names/index.md) and [the picture](picture.png).

```
[[Six Weeks of Silence]]
```
"""
PICTURE = b"\x89PNG\r\n\x1a\n"
FILES = {
    "mkdocs.yml": CONFIG.encode(),
    "postmortems/2026/funnel.md": FUNNEL.encode(),
    "postmortems/2026/six-weeks.png": PICTURE,
    "postmortems/spring.md": SPRING.encode(),
    "postmortems/draft.md": DRAFT.encode(),
    "docs/how-we-work.md": BY_HAND.encode(),
    "docs/picture.png": PICTURE + b"2",
    "docs/inner/plan.md": b"# For us alone\n",
}


def write(root: Path, files: Mapping[str, bytes]) -> Path:
    """A library of these files and this repository's schema."""
    for name, raw in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(raw)
    shutil.copytree(ROOT / "schema", root / "schema")
    return root


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of this environment, run in a folder."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767225600", "LC_ALL": "C.UTF-8"}
    runner = run_here if command[0] in SHARED else run_process
    return runner(folder, *command, environment=environment)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


_MAIN = ("md-content__inner md-typeset", "aw-signpost")
"""The classes of the element that holds a page's own content: in the theme, and on pages that only lead on."""


class _Article(HTMLParser):
    """The text of a page's main part, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._depth, self._words, self.links = 0, [""], set[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._depth += tag == "article" and (self._depth > 0 or named.get("class") in _MAIN)
        if self._depth and (address := named.get("href" if tag == "a" else "src")) is not None:
            self.links.add(address)

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "article" and self._depth > 0

    def handle_data(self, data: str) -> None:
        if self._depth:
            self._words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())


def articles(site: Path) -> dict[str, tuple[str, set[str]]]:
    """Text and resolved addresses of links of every page of a site, by its address."""
    found = {}
    for file in site.rglob("index.html"):
        url = file.relative_to(site).as_posix().removesuffix("index.html")
        article = _Article(file.read_text(encoding="utf-8"))
        found[url] = article.text, {urljoin(f"https://site.example/{url}", link) for link in article.links}
    return found


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three awkward records and a page by hand: built in `site`, exported to `out`, built there."""
    root = write(tmp_path_factory.mktemp("library"), FILES)
    for folder, *command in (
        (root, "afterword", "build"),
        (root, "afterword", "export", "--markdown", "out"),
        (root / "out", "zensical", "build", "--strict"),
    ):
        done = run(folder, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_zensical_builds_the_same_pages(library: Path) -> None:
    """The same addresses, and on each page the same text and links.

    Only the main part is compared (the element `article`). Around it the engines differ: header, navigation, the list
    of contents (Zensical makes it from Markdown headings, of which finished HTML has none), search, sitemap, 404.
    """
    ours, theirs = articles(library / "site"), articles(library / "out" / "site")
    assert theirs.keys() == ours.keys()
    assert theirs == ours
    funnel = ours["names/the-frozen-funnel-a-b-i-again-i-name-1/"]
    assert '{% raw %} # no heading [[Not a link]] --8<-- "secret.txt"' in funnel[0]
    assert "https://site.example/names/tikhaya-vesna/#что-мешало" in funnel[1]
    assert "https://site.example/names/the-frozen-funnel-a-b-i-again-i-name-1/" in ours["how-we-work/"][1]
    assert "not in [[Six Weeks of Silence]], and no picture: !Six Weeks of Silence." in ours["how-we-work/"][0]
    assert "inner/plan/" not in ours
    assert len(ours) > 80


def test_front_matter_by_hand_stays_as_it_is(library: Path) -> None:
    """What looks like a link there is the engine's to read."""
    written = (library / "out" / "docs" / "how-we-work.md").read_text(encoding="utf-8")
    assert written.startswith("---\ntitle: How we work\ndescription: About [[Six Weeks of Silence]]\n---\n")


def test_what_is_published_beside_the_pages_is_exported_too(library: Path) -> None:
    """Attachments, pictures of pages by hand, styles and scripts stand at the same addresses, byte for byte."""
    ours, theirs = contents(library / "site"), contents(library / "out" / "site")
    names = ("files/2026-six-weeks.png", "picture.png", "assets/afterword.css", "causes/data.json")
    assert [theirs[name] for name in names] == [ours[name] for name in names]


def test_the_configuration_is_what_the_pages_need(library: Path) -> None:
    """Without a navigation of its own, a library gets all index pages in the order of the menus, and no plugins."""
    assert (library / "out" / "mkdocs.yml").read_text(encoding="utf-8").split("\n") == [
        "site_name: Small",
        "exclude_docs: /inner/",
        "theme: {name: material, font: false}",
        "markdown_extensions:",
        "  - admonition",
        "  - pymdownx.superfences",
        "nav:",
        '  - "Home": index.md',
        '  - "Weekly meeting": meeting/index.md',
        '  - "Library": library/index.md',
        '  - "Names": names/index.md',
        '  - "Tags": tags/index.md',
        '  - "Markets": markets/index.md',
        '  - "Timeline": timeline/index.md',
        '  - "Series": series/index.md',
        '  - "Teams": teams/index.md',
        '  - "Keepers": keepers/index.md',
        '  - "Causes": causes/index.md',
        '  - "Compare": compare/index.md',
        '  - "KPIs": kpis/index.md',
        '  - "Assumptions": assumptions/index.md',
        '  - "Guardrails": guardrails/index.md',
        '  - "Playbook": playbook/index.md',
        '  - "Practice": practice/index.md',
        '  - "Briefs": briefs/index.md',
        '  - "Due": due/index.md',
        '  - "Fields": fields/index.md',
        '  - "Rules": rules/index.md',
        "extra:",
        "  alternate:",
        '    - {name: "English", link: "./", lang: "en"}',
        '    - {name: "Русский", link: "ru/", lang: "ru"}',
        'extra_css: ["assets/afterword.css"]',
        'extra_javascript: ["assets/afterword.js", "assets/reading.js"]',
        "plugins: []",
        "",
    ]


def test_titles_are_text(library: Path) -> None:
    """A name is no markup and no template, whatever it holds, in the title that Zensical writes."""
    page = (library / "out/site/names/the-frozen-funnel-a-b-i-again-i-name-1/index.html").read_text(encoding="utf-8")
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert unescape(title) == 'The "Frozen" Funnel: A & B <i>again</i> {{ name }} #1 - Small'
    assert "<" not in title


def test_an_old_name_leads_on(library: Path, serve: Callable[[Path], str], page: Tab) -> None:
    """An alias' address leads to its record in a browser, without a script."""
    address = serve(library / "out" / "site")
    page.goto(f"{address}names/six-weeks-of-silence/")
    page.wait_for_url(f"{address}names/the-frozen-funnel-a-b-i-again-i-name-1/")


def test_two_exports_are_identical_and_replace_what_was_there(library: Path) -> None:
    """The same library gives the same bytes, and of an older export (and of what was built in it) nothing stays."""
    for name in ("one", "two"):
        assert run(library, "afterword", "export", "--markdown", name).returncode == 0
    first = contents(library / "one")
    assert contents(library / "two") == first
    (library / "two" / "docs" / "old.md").write_text("# Old", encoding="utf-8")
    done = run(library, "afterword", "export", "--markdown", "two")
    pages = sum(name.endswith(".md") for name in first)
    assert (done.returncode, done.stdout) == (0, f"Exported {pages} pages to two\n")
    assert contents(library / "two") == first


@pytest.mark.parametrize(
    ("audience", "option"), [("public", ["--audience", "public"]), ("", ["--audience", "public"]), ("public", [])]
)
def test_an_export_holds_what_its_audience_may_see(tmp_path: Path, audience: str, option: list[str]) -> None:
    """By the option, else by what `mkdocs.yml` says, nothing that is not for them is in any file of the export."""
    config = CONFIG.replace("      edit_url", f"      audience: {audience}\n      edit_url") if audience else CONFIG
    library = write(tmp_path / "library", FILES | {"mkdocs.yml": config.encode()})
    assert run(library, "afterword", "export", "--markdown", "out", *option).returncode == 0
    files = contents(library / "out")
    hidden = (b"Bellmoor Clinics", b"Wanda Quill", b"Answer security questions", b"The trial", b"Half a Story")
    made = {name: raw for name, raw in files.items() if not name.startswith("docs/rules/")}  # those are for everybody
    assert [name for name, raw in made.items() for words in hidden if words in raw] == []
    assert "docs/files/2026-six-weeks.png" not in files
    assert b"Northlight chose a rival" in files["docs/library/index.md"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("postmortems/out", "postmortems/out holds what is written by hand; choose a folder outside of it."),
        ("docs", "docs holds what is written by hand; choose a folder outside of it."),
        ("docs/../briefs/new", "docs/../briefs/new holds what is written by hand; choose a folder outside of it."),
        (".", ". holds what is written by hand; choose a folder outside of it."),
        ("precious", "precious is not empty and was not made by `afterword build`"),
        ("linked", "linked is not empty and was not made by `afterword build`"),
        ("notes.txt", "Directory 'notes.txt' is a file."),
        ("notes.txt/out", "notes.txt/out could not be written: "),
        ("n" * 300, "could not be written: "),
    ],
)
def test_what_is_no_place_for_an_export_is_refused(tmp_path: Path, target: str, said: str) -> None:
    """A folder of sources or of somebody else's, a file, a link, a name that no disk takes: code 2, nothing changed."""
    library = write(tmp_path / "library", FILES)
    (library / "precious").mkdir()
    (library / "linked").symlink_to("precious")
    for file in ("precious/notes.txt", "notes.txt"):
        (library / file).write_text("keep", encoding="utf-8")
    before = contents(library)
    done = run(library, "afterword", "export", "--markdown", target)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(library) == before


def test_of_a_library_with_errors_nothing_is_written(tmp_path: Path) -> None:
    """Code 1 and the problem with its place, and what was exported before stays as it was."""
    library = write(tmp_path / "library", FILES)
    assert run(library, "afterword", "export", "--markdown", "out").returncode == 0
    before = contents(library / "out")
    (library / "postmortems" / "draft.md").write_text(DRAFT.replace("draft", "drafted"), encoding="utf-8")
    for target in ("out", "new"):
        done = run(library, "afterword", "export", "--markdown", target)
        assert (done.returncode, done.stdout) == (1, "")
        assert "postmortems/draft.md:4:9: error[schema-enum]" in done.stderr
    assert contents(library / "out") == before
    assert not (library / "new").exists()


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (None, "has no mkdocs.yml."),
        (b"site_name: [x\n", "mkdocs.yml:1: "),
        (b"", "mkdocs.yml:1: There are no settings in it."),
        (b"\xff: x\n", "mkdocs.yml: "),
        (b"{site_name: x, plugins: [afterword]}\n", "mkdocs.yml: settings are read from this file alone"),
        (b"INHERIT: base.yml\nsite_name: x\n", "mkdocs.yml: settings are read from this file alone"),
        (b"plugins:\n- afterword: {audience: !ENV [WHO, public]}\n", "choose one with --audience."),
        (b"plugins:\n- afterword: {audience: everybody}\n", "choose one with --audience."),
        (b"plugins:\n- afterword: {languages: !ENV LANGS}\n", "`edit_url` and `languages` have to be written out"),
        (b"plugins:\n- afterword: {edit_url: !ENV [A, b]}\n", "`edit_url` and `languages` have to be written out"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_said(tmp_path: Path, config: bytes | None, said: str) -> None:
    """What only its engine could work out is not guessed: code 2 and no export, above all none for a wrong audience."""
    files = {name: raw for name, raw in FILES.items() if name != "mkdocs.yml"}
    library = write(tmp_path / "library", files | ({} if config is None else {"mkdocs.yml": config}))
    done = run(library, "afterword", "export", "--markdown", "out")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (library / "out").exists()


def test_settings_go_along_as_they_are_written() -> None:
    """Those that concern pages, comments and Python tags included; not the theme's own templates, nor plugins."""
    found = settings.read_settings(
        "# ours\nplugins:\n  search: {}\n  afterword:\n    audience: partner\n    edit_url: ''\n"
        "    languages: [ru, en]\n"
        "nav:\n- Home: index.md  # first\n- 'A: b': x.md\nsite_name: \"It's\"\nhooks: [h.py]\n"
        "markdown_extensions:\n  - toc: {slugify: !!python/name:a.b }\ntheme: {name: material, custom_dir: over}\n"
    )
    assert found == settings.Settings(
        {
            "site_name": 'site_name: "It\'s"',
            "nav": "nav:\n- Home: index.md  # first\n- 'A: b': x.md",
            "markdown_extensions": "markdown_extensions:\n  - toc: {slugify: !!python/name:a.b }",
        },
        "partner",
        "",
        ("ru", "en"),
        "It's",
    )


EXTENSIONS = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "meta", "smarty", "tables", "toc"),
    *("wikilinks", "pymdownx.arithmatex", "pymdownx.blocks.admonition", "pymdownx.critic", "pymdownx.details"),
    *("pymdownx.emoji", "pymdownx.extra", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys"),
    *("pymdownx.magiclink", "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.snippets", "pymdownx.superfences"),
    *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"),
]
PARSERS: Mapping[str, Callable[[str], str]] = {
    "CommonMark": commonmark,
    "Python-Markdown": python_markdown.markdown,
    "with extensions": partial(python_markdown.markdown, extensions=EXTENSIONS),
}
AWKWARD = {
    "blank lines": "<p>a</p>\n\n\n    <p>b</p>\n \n<p>c\n\nd</p>",
    "code": "<pre><code>\n\n# a\n\n\tb\n```\n~~~\n</code></pre>\n\n<p>after</p>",
    "code in a list": "<ul>\n<li>\n<pre><code>a\n\n  b</code></pre>\n</li>\n</ul>",
    "table": "<table><thead><tr><th>a | b</th></tr></thead>\n\n<tbody>\n<tr><td>|</td></tr></tbody></table>",
    "looks like Markdown": "<p>\n# a\n- b\n> c\n1. d\n***\n[x]: y\n*[HTML]: z\n[^1]: w\n!!! note\n    x\n</p>",
    "looks like a template": '<p title="{{ a }}">{% raw %} {# b #} {{ c }} {++ d ++} --8&lt;-- "e" [[f]] [TOC] $g$</p>',
    "headings": '<h1>Что мешало?</h1>\n\n<h2 id="что-мешало">Что <em>мешало</em></h2>\n<h2>Setup {#x .y}</h2>',
    "entities": "<p>&amp;lt; &lt;script&gt; &quot;&#39; &nbsp;&copy; &amp;amp;\u00a0\u2003</p><p>\u00a0</p>",
    "unclosed": "<ul><li>a<li>b</ul><p>c<p>d<br>e<hr><img alt='f' src=g>",
    "attributes": "<a\n href='?a=1&amp;b=[2]'\n title=\"'&quot;\"\n>x</a><input disabled type=checkbox>",
    "picture": '<svg viewBox="0 0 1 1"><rect width="1"/><path d="M0 0"/></svg>',
    "side by side": "<b>a</b> <i>b</i>\n<u>c</u><s>d</s>",
    "comment": "<p>a</p>\n<!-- b\n\n-->\n<p>c</p>",
    "script": "<script>\nif (a < b && c) {\n\n  d[0]()\n}\n</script>",
}


class _Tree(HTMLParser):
    """What a page's HTML says: its tags with their attributes, and its text; white space counts in `<pre>` only."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._pre, self.said = 0, list[object]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._pre += tag == "pre"
        self.said.append((tag, [(name, " ".join((value or "").split())) for name, value in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self._pre -= tag == "pre"
        self.said.append(tag)

    def handle_data(self, data: str) -> None:
        said = data if self._pre else re.sub(r"[ \t\n\r\f]+", " ", data).strip(" ")
        self.said += [("text", said)] if said else []


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("parser", PARSERS)
def test_finished_html_stays_as_it_is(parser: str, name: str) -> None:
    """No parser of Markdown and no extension changes a word or a tag of a page, whatever stands in it."""
    html = render_markdown(Page("x/", "X", lambda: PageContent(AWKWARD[name]))).partition("\n---\n\n")[2]
    assert _Tree(PARSERS[parser](html)).said == _Tree(f'<div class="aw-page" lang="en">{AWKWARD[name]}</div>').said


TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
WRITTEN = st.text(
    st.sampled_from("ab Ж\n\t`~#*_[](){}<>&!|:-+=^$%\\\"'1.@/")
    | st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    max_size=60,
)


@given(WRITTEN, st.sampled_from(sorted(PARSERS)))
def test_no_text_becomes_markdown(text: str, parser: str) -> None:
    """Whatever an author writes in a paragraph, a title or a block of code, it is still that behind any parser."""
    said = escape(text)
    html = f'<h2 title="{said}">{said}</h2>\n<p>{said}</p>\n<pre><code>{said}</code></pre>\n<p>end</p>'
    found = PARSERS[parser](render_markdown(Page("x/", "X", lambda: PageContent(html))).partition("\n---\n\n")[2])
    assert _Tree(found).said == _Tree(f'<div class="aw-page" lang="en">{html}</div>').said


@given(TEXT)
def test_any_title_is_one_line_of_yaml(text: str) -> None:
    """Both readers of YAML find the text that was meant."""
    line = f"title: {quote_yaml(text)}"
    assert "\n" not in line
    assert yaml.safe_load(line) == yaml12.parse_yaml(line) == {"title": text}
